"""What stands on a cover: title, authors, edition, date, licence, how to cite."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reviewpress.pandoc import ast
from reviewpress.pandoc.assemble import Document
from reviewpress.pandoc.dates import read_date, write_date

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_MARKS = re.compile(r"[*`]|(?<!\w)_|_(?!\w)|\[(?P<text>[^\]]*)\]\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Matter:
    """The matter of a document's cover; what is not known is an empty string or tuple.

    Attributes:
        title: Title without marks.
        subtitle: Second line of the title.
        authors: Names in order.
        date: Date of the edition; None where the review has none.
        edition: Name of the edition, such as `2026.11`.
        licence: Name of the licence.
        citation: How to cite, one sentence.
        abstract: One paragraph that answers, Markdown.
        url: Address of the site.
        language: BCP 47 tag, such as `en-GB`.
        keywords: Words for catalogues.
    """

    title: str
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    date: dt.date | None = None
    edition: str = ""
    licence: str = ""
    citation: str = ""
    abstract: str = ""
    url: str = ""
    language: str = "en"
    keywords: tuple[str, ...] = ()

    @property
    def day(self) -> str:
        """The date as a reader writes it, such as `2 January 2026`."""
        return write_date(self.date, style="D MMMM YYYY") if self.date else ""

    @property
    def moment(self) -> int:
        """Midnight of the date in seconds since 1970, for time stamps; 0 without a date."""
        if self.date is None:
            return 0
        return int(dt.datetime.combine(self.date, dt.time(), dt.UTC).timestamp())


def of(document: Document) -> Matter:
    """Collect the matter of a document, from the settings of a book or of the one page it is."""
    project, settings = document.project, document.project.settings
    first = document.chapters[0]
    options = document.options if document.is_book else first.options
    book = project.config.get("book", default={})
    values: Mapping[str, Any] = {**options.values, **(book if isinstance(book, Mapping) else {})}
    matter = Matter(
        title=without_marks(values.get("title")) or ast.stringify(first.title) or project.root.name,
        subtitle=without_marks(values.get("subtitle")),
        authors=people(values.get("author") or values.get("authors")),
        date=settings.date or read_date(values.get("date")),
        edition=settings.edition or "",
        licence=_licence(values.get("license")),
        abstract=str(values.get("abstract") or values.get("description") or "").strip(),
        url=settings.edition_url or str(values.get("site-url") or ""),
        language=str(values.get("lang") or "en"),
        keywords=_words(values.get("keywords")),
    )
    return _with_citation(matter)


def _with_citation(matter: Matter) -> Matter:
    """Add how to cite, where the edition makes the document citable."""
    if not (matter.authors and matter.edition and matter.date):
        return matter
    title = f"{matter.title}: {matter.subtitle}" if matter.subtitle else matter.title
    parts = [
        f"{_joined(matter.authors)} ({matter.date.year}).",
        f"{title}.",
        f"Edition {matter.edition}.",
        matter.url,
    ]
    return Matter(
        **{
            **{name: getattr(matter, name) for name in matter.__slots__},
            "citation": " ".join(part for part in parts if part),
        }
    )


def _joined(names: tuple[str, ...]) -> str:
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} and {names[-1]}"


def people(written: Any) -> tuple[str, ...]:
    """Read `author:`, which is a name, a list, or mappings with a name in one of two forms."""
    if written is None:
        return ()
    people = written if isinstance(written, list) else [written]
    return tuple(name for person in people if (name := _person(person)))


def _person(person: Any) -> str:
    if not isinstance(person, Mapping):
        return without_marks(person)
    name = person.get("name", "")
    if isinstance(name, Mapping):
        parts = (name.get("literal"), name.get("given"), name.get("family"))
        return without_marks(" ".join(str(part) for part in parts if part))
    return without_marks(name)


def _licence(written: Any) -> str:
    if isinstance(written, Mapping):
        return without_marks(written.get("text") or written.get("type"))
    return without_marks(written)


def _words(written: Any) -> tuple[str, ...]:
    items = written if isinstance(written, list) else str(written or "").split(",")
    return tuple(word for item in items if (word := str(item).strip()))


def without_marks(written: Any) -> str:
    """Take the marks and tags off a line of Markdown."""
    text = " ".join(_TAG.sub("", str(written or "")).split())
    return _MARKS.sub(lambda match: match["text"] or "", text)
