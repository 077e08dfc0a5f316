from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewpress.coercion import coerce, remedy
from reviewpress.schemas import Column

TYPES = ("text", "whole number", "number", "yes/no", "date")


def declared(kind: str, *, blank: bool = True) -> Column:
    return Column("x", "An x", kind, blank=blank)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (
            "whole number",
            ["0", "-7", "2003"],
            ["20O3", "1.0", "NA", "1,000", "\uff19", "9" * 30, "1e3"],
        ),
        ("number", ["0.5", "-1e3", "7"], ["1,5", "inf", "nan", "1e999", ".5", "x"]),
        ("yes/no", ["true", "FALSE"], ["yes", "1", "wahr"]),
        ("date", ["2026-02-28"], ["2026-02-30", "28.02.2026", "2026-2-8", "0001-01-01"]),
    ],
)
def test_cells_are_of_their_type_or_unreadable(kind, good, bad):
    coerced = coerce([*good, *bad, "", " "], declared(kind))

    first_bad, first_blank = len(good), len(good) + len(bad)
    assert coerced.unreadable == tuple(range(first_bad, first_blank))
    assert coerced.series[:first_bad].notna().all()
    assert coerced.series[first_bad:].isna().all()


@pytest.mark.parametrize("kind", TYPES)
def test_a_blank_cell_is_missing_in_every_type(kind):
    coerced = coerce(["", "  ", "\n"], declared(kind))

    assert coerced.series.isna().all()
    assert coerced.unreadable == ()


@given(numbers=st.lists(st.integers(-(2**63) + 1, 2**63 - 1)))
def test_whole_numbers_keep_every_digit(numbers):
    coerced = coerce([str(number) for number in numbers], declared("whole number"))

    assert coerced.series.tolist() == numbers


@given(texts=st.lists(st.text()))
@pytest.mark.parametrize("kind", TYPES)
def test_no_text_makes_coercion_raise(kind, texts):
    coerced = coerce(texts, declared(kind))

    assert len(coerced.series) == len(texts)
    assert all(remedy(texts[row], declared(kind)) != "" for row in coerced.unreadable)


@pytest.mark.parametrize(
    ("text", "kind", "hint"),
    [
        ("20O3", "whole number", "a letter O for a zero?"),
        ("2OO3", "whole number", "a letter O for a zero?"),
        ("l2", "whole number", "a letter l for a one?"),
        ("1,000", "whole number", "write the number without separators"),
        (" 7", "whole number", "delete the spaces around it"),
        ("NA", "whole number", "leave the cell blank where nothing is known"),
        ("3/4/2020", "date", "write the year first: 2026-01-31"),
        ("many", "whole number", None),
    ],
)
def test_the_hint_guesses_what_happened(text, kind, hint):
    assert remedy(text, declared(kind)) == hint


def test_a_column_that_must_be_filled_is_not_said_to_be_left_blank():
    assert remedy("NA", declared("whole number", blank=False)) is None
