"""The documents of a project: which source files make it up, in which order and place."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from reviewpress.errors import Location, SettingsError
from reviewpress.project import Project

_INPUTS = (".qmd", ".md", ".ipynb")
_GLOB = re.compile(r"[*?\[]")
# Keys down to an entry of a list: book, chapters, position.
_TOP_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One source file of a book, or the one file of a short document.

    Attributes:
        source: Path relative to the root, such as `chapters/methods.qmd`.
        where: Where the configuration lists it.
        part: Title of its part, or None.
        part_index: Position of its part among the parts from 0, or None.
        is_appendix: Whether it stands under `book.appendices`.
        text: Title that the configuration gives it in place of its own, or None.
    """

    source: str
    where: Location
    part: str | None = None
    part_index: int | None = None
    is_appendix: bool = False
    text: str | None = None

    @property
    def page(self) -> str:
        """Path of the HTML page relative to the output folder."""
        stem = self.source.rsplit(".", 1)[0]
        return f"{stem}.html"


def entries(project: Project) -> tuple[Entry, ...]:
    """List the source files of the project's profile in reading order.

    As in Quarto, the first page of a book is its `index` file wherever it is listed.

    Raises:
        SettingsError: As `listed` does.
    """
    found = listed(project)
    if project.type != "book":
        return found
    first = next(entry for entry in found if _is_first(entry))
    return (first, *(entry for entry in found if entry is not first))


def listed(project: Project) -> tuple[Entry, ...]:
    """List the source files of the project's profile as navigation shows them.

    A part may be a title, or the path of a source file that opens the part; such a file is
    listed too. As in Quarto, `book.references` stands between chapters and appendices, and the
    files of another project are those that `project.render` names or matches.

    Raises:
        SettingsError: A listed file does not exist, an entry has a form we do not know, or a book
            has no first page.
    """
    found = tuple(_book(project) if project.type == "book" else _documents(project))
    for entry in found:
        if not project.inside(entry.source, where=entry.where).is_file():
            raise SettingsError(
                f"`{entry.source}` is listed but does not exist",
                hint="write the file, or take it out of the list",
                where=entry.where,
            )
    if project.type != "book":
        return found
    _refuse_repetitions(found)
    if not any(_is_first(entry) for entry in found):
        raise SettingsError(
            "the book has no first page",
            hint="list index.qmd under book: chapters:",
            where=project.config.where("book", "chapters"),
        )
    return found


def _is_first(entry: Entry) -> bool:
    return entry.source.startswith("index.")


def _refuse_repetitions(found: tuple[Entry, ...]) -> None:
    first: dict[str, Entry] = {}
    for entry in found:
        if (earlier := first.setdefault(entry.source, entry)) is not entry:
            raise SettingsError(
                f"`{entry.source}` is listed twice, first at {earlier.where}",
                hint="a file makes one page, so take one of the two out of the list",
                where=entry.where,
            )


def _book(project: Project) -> Iterator[Entry]:
    parts: list[str] = []
    for key in ("chapters", "references", "appendices"):
        keys = ("book", key)
        value = project.config.get(*keys) or []
        if key == "references" and value:
            yield from _item(project, value, keys, parts=parts)
            continue
        if not isinstance(value, list):
            hint = "write one file name a line, each after a hyphen"
            where = project.config.where(*keys)
            raise SettingsError(f"`book.{key}` must be a list", hint=hint, where=where)
        for index, item in enumerate(value):
            yield from _item(project, item, (*keys, index), parts=parts)


def _item(
    project: Project, item: Any, keys: tuple[str | int, ...], *, parts: list[str]
) -> Iterator[Entry]:
    where = project.config.where(*keys)
    is_appendix = keys[1] == "appendices"
    if isinstance(item, str):
        # A line of hyphens separates entries of Quarto's sidebar.
        if item.strip("- "):
            yield Entry(_normal(item), where, is_appendix=is_appendix)
    elif isinstance(item, dict) and (source := item.get("href") or item.get("file")):
        yield Entry(_normal(str(source)), where, is_appendix=is_appendix, text=item.get("text"))
    elif isinstance(item, dict) and "part" in item and len(keys) == _TOP_LEVEL:
        yield from _part(project, item, keys, parts=parts)
    else:
        raise SettingsError(
            "a chapter must be a file name, or a part with `part:` and `chapters:`",
            hint="a part cannot stand in another part",
            where=where,
        )


def _part(
    project: Project, item: dict[str, Any], keys: tuple[str | int, ...], *, parts: list[str]
) -> Iterator[Entry]:
    title = str(item["part"])
    is_file = title.endswith(_INPUTS)
    title = _normal(title) if is_file else title
    index = len(parts)
    parts.append(title)
    if is_file:
        where, is_appendix = project.config.where(*keys), keys[1] == "appendices"
        yield Entry(title, where, part=title, part_index=index, is_appendix=is_appendix)
    for position, inner in enumerate(item.get("chapters") or []):
        for entry in _item(project, inner, (*keys, "chapters", position), parts=parts):
            yield replace(entry, part=title, part_index=index)


def _documents(project: Project) -> Iterator[Entry]:
    keys = ("project", "render")
    names = project.config.get(*keys) or ["index.qmd"]
    excluded = {
        source
        for name in names
        if str(name).startswith("!")
        for source in _matches(project, str(name)[1:])
    }
    seen = set(excluded)
    for index, name in enumerate(map(str, names)):
        if name.startswith("!"):
            continue
        where = project.config.where(*keys, index)
        is_pattern = bool(_GLOB.search(name)) or project.inside(name, where=where).is_dir()
        found = _matches(project, name) if is_pattern else [_normal(name)]
        if not found:
            raise SettingsError(f"`{name}` matches no file", where=where)
        for source in found:
            if source not in seen:
                seen.add(source)
                yield Entry(source, where)


def _matches(project: Project, pattern: str) -> list[str]:
    """Return the sources that a pattern matches anywhere, or from the root if it begins with `/`.

    A folder stands for all sources in it. Files and folders whose name begins with `_` or `.`
    are never matched.
    """
    anchored = pattern.lstrip("/").removeprefix("./") or "*"
    if (project.root / anchored).is_dir():
        anchored = f"{anchored.rstrip('/')}/**/*"
    if not pattern.startswith("/"):
        anchored = f"**/{anchored}"
    paths = (path.relative_to(project.root) for path in sorted(project.root.glob(anchored)))
    return [
        path.as_posix()
        for path in paths
        if path.suffix in _INPUTS and not any(part.startswith(("_", ".")) for part in path.parts)
    ]


def _normal(source: str) -> str:
    """Write a path as all parts of the program compare it: `./a.qmd` and `/a.qmd` are `a.qmd`."""
    return posixpath.normpath(source).lstrip("/")
