from __future__ import annotations

from pathlib import Path

from table_reviews import model, write_review

from reviewpress import catalogue, checks, tables
from reviewpress.project import Project, open_project

ROOT = Path(__file__).parent.parent


def review(root: Path, rule: str, level: str = "warning") -> Project:
    return write_review(
        root,
        {
            "data/studies.csv": "study_id,bib_key,year\n",
            "schemas/studies.py": model("Studies"),
            "index.qmd": "# Walks\n",
        },
        settings=f"review:\n  checks:\n    {rule}:\n      level: '{level}'\n"
        "      reason: Reasons are given.\n",
    )


def problems(project: Project):
    return [(str(found.where), found.rule, found.hint) for found in checks.check(project).problems]


def test_every_problem_of_the_bad_reviews_has_a_rule_in_the_catalogue():
    for folder in sorted((ROOT / "tests/reviews").glob("bad-*")):
        if (folder / "command.txt").exists():
            continue
        found, told = tables.check(open_project(folder))
        known = catalogue.rules(found.models if found else {})
        for problem in told:
            assert found is None or problem.rule in known
            assert problem.rule in known or problem.rule.startswith(("studies.", "appraisals."))


def test_rules_are_listed_with_a_description():
    found = catalogue.rules(tables.load(open_project(ROOT)).models)

    assert list(found) == sorted(found)
    assert all(found.values())
    assert found["studies.year"] == "Year of publication"
    assert "findings.confidence-capped" in found
    assert "appraisals.key" in found
    assert "finding_evidence.unique" in found


def test_a_rule_that_exists_may_be_named(tmp_path: Path):
    assert problems(review(tmp_path, "studies.year")) == []


def test_an_unknown_rule_is_a_problem_with_the_nearest_one(tmp_path: Path):
    assert problems(review(tmp_path, "studies.yera")) == [
        ("_quarto.yml:5:5", "review.checks", 'did you mean "studies.year"?')
    ]


def test_a_rule_without_which_nothing_can_be_read_cannot_be_turned_down(tmp_path: Path):
    project = review(tmp_path, "csv.encoding", level="off")

    assert problems(project) == [("_quarto.yml:5:5", "review.checks", "take the line out")]


def test_it_cannot_even_where_the_tables_are_unreadable(tmp_path: Path):
    project = review(tmp_path, "csv.encoding", level="off")
    (tmp_path / "data/studies.csv").write_bytes(b"study_id,bib_key,year\n\xe9,a,2019\n")

    checked = checks.check(project)

    assert checked.tables is None
    assert [found.rule for found in checked.problems] == ["review.checks"]
