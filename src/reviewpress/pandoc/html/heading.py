"""The title block of a page: title, subtitle, authors, date, abstract."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from markupsafe import Markup

from reviewpress.pandoc import ast, matter
from reviewpress.pandoc.assemble import Document
from reviewpress.pandoc.ast import Nodes
from reviewpress.pandoc.categories import NBSP
from reviewpress.pandoc.chapter import Chapter, inlines_of, numbered_title
from reviewpress.pandoc.dates import read_date, write_date
from reviewpress.pandoc.html import authors
from reviewpress.pandoc.html.authors import Author
from reviewpress.pandoc.html.writer import Writer

_NOTHING = Markup()


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a page's text.

    Attributes:
        title: HTML of the title.
        name: Plain title for the browser's tab.
        subtitle: HTML, or empty.
        authors: Who wrote it.
        names: Their plain names.
        date: As a reader writes it, or empty.
        iso_date: As a machine reads it, or empty.
        abstract: HTML, or empty.
        description: HTML of a sentence about the page, or empty.
        summary: The same without marks.
    """

    title: Markup
    name: str
    subtitle: Markup = _NOTHING
    authors: tuple[Author, ...] = ()
    names: tuple[str, ...] = ()
    date: str = ""
    iso_date: str = ""
    abstract: Markup = _NOTHING
    description: Markup = _NOTHING
    summary: str = ""


def heading(document: Document, chapter: Chapter, writer: Writer) -> Heading:
    """Write the title block of a page; the home page of a book has the book's."""
    if document.is_book and not chapter.is_index:
        # Quarto lets the page decide on the number here, and the project in the title itself.
        name = ast.stringify(numbered_title(chapter, chapter.options))
        name = name if chapter.title else PurePosixPath(chapter.source).stem
        book = str(document.project.config.get("book", "title", default=""))
        if chapter.number is None:
            book = ast.stringify(document.texts.inlines(book))
        shown = _with_id(chapter, _numbered(document, chapter, writer))
        description = str(chapter.front.get("description", default=""))
        own = chapter.front.values
        day = read_date(own.get("date"))
        return Heading(
            shown,
            f"{name} \u2013 {book}" if book else name,
            subtitle=_subtitle(document, chapter, {}, writer),
            authors=authors.read(own.get("author"), writer),
            names=matter.people(own.get("author")),
            date=_written(day, chapter.options.values, own.get("date")),
            iso_date=day.isoformat() if day else "",
            abstract=_abstract(document, chapter, {}, writer),
            summary=matter.without_marks(description),
        )
    values = _values(document, chapter)
    cover = matter.of(document)
    title = chapter.title
    if document.is_book:
        title = document.texts.inlines(str(values.get("title") or ""))
    people = values.get("author") or values.get("authors")
    return Heading(
        _html(writer, title),
        ast.stringify(title).strip(),
        _subtitle(document, chapter, values, writer),
        authors.read(people, writer),
        cover.authors,
        _written(cover.date, values, values.get("date")),
        cover.date.isoformat() if cover.date else "",
        _abstract(document, chapter, values, writer),
        _description(document, values, writer),
        matter.without_marks(values.get("description")),
    )


def _written(day: dt.date | None, values: Mapping[str, Any], own: object) -> str:
    """Write a date; what is no date is shown as it was written."""
    style, lang = str(values.get("date-format") or "long"), str(values.get("lang") or "en")
    return write_date(day, style=style, lang=lang) if day else str(own or "")


def _values(document: Document, chapter: Chapter) -> dict[str, Any]:
    """Merge what the book, the project and the page say about themselves."""
    book = document.project.config.get("book", default={}) if document.is_book else {}
    return {**chapter.options.values, **book, **chapter.front.values}


def _numbered(document: Document, chapter: Chapter, writer: Writer) -> Markup:
    if not chapter.title:
        return Markup()
    title = _html(writer, chapter.title)
    number = document.number_of(chapter)
    if not number:
        return title
    if chapter.entry.is_appendix:
        crossref = document.options.crossref
        delimiter = crossref.appendix_delimiter
        shown = Markup(
            '<span class="chapter-number appendix-number">{} {}</span>'
            '<span class="title-delimiter">{} </span><span class="chapter-title">{}</span>'
        )
        return shown.format(crossref.appendix, number, delimiter, title)
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


def _description(document: Document, values: dict[str, Any], writer: Writer) -> Markup:
    """Write the description; one of several lines is a paragraph, as in Quarto."""
    written = str(values.get("description") or "")
    html = _html(writer, document.texts.inlines(written))
    return Markup("<p>{}</p>").format(html) if "\n" in written else html


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
