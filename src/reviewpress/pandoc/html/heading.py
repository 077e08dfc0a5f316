"""The title block of a page: title, subtitle, authors, date, abstract."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from reviewpress.pandoc import ast, matter
from reviewpress.pandoc.assemble import Document
from reviewpress.pandoc.ast import Nodes
from reviewpress.pandoc.categories import NBSP
from reviewpress.pandoc.chapter import Chapter, inlines_of, numbered_title
from reviewpress.pandoc.dates import read_date, write_date
from reviewpress.pandoc.html.writer import Writer

_NOTHING = Markup()


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a page's text.

    Attributes:
        title: HTML of the title.
        name: Plain title for the browser's tab.
        subtitle: HTML, or empty.
        authors: Names.
        affiliations: Where they work, each once.
        date: As a reader writes it, or empty.
        iso_date: As a machine reads it, or empty.
        abstract: HTML, or empty.
        description: Plain sentence about the page, or empty.
    """

    title: Markup
    name: str
    subtitle: Markup = _NOTHING
    authors: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    date: str = ""
    iso_date: str = ""
    abstract: Markup = _NOTHING
    description: str = ""


def heading(document: Document, chapter: Chapter, writer: Writer) -> Heading:
    """Write the title block of a page; the home page of a book has the book's."""
    if document.is_book and not chapter.is_index:
        # Quarto lets the page decide on the number here, and the project in the title itself.
        name = ast.stringify(numbered_title(chapter, chapter.options))
        book = str(document.project.config.get("book", "title", default=""))
        shown = _with_id(chapter, _numbered(document, chapter, writer))
        description = str(chapter.front.get("description", default=""))
        own = chapter.front.values
        day = read_date(own.get("date"))
        return Heading(
            shown,
            f"{name} \u2013 {book}" if book else name,
            subtitle=_subtitle(document, chapter, {}, writer),
            authors=matter.people(own.get("author")),
            date=_written(day, chapter.options.values),
            iso_date=day.isoformat() if day else "",
            abstract=_abstract(document, chapter, {}, writer),
            description=description,
        )
    values = _values(document, chapter)
    cover = matter.of(document)
    title = _html(writer, chapter.title)
    if document.is_book:
        title = _html(writer, document.texts.inlines(str(values.get("title") or "")))
    return Heading(
        title,
        str(title.striptags()),
        _subtitle(document, chapter, values, writer),
        cover.authors,
        _affiliations(values.get("author")),
        _written(cover.date, values),
        cover.date.isoformat() if cover.date else "",
        _abstract(document, chapter, values, writer),
        str(values.get("description") or "").strip(),
    )


def _written(day: dt.date | None, values: Mapping[str, Any]) -> str:
    style, lang = str(values.get("date-format") or "long"), str(values.get("lang") or "en")
    return write_date(day, style=style, lang=lang) if day else ""


def _values(document: Document, chapter: Chapter) -> dict[str, Any]:
    """Merge what the book, the project and the page say about themselves."""
    book = document.project.config.get("book", default={}) if document.is_book else {}
    return {**chapter.options.values, **book, **chapter.front.values}


def _numbered(document: Document, chapter: Chapter, writer: Writer) -> Markup:
    title = _html(writer, chapter.title)
    number = document.number_of(chapter)
    if not number:
        return title
    if chapter.entry.is_appendix:
        crossref = document.options.crossref
        delimiter = crossref.appendix_delimiter
        return Markup("{} {}{} {}").format(crossref.appendix, number, delimiter, title)
    shown = Markup('<span class="chapter-number">{}{}</span> ').format(number, NBSP)
    whole = Markup('{}<span class="chapter-title">{}</span>')
    is_shown = document.shown_number(chapter) and chapter.options.flag(
        "number-sections", default=True
    )
    return whole.format(shown if is_shown else "", title)


def _with_id(chapter: Chapter, title: Markup) -> Markup:
    if not chapter.identifier:
        return title
    opening = Markup('<span id="{}" class="quarto-section-identifier">').format(chapter.identifier)
    return opening + title + Markup("</span>")


def _html(writer: Writer, inlines: Nodes) -> Markup:
    return Markup(writer.inlines(inlines))  # noqa: S704 - the writer escapes


def _subtitle(
    document: Document, chapter: Chapter, values: dict[str, Any], writer: Writer
) -> Markup:
    if "subtitle" in chapter.meta:
        return _html(writer, inlines_of(chapter.meta["subtitle"]))
    return _html(writer, document.texts.inlines(str(values.get("subtitle") or "")))


def _abstract(
    document: Document, chapter: Chapter, values: dict[str, Any], writer: Writer
) -> Markup:
    meta = chapter.meta.get("abstract")
    if meta is None:
        written = str(values.get("abstract") or "").strip()
        return _html(writer, document.texts.inlines(written)) if written else Markup()
    if meta["t"] == "MetaBlocks":
        return Markup(writer.blocks(meta["c"]))  # noqa: S704 - the writer escapes
    return _html(writer, inlines_of(meta))


def _affiliations(author: Any) -> tuple[str, ...]:
    """Read the affiliations of authors, a name or a mapping each."""
    people = author if isinstance(author, list) else [author]
    found: dict[str, None] = {}
    for person in people:
        own = (
            person.get("affiliation") or person.get("affiliations")
            if isinstance(person, dict)
            else None
        )
        for one in own if isinstance(own, list) else [own]:
            name = one.get("name", "") if isinstance(one, dict) else one
            if name:
                found.setdefault(str(name))
    return tuple(found)
