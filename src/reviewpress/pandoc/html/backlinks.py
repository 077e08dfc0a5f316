"""The way back from a reference to the places that cite it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reviewpress.pandoc import ast
from reviewpress.pandoc.assemble import Document
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
        title = ast.stringify(chapter.title) or chapter.source
        number = document.shown_number(chapter)
        place = Place(f"/{chapter.source}", number or title, title)
        for node in ast.descend(chapter.blocks):
            if node["t"] == "Header" and node["c"][1][0]:
                _, attr, inlines = node["c"]
                title = ast.stringify(inlines)
                label = ast.value(attr, "number") or title
                place = Place(f"/{chapter.source}#{attr[0]}", label, title)
            elif node["t"] == "Cite":
                for citation in node["c"][0]:
                    found.setdefault(citation["citationId"], {}).setdefault(place)
    return {key: tuple(places) for key, places in found.items()}


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
