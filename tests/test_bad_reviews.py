"""Each review with one fault is refused, in the words of its expected.txt.

After a change of wording: `python tests/refresh_golden.py`, then read the difference.
"""

from __future__ import annotations

import bad_reviews
import pytest

from reviewpress import problems


@pytest.mark.parametrize("name", bad_reviews.names())
def test_message_is_the_golden_one(name: str):
    assert bad_reviews.said(name) == bad_reviews.golden(name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", bad_reviews.names())
def test_review_is_refused_for_one_fault_with_its_place(name: str):
    found = bad_reviews.found(name)

    assert problems.has_errors(found)
    assert len(found) == 1
    assert found[0].where.path == "_quarto.yml" or found[0].where.path.startswith(
        ("data/", "schemas/")
    )
