"""Where footnotes stand on a page: `reference-location` says after which part of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewpress.pandoc.html.markup import text

if TYPE_CHECKING:
    from reviewpress.pandoc.html.writer import Writer

_BACK = "\u21a9\ufe0e"


def after_block(writer: Writer) -> str:
    """Write the notes of a block that was just written, where they stand below or beside it."""
    place = _place(writer)
    if place == "margin":
        notes = "".join(
            f'<div id="fn{number}"><p><sup>{number}</sup>&nbsp;{html.removeprefix("<p>")}</div>'
            for number, html in _taken(writer)
        )
        classes = "no-row-height column-margin column-container"
        return f'<div class="{classes}">{notes}</div>' if notes else ""
    return _aside(writer, "block") if place == "block" else ""


def after_section(writer: Writer) -> str:
    """Write the notes of a section that ends here, where they stand at its end."""
    return _aside(writer, "section") if _place(writer) == "section" else ""


def after_text(writer: Writer) -> str:
    """Write the notes that no other place took as the section at the end of the page."""
    notes = _taken(writer)
    if not notes:
        return ""
    title = text(writer.chapter.options.word("section-title-footnotes"))
    heading = f'<h2 class="anchored quarto-appendix-heading">{title}</h2>'
    opening = "<hr>" if writer.site.document.is_book else heading
    return (
        '<section id="footnotes" class="footnotes footnotes-end-of-document" '
        f'role="doc-endnotes" aria-label="Notes">\n{opening}\n{_list(notes)}\n</section>'
    )


def _place(writer: Writer) -> str:
    return str(writer.chapter.options.values.get("reference-location") or "document")


def _aside(writer: Writer, unit: str) -> str:
    notes = _taken(writer)
    if not notes:
        return ""
    order = writer.count("notes")
    identifier = "footnotes" if order == 1 else f"footnotes-{order}"
    line = "<hr>\n" if unit == "section" else ""
    return (
        f'<aside id="{identifier}" class="footnotes footnotes-end-of-{unit}" '
        f'role="doc-footnote">\n{line}{_list(notes)}\n</aside>'
    )


def _list(notes: list[tuple[int, str]]) -> str:
    first = notes[0][0]
    start = f' start="{first}"' if first > 1 else ""
    items = "\n".join(
        f'<li id="fn{number}">{_with_back(number, html)}</li>' for number, html in notes
    )
    return f"<ol{start}>\n{items}\n</ol>"


def _with_back(number: int, html: str) -> str:
    back = (
        f'<a href="#fnref{number}" class="footnote-back" role="doc-backlink" '
        f'aria-label="Back to the text">{_BACK}</a>'
    )
    return f"{html[:-4]}{back}</p>" if html.endswith("</p>") else f"{html}\n<p>{back}</p>"


def _taken(writer: Writer) -> list[tuple[int, str]]:
    """Return the notes that were not placed yet, with their numbers, and count them as placed."""
    first, writer.placed_notes = writer.placed_notes, len(writer.notes)
    return list(enumerate(writer.notes[first:], start=first + 1))
