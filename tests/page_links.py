"""Follow the links of a built site from place to place, as a reader does who clicks.

A place is an element with an id, or the row of a table in which the id stands; from it one can go
wherever a link inside it leads.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_VOID = frozenset(
    (
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    )
)
Place = tuple[str, str]


class _Places(HTMLParser):
    """The links inside each element with an id; ids in a row of a table stand for the row."""

    def __init__(self) -> None:
        super().__init__()
        self.links: dict[str, list[str]] = {}
        self._open: list[tuple[str, set[str], list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            for _, _, links in self._open:
                links.append(str(given["href"]))
        if tag not in _VOID:
            self._open.append((tag, set(), []))
        if name := given.get("id"):
            rows = [element for element in self._open if element[0] == "tr"]
            owner = rows[-1] if rows else (self._open[-1] if tag not in _VOID else None)
            if owner:
                owner[1].add(name)

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            name, ids, links = self._open.pop()
            self.links |= dict.fromkeys(ids, links)
            if name == tag:
                return


def places(site: Path) -> dict[Place, set[Place]]:
    """Say of each place of a site which places of it its links lead to."""
    found: dict[Place, set[Place]] = {}
    for path in sorted(site.rglob("*.html")):
        page = path.relative_to(site).as_posix()
        parser = _Places()
        parser.feed(path.read_text(encoding="utf-8"))
        parser.close()
        for name, links in parser.links.items():
            found[page, name] = {target for link in links if (target := _target(page, link))}
    return found


def _target(page: str, link: str) -> Place | None:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    folder = posixpath.dirname(page)
    path = posixpath.normpath(posixpath.join(folder, unquote(parts.path))) if parts.path else page
    return path, unquote(parts.fragment)


def clicks(
    start: Place, is_there: Callable[[Place], bool], ways: dict[Place, set[Place]]
) -> int | None:
    """Count the clicks of the shortest way from a place to one that is wanted."""
    reached, frontier, count = {start}, {start}, 0
    while frontier:
        if any(is_there(place) for place in frontier):
            return count
        frontier = {to for place in frontier for to in ways.get(place, ())} - reached
        reached |= frontier
        count += 1
    return None
