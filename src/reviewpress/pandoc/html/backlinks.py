"""The way back from a reference to the places that cite it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reviewpress.pandoc import ast, facts
from reviewpress.pandoc.assemble import Document
from reviewpress.pandoc.chapter import Chapter
from reviewpress.pandoc.facts import Section
from reviewpress.pandoc.html.markup import element, text


@dataclass(frozen=True, slots=True)
class Place:
    """A section, or the beginning of a chapter, that cites something.

    Attributes:
        target: Root-relative address.
        label: Its number, else its title.
        title: Its title.
    """

    target: str
    label: str
    title: str


def collect(document: Document) -> dict[str, tuple[Place, ...]]:
    """Return the places where each key is cited, in reading order, each once."""
    found: dict[str, dict[Place, None]] = {}
    for chapter in document.chapters:
        kept = document.kept.get(chapter.source)
        for section in kept.cited if kept else facts.sections(chapter):
            place = _place(document, chapter, section)
            for key in section.keys:
                found.setdefault(key, {}).setdefault(place)
    return {key: tuple(places) for key, places in found.items()}


def _place(document: Document, chapter: Chapter, section: Section) -> Place:
    address = f"/{chapter.source}"
    if section.identifier:
        label = section.number or section.title
        return Place(f"{address}#{section.identifier}", label, section.title)
    title = ast.stringify(chapter.title) or chapter.source
    return Place(address, document.shown_number(chapter) or title, title)


def write(places: Iterable[Place], address: Callable[[str], str]) -> str:
    """Write the line under an entry of the list of references; empty where nothing cites it.

    It stays hidden until a script shows it, as the line is no part of the entry.

    Args:
        places: Where the entry is cited.
        address: Turns a root-relative address into one seen from the page.
    """
    links = [
        element("a", text(place.label), ("href", address(place.target)), ("title", place.title))
        for place in places
    ]
    return f'\n<span class="cited-in" hidden>Cited in {", ".join(links)}</span>' if links else ""
