"""What must hold of a rendered site, whichever engine rendered it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import NoReturn
from urllib.parse import unquote, urlsplit

from reviewpress import book, installation
from reviewpress.errors import Location, RenderError
from reviewpress.pandoc.cache import Cache
from reviewpress.problems import Problem, Severity
from reviewpress.project import Project

_UNRESOLVED = re.compile(
    r"\?@[A-Za-z][\w-]*-[\w-]+|\?(?:var|meta):[\w.-]+|\?\((?:caption|var|meta)[^)]*\)"
)
_LOADS = {"img": "src", "script": "src", "source": "src", "video": "src", "object": "data"}
_SILENT = frozenset(("script", "style", "template", "code", "pre"))
_TOP = frozenset(("", "top", "_top"))


def assert_whole(project: Project, site: Path) -> tuple[Problem, ...]:
    """Go over the pages of a site.

    A project without the key `review:` is somebody's Quarto book, in which Quarto only warns of
    what leads nowhere: so do we.

    Args:
        project: The review, opened with the profile whose chapters the site must hold.
        site: Folder with the pages of all profiles.

    Returns:
        Warnings, for a project that is no review.

    Raises:
        RenderError: A chapter has no page; a cross-reference, variable or citation was not
            resolved; a link, an anchor or a picture leads nowhere. All such are listed.
    """
    missing = list(_missing_pages(project, site))
    faults: list[tuple[str, str]] = []
    cache = Cache.of(project)
    pages = {
        path.relative_to(site).as_posix(): _read(path, cache)
        for path in sorted(site.rglob("*.html"))
    }
    for name, page in pages.items():
        faults += [(name, f"`{text}` was not resolved") for text in page.unresolved]
        faults += [(name, fault) for fault in _broken(name, page, pages, site)]
    doubts = list(dict.fromkeys(faults)) if "review" not in project.config.values else []
    if doubts:
        faults.clear()
    written = [*missing, *(f"{name}: {fault}" for name, fault in dict.fromkeys(faults))]
    if written:
        _refuse(written)
    return tuple(
        Problem(Location(name), fault, "render.site", severity=Severity.WARNING)
        for name, fault in doubts
    )


def _refuse(faults: list[str]) -> NoReturn:
    shown = "\n".join(f"  {fault}" for fault in faults)
    count = len(faults)
    noun = "fault" if count == 1 else "faults"
    raise RenderError(
        f"the site has {count} {noun}\n{shown}",
        hint="mend the chapter or notebook behind each page; nothing was published",
    )


def _missing_pages(project: Project, site: Path) -> Iterator[str]:
    if project.type != "book":
        return
    for entry in book.entries(project):
        if not (site / entry.page).is_file():
            yield f"{entry.page}: the page of {entry.source} is missing"


@dataclass(frozen=True, slots=True)
class _Page:
    """What a page holds: ids, addresses, and text that should not be there."""

    ids: frozenset[str]
    links: tuple[str, ...]
    files: tuple[str, ...]
    unresolved: tuple[str, ...]


@dataclass(slots=True)
class _Parser(HTMLParser):
    """Gathers what a page holds."""

    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    unresolved: list[str] = field(default_factory=list)
    _silent: int = 0

    def __post_init__(self) -> None:
        """Start the parser."""
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note ids and addresses."""
        given = {name: value or "" for name, value in attrs}
        if identifier := given.get("id") or (given.get("name") if tag == "a" else ""):
            self.ids.add(identifier)
        if tag == "a" and given.get("href") and "data-bs-target" not in given:
            self.links.append(given["href"])
        if tag == "link" and "stylesheet" in given.get("rel", ""):
            self.files.append(given.get("href", ""))
        if tag in _LOADS:
            self.files.append(given.get(_LOADS[tag], ""))
        if "quarto-unresolved-ref" in given.get("class", "").split():
            self.unresolved.append("a cross-reference")
        if tag in _SILENT:
            self._silent += 1

    def handle_endtag(self, tag: str) -> None:
        """Leave an element whose text is not prose."""
        if tag in _SILENT and self._silent:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        """Look for what an engine writes where it found nothing."""
        if not self._silent:
            self.unresolved += _UNRESOLVED.findall(data)


def _read(path: Path, cache: Cache) -> _Page:
    text = path.read_text(encoding="utf-8")
    question = ("what a page holds", installation.tool(), text)
    found = cache.recall(*question)
    if found is None:
        parser = _Parser()
        parser.feed(text)
        parser.close()
        found = [sorted(parser.ids), parser.links, parser.files, parser.unresolved]
        cache.keep(found, *question)
    ids, *lists = found
    return _Page(frozenset(ids), *map(tuple, lists))


def _broken(name: str, page: _Page, pages: dict[str, _Page], site: Path) -> Iterator[str]:
    for address in dict.fromkeys(page.links):
        if (target := _target(name, address)) is None:
            continue
        path, fragment = target
        found = _find(path, pages, site)
        if found is None:
            yield f"the link `{address}` leads nowhere"
        elif fragment not in _TOP and found in pages and fragment not in pages[found].ids:
            yield f"the link `{address}` leads to a page without that place"
    yield from _absent(name, page.files, site)


def _absent(name: str, files: Iterable[str], site: Path) -> Iterator[str]:
    for address in dict.fromkeys(files):
        target = _target(name, address)
        if target is not None and address and not (site / target[0]).is_file():
            yield f"the file `{address}` does not exist"


def _target(name: str, address: str) -> tuple[str, str] | None:
    """Return path and fragment of an address inside the site; None for any other."""
    parts = urlsplit(address.strip())
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path)
    folder = "" if path.startswith("/") else posixpath.dirname(name)
    whole = posixpath.normpath(posixpath.join(folder, path.lstrip("/"))) if path else name
    return whole, unquote(parts.fragment)


def _find(path: str, pages: dict[str, _Page], site: Path) -> str | None:
    for candidate in (path, posixpath.normpath(posixpath.join(path, "index.html"))):
        if candidate in pages or (site / candidate).is_file():
            return candidate
    return None
