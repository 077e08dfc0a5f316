"""What stands on a cover."""

from __future__ import annotations

import pytest

from reviewpress.pandoc.matter import without_marks


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("A *fine* **title**, _indeed_", "A fine title, indeed"),
        ("On `snake_case` and FIRST_NAME", "On snake_case and FIRST_NAME"),
        ("[Linked](https://example.org) words", "Linked words"),
        (None, ""),
        (2026, "2026"),
    ],
)
def test_marks_are_taken_off_and_names_kept(written: object, plain: str):
    assert without_marks(written) == plain
