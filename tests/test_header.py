from __future__ import annotations

import pytest

from reviewpress import header
from reviewpress.reading import TextTable
from reviewpress.schemas import Column

COLUMNS = (
    Column("study_id", "Report", "text", key=True),
    Column("year", "Year", "whole number"),
    Column("title", "Title", "text"),
    Column("note", "Remark", "text", absent=True),
)


def match(*names: str):
    table = TextTable("data/t.csv", names, [], [], [])
    return header.match(table, COLUMNS, "schemas/t.py")


def places(problems):
    return [(str(problem.where), problem.rule) for problem in problems]


def test_a_header_in_any_order_fits_and_may_lack_what_may_be_absent():
    table, problems = match("title", "year", "study_id")

    assert problems == []
    assert table.header == ("title", "year", "study_id")


def test_a_misspelt_column_is_told_once_and_stands_for_the_one_that_was_meant():
    table, problems = match("study_id", "yaer", "title")

    assert places(problems) == [("data/t.csv:1:2", "csv.unknown-column")]
    assert problems[0].hint == 'did you mean "year"?'
    assert table.header == ("study_id", "year", "title")


def test_an_unknown_column_and_a_missing_one_are_two_faults():
    table, problems = match("study_id", "title", "colour")

    assert places(problems) == [
        ("data/t.csv:1:3", "csv.unknown-column"),
        ("data/t.csv:1", "csv.missing-column"),
    ]
    assert "schemas/t.py" in problems[0].hint
    assert table.header == ("study_id", "title", "colour")


@pytest.mark.parametrize(
    ("names", "place"),
    [
        (("study_id", "year", "title", "year"), "data/t.csv:1:4"),
        (("study_id", "", "year", "title"), "data/t.csv:1:2"),
        (("S01", "2019", "Walks"), "data/t.csv:1"),
        (("study_id;year;title",), "data/t.csv:1"),
    ],
    ids=["doubled", "unnamed", "missing", "semicolons"],
)
def test_a_header_that_cannot_be_used(names, place):
    table, problems = match(*names)

    assert table is None
    assert places(problems) == [(place, "csv.header")]
