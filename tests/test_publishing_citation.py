"""How to cite a review, in each form."""

from __future__ import annotations

import pytest

from reviewpress.publishing.citation import Citation


def citation(*authors: str, **changes: str | None) -> Citation:
    values: dict[str, str | None] = {
        "edition": "2026.1",
        "year": "2026",
        "date": "2026-03-01",
        "day": "1 March 2026",
        "url": "https://example.org/walks",
        **changes,
    }
    return Citation(authors=authors, title="Walks: A review", **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("authors", "shown"),
    [
        (("Ann B. Alpha",), "Alpha, A. B. (2026)."),
        (("Ann Alpha", "Bo Beta"), "Alpha, A., & Beta, B. (2026)."),
        (("Ann Alpha", "Bo Beta", "Cy Gamma"), "Alpha, A., Beta, B., & Gamma, C. (2026)."),
        (("The walking group",), "The walking group. (2026)."),
        ((), "(2026)."),
    ],
)
def test_apa_turns_names_of_people_round(authors: tuple[str, ...], shown: str):
    expected = f"{shown} Walks: A review (Edition 2026.1). https://example.org/walks"

    assert citation(*authors).apa() == expected


def test_what_is_not_known_is_left_out_of_apa():
    assert citation("Plato", edition=None, year="", url=None).apa() == "Plato. Walks: A review."


def test_ris_has_a_line_for_each_field_and_ends_the_record():
    assert citation("Ann Alpha", "The walking group").ris().splitlines() == [
        "TY  - BOOK",
        "AU  - Alpha, Ann",
        "AU  - The walking group",
        "TI  - Walks: A review",
        "PY  - 2026",
        "DA  - 2026/03/01",
        "ET  - 2026.1",
        "UR  - https://example.org/walks",
        "ER  - ",
    ]


def test_a_line_break_in_a_title_starts_no_field_of_ris():
    hostile = Citation((), "Walks\nAU  - Evil", None, "2026", "", "", None)

    assert "AU  - Evil" not in hostile.ris().splitlines()
