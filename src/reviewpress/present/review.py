"""What notebooks need of an opened review to show it: its marks and its references."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from reviewpress.present.chips import Chips
from reviewpress.present.content import Inline, Link

if TYPE_CHECKING:
    from reviewpress.session import Review

_STATED = (
    ("findings", "finding_id"),
    ("propositions", "proposition_id"),
    ("implications", "implication_id"),
)
_IN = ("journal", "booktitle", "institution", "school", "publisher")


def labels(review: Review) -> dict[str, str]:
    """Return authors and year of each report, such as `Rose and Coles 2002`, by study id."""
    from reviewpress.bibliography import short_label  # noqa: PLC0415 - loads a parser

    studies = review.tables["studies"]
    entries = review.bibliography.entries
    return {
        str(study): short_label(entries[str(key)]) if str(key) in entries else str(key)
        for study, key in zip(studies["study_id"], studies["bib_key"], strict=True)
    }


def chips(review: Review, pages: Mapping[str, str]) -> Chips:
    """Return the marks of a review.

    Args:
        review: The opened review.
        pages: Page of the `register`, the `findings`, the `propositions` and the `implications`,
            such as `/chapters/register.qmd`.
    """
    statements = {
        str(name): str(statement)
        for table, key in _STATED
        for name, statement in zip(
            review.tables[table][key], review.tables[table]["statement"], strict=True
        )
    }
    return Chips(**pages, labels=labels(review), statements=statements)


def references(review: Review) -> dict[str, Inline]:
    """Return the full reference of each report by study id, its DOI as a link."""
    from reviewpress.bibliography import Entry, people  # noqa: PLC0415 - loads a parser

    def reference(entry: Entry) -> Inline:
        fields = entry.fields
        authors = ", ".join(str(person) for person in people(entry))
        place = next((fields[name] for name in _IN if fields.get(name)), "")
        pages = fields.get("pages", "").replace("--", "\N{EN DASH}")
        tail = ", ".join(part for part in (place, _issue(fields), pages) if part)
        title = fields.get("title", "")
        text = f"{authors} ({entry.year or 'n.d.'}). {title}."
        doi = fields.get("doi")
        return (
            f"{text} {tail}." if tail else text,
            *((" ", Link(f"doi:{doi}", f"https://doi.org/{doi}")) if doi else ()),
        )

    entries = review.bibliography.entries
    studies = review.tables["studies"]
    return {
        str(study): reference(entries[str(key)])
        for study, key in zip(studies["study_id"], studies["bib_key"], strict=True)
        if str(key) in entries
    }


def _issue(fields: Mapping[str, str]) -> str:
    volume, number = fields.get("volume", ""), fields.get("number", "")
    return f"{volume} ({number})" if volume and number else volume or number
