from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from frictionless import Package, validate
from table_reviews import model, write_review

from reviewpress import datapackage, tables
from reviewpress.problems import ContentError
from reviewpress.project import Project, open_project

ROOT = Path(__file__).parent.parent

WALKS = """
design: str = column("Design", vocabulary=("trial", "survey"))
people: int = column("People who took part", unit="people", minimum=1, blank=True)
length: float = column("Length of the walk", unit="km", maximum=50, blank=True)
day: dt.date = column("First day", blank=True)
is_open: bool = column("Whether the data are open", blank=True)
doi: str = column("Identifier", pattern=r"10\\.[0-9]{4,9}/[^ ]+", unique=True, blank=True)
"""
STUDIES = "study_id,bib_key,year,design,people,length,day,is_open,doi\n"
RECORDS = (
    "record_id,search_id,duplicate_of,title_abstract_decision,full_text_status,final_decision,"
    "exclusion_reason,study_id\n"
)


def review(root: Path, studies: str, records: str) -> Project:
    return write_review(
        root,
        {
            "data/studies.csv": STUDIES + studies,
            "schemas/studies.py": model("Studies", WALKS.strip()),
            "data/records.csv": RECORDS + records,
            "schemas/records.py": model("Records"),
        },
    )


def test_frictionless_finds_the_same_bad_cells(tmp_path: Path):
    """An independent reader of the exported package agrees on every cell."""
    project = review(
        tmp_path,
        "S1,a,2019,trial,12,3.5,2026-01-01,true,10.1234/x\n"
        "S2,b,20O3,trail,0,51,2026-13-01,maybe,11.1/x\n"
        "S3,,2020,survey,many,far,,,\n"
        "S4,d,1066,survey,,,,,10.1234/x\n"
        '"S5",e,2021,trial,,,,"TRUE",\n'
        "S5,f,2021,,,,,,\n",
        "R1,SR1,,include,retrieved,included,,S1\n"
        "R2,SR1,,include,retrieved,included,,S2\n"
        "R3,SR1,,include,retrieved,included,,S3\n"
        "R4,SR1,,include,retrieved,included,,S4\n"
        "R5,SR1,,include,retrieved,included,,S5\n"
        "R6,SR1,R9,,,,,\n"
        "R7,SR1,,include,retrieved,awaiting,,S8\n"
        "R8,SR1,,exlude,,awaiting,,\n",
    )
    datapackage.write(project)

    theirs = _cells_of_frictionless(project)
    ours = {
        (str(problem.where.path), problem.where.line, problem.field)
        for problem in tables.check(project)[1]
        if problem.rule in _column_rules(project)
    }

    assert ours == theirs
    assert len(ours) == 17


def _column_rules(project: Project) -> set[str]:
    package = datapackage.describe(project)
    return {
        f"{resource['name']}.{field['name']}"
        for resource in package["resources"]
        for field in resource["schema"]["fields"]
    }


def _cells_of_frictionless(project: Project) -> set[tuple[str, int, str]]:
    report = validate(str(project.data_dir / datapackage.NAME))
    cells = set()
    for task in report.tasks:
        fields = Package(str(project.data_dir / datapackage.NAME)).get_resource(task.name).schema
        for error in task.errors:
            if error.type == "foreign-key":
                (name,) = error.field_names
            elif error.type == "primary-key":
                (name,) = fields.primary_key
            else:
                name = error.field_name
            cells.add((f"data/{task.name}.csv", error.row_number, name))
    return cells


def test_the_package_says_what_the_models_say(tmp_path: Path):
    project = review(tmp_path, "", "")

    package = datapackage.describe(project)

    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    records, studies = package["resources"]
    assert studies["description"] == "One row per thing."
    assert studies["schema"]["primaryKey"] == ["study_id"]
    fields = {field["name"]: field for field in studies["schema"]["fields"]}
    assert list(fields) == STUDIES.strip().split(",")
    assert fields["people"] == {
        "name": "people",
        "type": "integer",
        "description": "People who took part",
        "unit": "people",
        "constraints": {"minimum": 1},
    }
    assert fields["design"]["constraints"] == {"required": True, "enum": ["trial", "survey"]}
    assert {tuple(key["fields"]): key["reference"] for key in records["schema"]["foreignKeys"]} == {
        ("duplicate_of",): {"fields": ["record_id"]},
        ("study_id",): {"resource": "studies", "fields": ["study_id"]},
    }


def test_the_package_is_written_once_and_drift_is_seen(tmp_path: Path):
    project = review(tmp_path, "", "")

    assert not datapackage.is_current(project)
    assert datapackage.write(project)
    assert not datapackage.write(project)
    assert datapackage.is_current(project)

    file = tmp_path / "schemas/studies.py"
    file.write_text(file.read_text().replace("First day", "The first day"), encoding="utf-8")
    assert not datapackage.is_current(project)


def test_a_review_whose_schemas_cannot_be_read_is_not_described(tmp_path: Path):
    project = review(tmp_path, "", "")
    (tmp_path / "schemas/studies.py").write_text("1 / 0\n", encoding="utf-8")

    with pytest.raises(ContentError):
        datapackage.write(project)
    assert not (tmp_path / "data/datapackage.json").exists()


def test_the_dictionary_has_a_row_per_column(tmp_path: Path):
    models = tables.load(review(tmp_path, "", "")).models

    dictionary = datapackage.dictionary(models)

    assert list(dictionary) == [
        "table",
        "column",
        "description",
        "type",
        "unit",
        "required",
        "values",
        "refers_to",
    ]
    by_name = dictionary.set_index(["table", "column"])
    assert by_name.loc[("studies", "people"), "unit"] == "people"
    assert by_name.loc[("studies", "people"), "values"] == "1 or more"
    assert by_name.loc[("studies", "length"), "values"] == "50 or less"
    assert by_name.loc[("studies", "year"), "values"] == "1500 to 2200"
    assert by_name.loc[("studies", "design"), "values"] == "trial, survey"
    assert by_name.loc[("records", "study_id"), "refers_to"] == "studies.study_id"
    assert not by_name.loc[("records", "study_id"), "required"]
    assert pd.isna(by_name.loc[("records", "record_id"), "values"])
    assert not dictionary["description"].isna().any()


def test_the_package_of_this_repository_is_current_and_valid():
    project = open_project(ROOT)

    assert datapackage.is_current(project)
    descriptor = json.loads((ROOT / "data/datapackage.json").read_text(encoding="utf-8"))
    assert Package.validate_descriptor(descriptor).valid
    assert validate(str(ROOT / "data/datapackage.json")).valid
