from __future__ import annotations

import pytest

from reviewpress.suggestions import did_you_mean, nearest


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("yaer", "year"),
        ("Study_ID", "study_id"),
        ("study-id", "study_id"),
        (" year ", "year"),
        ("colour", None),
        ("", None),
    ],
)
def test_the_nearest_known_name_is_found(value, expected):
    assert nearest(value, ["study_id", "year", "title"]) == expected


def test_the_question_goes_into_a_hint():
    assert did_you_mean("yaer", ["year"]) == 'did you mean "year"?'
    assert did_you_mean("x", []) is None
