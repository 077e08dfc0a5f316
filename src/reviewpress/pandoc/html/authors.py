"""Who wrote a document, as its title block shows it: names, their pages, where they work."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from reviewpress.pandoc.html.writer import Writer

_ENVELOPE = Markup(
    '<svg viewBox="0 0 16 16" width="1em" height="1em" aria-hidden="true">'
    '<path d="M1 3h14v10H1zl7 6 7-6" fill="none" stroke="currentColor" stroke-width="1.4"/></svg>'
)
_MARKS = re.compile(r"[][*_`<\\$&~^@'\"-]")
_ORCID = re.compile(r"(?:https?://orcid\.org/)?(?P<number>\d{4}-\d{4}-\d{4}-\d{3}[\dX])/?")


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a document.

    Attributes:
        name: HTML of the name, with the links to a page and an ORCID.
        affiliations: HTML of where the author works.
    """

    name: Markup
    affiliations: tuple[Markup, ...] = ()


def read(written: Any, writer: Writer) -> tuple[Author, ...]:
    """Read `author:`, which is a name, a list, or mappings."""
    people = written if isinstance(written, list) else [written]
    found = (Author(_name(person, writer), _affiliations(person, writer)) for person in people)
    return tuple(author for author in found if author.name)


def _name(person: Any, writer: Writer) -> Markup:
    if not isinstance(person, Mapping):
        return _markdown(person, writer)
    shown = _markdown(_text_of(person.get("name")), writer)
    if shown and (url := _address(person.get("url"))):
        shown = Markup('<a href="{}">{}</a>').format(url, shown)
    if shown and (email := str(person.get("email") or "")):
        link = Markup(
            ' <a href="mailto:{}" class="quarto-title-author-email" aria-label="{}">{}</a>'
        )
        shown += link.format(email, email, _ENVELOPE)
    if shown and (match := _ORCID.fullmatch(str(person.get("orcid") or "").strip())):
        badge = writer.asset("orcid.svg")
        link = Markup(' <a href="https://orcid.org/{}" class="quarto-title-author-orcid">{}</a>')
        picture = Markup('<img src="{}" alt="ORCID" width="16" height="16">').format(badge)
        shown += link.format(match["number"], picture)
    return shown


def _affiliations(person: Any, writer: Writer) -> tuple[Markup, ...]:
    if not isinstance(person, Mapping):
        return ()
    own = person.get("affiliation") or person.get("affiliations")
    given = own if isinstance(own, list) else [own]
    return tuple(html for one in given if (html := _affiliation(one, writer)))


def _affiliation(one: Any, writer: Writer) -> Markup:
    if not isinstance(one, Mapping):
        return _markdown(one, writer)
    shown = _markdown(one.get("name"), writer)
    if shown and (url := _address(one.get("url"))):
        return Markup('<a href="{}">{}</a>').format(url, shown)
    return shown


def _text_of(name: Any) -> Any:
    if not isinstance(name, Mapping):
        return name
    parts = (name.get("literal"), name.get("given"), name.get("family"))
    return " ".join(str(part) for part in parts if part)


def _address(url: Any) -> str:
    """Return an address of the web; any other would not be one that a reader may follow."""
    written = str(url or "")
    return written if written.startswith(("https://", "http://", "mailto:")) else ""


def _markdown(written: Any, writer: Writer) -> Markup:
    if not written:
        return Markup()
    if not _MARKS.search(str(written)):
        return Markup.escape(str(written))
    inlines = writer.site.document.texts.inlines(str(written))
    return Markup(writer.inlines(inlines))  # noqa: S704 - the writer escapes
