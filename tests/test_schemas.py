from __future__ import annotations

import datetime as dt

import pandas as pd
import pandera.pandas as pa
import pytest

from reviewpress import schemas
from reviewpress.schemas import Studies, Table, column


class Walks(Table):
    """One row per walk."""

    walk_id: str = column("Identifier", key=True)
    day: dt.date = column("Day of the walk")
    length: float = column("Length of the way", unit="km", minimum=0)
    steps: int = column("Steps taken", blank=True)
    is_wet: bool = column("Whether it rained", blank=True)
    pace: str | None = column("Pace", vocabulary=("slow", "brisk"), blank=True)


def test_columns_tell_what_was_declared():
    by_name = {found.name: found for found in schemas.columns(Walks)}

    assert list(by_name) == ["walk_id", "day", "length", "steps", "is_wet", "pace"]
    assert [found.type for found in by_name.values()] == [
        "text",
        "date",
        "number",
        "whole number",
        "yes/no",
        "text",
    ]
    assert by_name["length"].unit == "km"
    assert by_name["length"].minimum == 0
    assert by_name["pace"].vocabulary == ("slow", "brisk")
    assert by_name["pace"].absent
    assert not by_name["steps"].absent
    assert schemas.key(Walks) == ("walk_id",)
    assert schemas.subject(Walks) == "One row per walk."
    assert schemas.vocabulary(Walks, "pace") == ("slow", "brisk")


def test_a_model_is_an_ordinary_pandera_model():
    frame = pd.DataFrame(
        {
            "walk_id": pd.array(["w1", "w2"], dtype="str"),
            "day": pd.to_datetime(["2026-01-01", "2026-01-02"]).as_unit("ns"),
            "length": [1.5, -2.0],
            "steps": pd.array([1, None], dtype="Int64"),
            "is_wet": pd.array([True, None], dtype="boolean"),
            "pace": pd.array(["slow", "fast"], dtype="str"),
        }
    )

    with pytest.raises(pa.errors.SchemaErrors) as raised:
        Walks.validate(frame, lazy=True)

    cases = raised.value.failure_cases
    assert set(zip(cases["column"], cases["index"], strict=True)) == {("length", 1), ("pace", 1)}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"description": "  "}, "needs a description"),
        ({"description": "a", "reference": "studies"}, "table.column"),
        ({"description": "a", "vocabulary": ("x", "x")}, "different values"),
        ({"description": "a", "vocabulary": "xy"}, "different values"),
        ({"description": "a", "key": True, "blank": True}, "cannot be blank"),
    ],
)
def test_nonsense_is_refused_where_it_is_declared(arguments, message):
    with pytest.raises(ValueError, match=message):
        column(**arguments)


def test_a_column_without_description_is_refused():
    with pytest.raises(TypeError, match="description"):
        column()

    class Bare(Table):
        name: str

    with pytest.raises(TypeError, match="`name` is not declared with column"):
        schemas.columns(Bare)


def test_a_type_that_no_csv_holds_is_refused():
    class Odd(Table):
        names: list = column("Names")

    with pytest.raises(TypeError, match="`names` has a type other than"):
        schemas.columns(Odd)


def test_words_for_a_number_and_a_range_for_a_word_are_refused():
    class Counted(Table):
        size: int = column("Size", vocabulary=("1", "2"))

    class Ranged(Table):
        name: str = column("Name", minimum=1)

    with pytest.raises(TypeError, match="`size` is no text"):
        schemas.columns(Counted)
    with pytest.raises(TypeError, match="`name` is no number"):
        schemas.columns(Ranged)


def test_a_review_may_narrow_a_base_model_and_keeps_its_key():
    class Mine(Studies):
        study_id: str = column("Number of the report", pattern=r"S\d\d")
        study_family: str = column("Family", blank=True)
        colour: str = column("Colour of the cover")

    found = {mine.name: mine for mine in schemas.columns(Mine)}

    assert schemas.key(Mine) == ("study_id",)
    assert found["study_id"].description == "Number of the report"
    assert not found["study_family"].absent
    assert "colour" in found


def test_a_review_cannot_widen_the_words_that_the_tool_relies_on():
    class Loose(schemas.Findings):
        confidence: str = column("Confidence", vocabulary=("high", "middling"))

    class Free(schemas.Findings):
        confidence: str = column("Confidence")

    class Other(Studies):
        year: str = column("Year")

    for model, message in [
        (Loose, "within: high"),
        (Free, "within: high"),
        (Other, "whole number"),
    ]:
        with pytest.raises(TypeError, match=message):
            schemas.columns(model)


@pytest.mark.parametrize("name", schemas.BASES)
def test_base_model_says_what_a_row_is_and_refers_to_columns_that_exist(name: str):
    model = schemas.BASES[name]

    assert schemas.subject(model).startswith("One row per")
    for declared in schemas.columns(model):
        if declared.reference:
            table, target = declared.reference.split(".")
            assert target in {found.name for found in schemas.columns(schemas.BASES[table])}
