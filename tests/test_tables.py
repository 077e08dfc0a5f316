from __future__ import annotations

import re
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from table_reviews import check, model, write_review

from reviewpress import tables
from reviewpress.problems import ContentError, Severity
from reviewpress.project import open_project

ROOT = Path(__file__).parent.parent
STUDIES = "study_id,bib_key,year\nS1,ash2019,2019\nS2,birch2021,2021\n"
APPRAISALS = "study_id,dimension,judgement,rationale,appraiser\n"


def test_tables_are_typed_and_know_their_lines(tmp_path: Path):
    project = write_review(
        tmp_path,
        {
            "data/studies.csv": 'year,study_id,bib_key,note\n2019,S1,a,"x\ny"\n2020,S2,b,\n',
            "schemas/studies.py": model("Studies", 'note: str = column("Remark", blank=True)'),
        },
    )

    loaded = tables.load(project)

    studies = loaded["studies"]
    assert list(studies) == ["year", "study_id", "bib_key", "note", "study_family", "source_url"]
    assert studies["year"].tolist() == [2019, 2020]
    assert studies["note"].isna().tolist() == [False, True]
    assert studies["study_family"].isna().all()
    assert str(studies["study_family"].dtype) == "str"
    assert str(loaded.where("studies", 1, "study_id")) == "data/studies.csv:4:2"
    assert str(loaded.where("studies", 0)) == "data/studies.csv:2"
    assert loaded.names == ("studies",)
    assert loaded.has("studies", ["year"])
    assert not loaded.has("studies", ["colour"])
    assert not loaded.has("codings")


def test_changing_a_table_does_not_change_it_for_others(tmp_path: Path):
    files = {"data/studies.csv": STUDIES, "schemas/studies.py": model("Studies")}
    loaded = tables.load(write_review(tmp_path, files))

    mine = loaded["studies"]
    mine.loc[0, "year"] = 1
    mine["extra"] = "x"

    assert loaded["studies"].loc[0, "year"] == 2019
    assert "extra" not in loaded["studies"]


def test_a_review_without_tables_has_none(tmp_path: Path):
    (tmp_path / "_quarto.yml").write_text("project:\n  type: book\n", encoding="utf-8")

    loaded = tables.load(open_project(tmp_path))

    assert loaded.names == ()


def test_a_table_of_a_header_alone_is_a_table_without_rows(tmp_path: Path):
    body = '@pa.dataframe_check\ndef late(cls, df):\n    return df["year"] > 2000'
    files = {
        "data/studies.csv": "study_id,bib_key,year\n",
        "schemas/studies.py": model("Studies", body),
    }

    loaded, problems = check(write_review(tmp_path, files))

    assert problems == []
    assert len(loaded["studies"]) == 0


def test_all_faults_of_all_tables_come_in_one_run_once_each_and_sorted(tmp_path: Path):
    project = write_review(
        tmp_path,
        {
            "data/studies.csv": "study_id,bib_key,year,design\n"
            "S1,ash2019,20O3,trail\n"
            "S1,birch2021,2021,\n"
            "S3,cedar2022,,trial\n"
            "S4,elm2023,99999,trial,extra\n",
            "schemas/studies.py": model(
                "Studies", 'design: str = column("Design", vocabulary=("trial", "survey"))'
            ),
            "data/appraisals.csv": APPRAISALS + 'S4,d,high,"a\nb",x\nS9,d,low,,x\nS9,d,low,,x\n',
            "schemas/appraisals.py": model("Appraisals"),
            "data/notes.csv": "note\n",
            "schemas/codings.py": model("Codings"),
        },
    )

    _, problems = check(project)

    assert problems == [
        ("data/appraisals.csv:4:1", "appraisals.study_id"),
        ("data/appraisals.csv:4:4", "appraisals.rationale"),
        ("data/appraisals.csv:5:1", "appraisals.key"),
        ("data/appraisals.csv:5:1", "appraisals.study_id"),
        ("data/appraisals.csv:5:4", "appraisals.rationale"),
        ("data/notes.csv", "tables.no-schema"),
        ("data/studies.csv:2:3", "studies.year"),
        ("data/studies.csv:2:4", "studies.design"),
        ("data/studies.csv:3:1", "studies.study_id"),
        ("data/studies.csv:3:4", "studies.design"),
        ("data/studies.csv:4:3", "studies.year"),
        ("data/studies.csv:5:5", "csv.ragged"),
        ("schemas/codings.py", "tables.no-data"),
    ]


def test_a_table_that_cannot_be_read_hides_no_other_and_blames_none(tmp_path: Path):
    project = write_review(
        tmp_path,
        {
            "data/studies.csv": 'study_id,bib_key,year\nS1,"ash,2019\n',
            "schemas/studies.py": model("Studies"),
            "data/appraisals.csv": APPRAISALS + "S1,d,high,,x\n",
            "schemas/appraisals.py": model("Appraisals"),
        },
    )

    loaded, problems = check(project)

    assert loaded is None
    assert problems == [
        ("data/appraisals.csv:2:4", "appraisals.rationale"),
        ("data/studies.csv:2:2", "csv.quote"),
    ]


def test_a_misspelt_key_column_does_not_make_every_reference_dangle(tmp_path: Path):
    project = write_review(
        tmp_path,
        {
            "data/studies.csv": STUDIES.replace("study_id", "studyid"),
            "schemas/studies.py": model("Studies"),
            "data/appraisals.csv": APPRAISALS + "S1,d,high,why,x\nS7,d,high,why,x\n",
            "schemas/appraisals.py": model("Appraisals"),
        },
    )

    loaded, problems = check(project)

    assert loaded is None
    assert problems == [
        ("data/appraisals.csv:3:1", "appraisals.study_id"),
        ("data/studies.csv:1:1", "csv.unknown-column"),
    ]


def test_tables_with_a_bad_cell_come_back_with_the_cell_missing(tmp_path: Path):
    files = {
        "data/studies.csv": STUDIES.replace("2019\n", "x\n"),
        "schemas/studies.py": model("Studies"),
    }

    loaded, problems = check(write_review(tmp_path, files))

    assert [rule for _, rule in problems] == ["studies.year"]
    assert loaded["studies"]["year"].isna().tolist() == [True, False]


def test_load_raises_with_every_problem_in_a_note(tmp_path: Path):
    files = {
        "data/studies.csv": STUDIES.replace("2019\n", "x\n"),
        "schemas/studies.py": model("Studies"),
    }

    with pytest.raises(ContentError) as raised:
        tables.load(write_review(tmp_path, files))

    assert [problem.rule for problem in raised.value.problems] == ["studies.year"]
    assert '"x" is not a whole number' in raised.value.__notes__[0]


@pytest.mark.parametrize("level", ["warning", "off"])
def test_a_rule_can_be_turned_down(tmp_path: Path, level: str):
    files = {
        "data/studies.csv": STUDIES.replace("2019\n", "x\n"),
        "schemas/studies.py": model("Studies"),
    }
    turned_down = (
        f"review:\n  checks:\n    studies.year:\n      level: {level}\n"
        "      reason: The year is unknown.\n"
    )

    loaded, problems = tables.check(write_review(tmp_path, files, settings=turned_down))

    assert loaded is not None
    assert [problem.severity for problem in problems] == [Severity.WARNING] * (level == "warning")


def test_a_rule_without_which_nothing_can_be_read_stays_an_error(tmp_path: Path):
    files = {"data/studies.csv": "", "schemas/studies.py": model("Studies")}
    turned_down = (
        "review:\n  checks:\n    csv.empty:\n      level: 'off'\n      reason: Not filled yet.\n"
    )

    loaded, problems = check(write_review(tmp_path, files, settings=turned_down))

    assert loaded is None
    assert problems == [("data/studies.csv", "csv.empty")]


def test_a_table_may_go_unchecked_with_a_reason(tmp_path: Path):
    files = {"data/notes.csv": "note\nx\n"}
    turned_off = (
        "review:\n  checks:\n    tables.no-schema:\n      level: 'off'\n"
        "      reason: The notes are for us only.\n"
    )

    loaded, problems = check(write_review(tmp_path, files, settings=turned_off))

    assert problems == []
    assert loaded is not None
    assert loaded.names == ()


@given(content=st.text(alphabet='S1,"\n\r\t 2aé', max_size=60))
@settings(max_examples=40, deadline=None)
def test_no_table_makes_a_check_raise(tmp_path_factory, content):
    files = {
        "data/studies.csv": f"study_id,bib_key,year\n{content}",
        "schemas/studies.py": model("Studies"),
    }

    loaded, problems = check(write_review(tmp_path_factory.mktemp("review"), files))

    assert loaded is not None or problems


def test_the_review_s_own_checks_run_on_cells_and_on_rows_that_are_otherwise_good(tmp_path: Path):
    body = (
        '@pa.check("bib_key", name="with-digits", error="holds no year")\n'
        "def with_digits(cls, keys):\n"
        '    return keys.str.contains("[0-9]")\n'
        '@pa.dataframe_check(name="recent", error="too old")\n'
        "def recent(cls, df):\n"
        '    return df["year"] > 2019\n'
    )
    rows = "S1,ash,2020\nS2,birch2019,2019\nS3,cedar2020,x\n"
    files = {
        "data/studies.csv": f"study_id,bib_key,year\n{rows}",
        "schemas/studies.py": model("Studies", body),
    }

    _, problems = tables.check(write_review(tmp_path, files))

    assert [(str(problem.where), problem.rule) for problem in problems] == [
        ("data/studies.csv:2:2", "studies.bib_key"),
        ("data/studies.csv:3", "studies.recent"),
        ("data/studies.csv:4:3", "studies.year"),
    ]
    assert problems[0].message == '"ash": holds no year'
    assert problems[1].message == "too old"
    assert problems[1].hint == "the check is written in schemas/studies.py:16"


def test_a_check_that_breaks_off_is_told_at_its_line(tmp_path: Path):
    body = '@pa.dataframe_check\ndef odd(cls, df):\n    return df["nothing"] > 0'
    files = {"data/studies.csv": STUDIES, "schemas/studies.py": model("Studies", body)}

    _, problems = check(write_review(tmp_path, files))

    assert problems == [("schemas/studies.py:13", "schemas.check")]


def test_a_reference_to_no_column_is_told_where_it_is_declared(tmp_path: Path):
    body = 'colour: str = column("Colour", reference="studies.hue")\n'
    body += 'shape: str = column("Shape", reference="shapes.shape")'
    files = {
        "data/studies.csv": "study_id,bib_key,year,colour,shape\nS1,a,2019,red,round\n",
        "schemas/studies.py": model("Studies", body),
    }

    _, problems = check(write_review(tmp_path, files))

    assert problems == [
        ("schemas/studies.py:12", "schemas.reference"),
        ("schemas/studies.py:13", "schemas.reference"),
    ]


def test_references_to_base_tables_that_the_review_lacks_are_not_checked(tmp_path: Path):
    files = {
        "data/appraisals.csv": APPRAISALS + "S1,d,high,why,anna\n",
        "schemas/appraisals.py": model("Appraisals"),
    }

    assert check(write_review(tmp_path, files))[1] == []


@pytest.mark.parametrize(("name", "found"), [("S 1", 1), ("1", 1), ("S-1.a_b", 0)])
def test_an_identifier_can_be_an_address_whatever_the_review_declares(
    tmp_path: Path, name: str, found: int
):
    files = {
        "data/studies.csv": STUDIES.replace("S1", name),
        "schemas/studies.py": model("Studies", 'study_id: str = column("Report", key=True)'),
    }

    _, problems = check(write_review(tmp_path, files))

    assert problems == [("data/studies.csv:2:1", "studies.study_id")] * found


def test_doubles_with_blank_parts_count_as_doubles(tmp_path: Path):
    files = {
        "data/finding_evidence.csv": "finding_id,study_id,coding_id,relation\n"
        "F1,S1,,supports\nF1,S1,C1,supports\nF1,S1,,qualifies\n",
        "schemas/finding_evidence.py": model("FindingEvidence"),
    }

    _, problems = check(write_review(tmp_path, files))

    assert problems == [("data/finding_evidence.csv:4:1", "finding_evidence.unique")]


@pytest.mark.parametrize(
    ("source", "place", "rule"),
    [
        ("class T(:\n", "schemas/studies.py:1:9", "schemas.import"),
        ("\n\n1 / 0\n", "schemas/studies.py:3", "schemas.import"),
        ("import sys\nsys.exit(3)\n", "schemas/studies.py:2", "schemas.import"),
        ("import nothing_of_that_name\n", "schemas/studies.py:1", "schemas.import"),
        ("x = 1\n", "schemas/studies.py:1", "schemas.model"),
        (model("Studies", 'x: str = column("")'), "schemas/studies.py:12", "schemas.import"),
        (model("Studies", 'x = column("X")'), "schemas/studies.py:12", "schemas.model"),
        (model("Studies", "x: str"), "schemas/studies.py:12", "schemas.model"),
        (model("Studies", 'x: list = column("X")'), "schemas/studies.py:12", "schemas.model"),
        (model("Studies", 'year: str = column("Y")'), "schemas/studies.py:12", "schemas.model"),
    ],
)
def test_a_schema_that_cannot_be_used_is_told_with_its_line(tmp_path: Path, source, place, rule):
    files = {"data/studies.csv": STUDIES, "schemas/studies.py": source}

    loaded, problems = check(write_review(tmp_path, files))

    assert loaded is None
    assert problems == [(place, rule)]


def test_schema_files_may_share_words_and_leave_no_bytecode(tmp_path: Path):
    files = {
        "data/studies.csv": "study_id,bib_key,year,design\nS1,a,2019,trial\n",
        "schemas/_words.py": 'DESIGNS = ("trial",)\n',
        "schemas/studies.py": "from ._words import DESIGNS\n"
        + model("Studies", 'design: str = column("Design", vocabulary=DESIGNS)'),
    }
    project = write_review(tmp_path, files)

    assert check(project)[1] == []
    (tmp_path / "schemas/_words.py").write_text('DESIGNS = ("trail",)\n', encoding="utf-8")
    assert check(project)[1] == [("data/studies.csv:2:4", "studies.design")]
    assert not (tmp_path / "schemas/__pycache__").exists()
    assert str(tmp_path) not in sys.path


def test_a_hostile_cell_is_quoted_on_one_line(tmp_path: Path):
    cell = "x\n::error::pwned " + "y" * 200
    files = {
        "data/studies.csv": f'study_id,bib_key,year\nS1,a,"{cell}"\n',
        "schemas/studies.py": model("Studies"),
    }

    _, problems = tables.check(write_review(tmp_path, files))

    assert "\n" not in problems[0].message
    assert len(problems[0].message) < 100


def test_the_review_of_this_repository_holds_together():
    loaded, problems = tables.check(open_project(ROOT))

    assert problems == []
    assert loaded is not None
    assert len(loaded.names) == 20


def test_the_provenance_counts_the_rows_that_there_are():
    loaded = tables.load(open_project(ROOT))
    text = (ROOT / "data/README.md").read_text(encoding="utf-8")
    stated = {}
    for names, counts in re.findall(r"^\| (`.+?`) \| ([\d, ]+) \|", text, re.MULTILINE):
        stated |= dict(zip(re.findall(r"`(\w+)`", names), counts.split(", "), strict=True))

    assert stated == {name: str(len(loaded[name])) for name in loaded.names}


@pytest.mark.slow
def test_one_fault_among_a_hundred_thousand_records_is_found(tmp_path: Path):
    frame = pd.DataFrame({"number": range(100_000)})
    records = pd.DataFrame(
        {
            "record_id": "R" + frame["number"].astype(str),
            "search_id": "SR1",
            "duplicate_of": "",
            "title_abstract_decision": "exclude",
            "full_text_status": "",
            "final_decision": "excluded",
            "exclusion_reason": "NO_MOOD",
            "study_id": "",
        }
    )
    records.loc[99_999, "final_decision"] = "exluded"
    project = write_review(
        tmp_path,
        {"data/records.csv": records.to_csv(index=False), "schemas/records.py": model("Records")},
    )

    _, problems = check(project)

    assert problems == [("data/records.csv:100001:6", "records.final_decision")]


def test_a_table_that_is_a_folder_is_reported(tmp_path: Path):
    project = write_review(tmp_path, {"schemas/studies.py": model("Studies")})
    (tmp_path / "data/studies.csv").mkdir()

    assert check(project) == (None, [("data/studies.csv", "csv.missing")])


def test_a_table_outside_of_the_review_is_not_read(tmp_path: Path):
    review = tmp_path / "review"
    review.mkdir()
    project = write_review(review, {"schemas/studies.py": model("Studies")})
    (tmp_path / "secret.csv").write_text("study_id,bib_key,year\n1,a,2020\n", encoding="utf-8")
    (review / "data/studies.csv").symlink_to(tmp_path / "secret.csv")

    assert check(project) == (None, [("data/studies.csv", "csv.missing")])
