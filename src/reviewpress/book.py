"""The documents of a project: which source files make it up, in which order and place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reviewpress.errors import Location, SettingsError
from reviewpress.project import Project


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

    A part may be a title, or the path of a source file that opens the part; such a file is
    listed too.

    Raises:
        SettingsError: A listed file does not exist, or an entry has a form we do not know.
    """
    found = tuple(_book(project) if project.type == "book" else _documents(project))
    for entry in found:
        if not project.inside(entry.source).is_file():
            raise SettingsError(
                f"`{entry.source}` is listed but does not exist",
                hint="write the file, or take it out of the list",
                where=entry.where,
            )
    return found


def _book(project: Project) -> Iterator[Entry]:
    parts: list[str] = []
    for key in ("chapters", "appendices"):
        items = project.config.get("book", key, default=[])
        for index, item in enumerate(items):
            yield from _item(project, item, ("book", key, index), parts=parts)


def _item(
    project: Project, item: Any, keys: tuple[str | int, ...], *, parts: list[str]
) -> Iterator[Entry]:
    where = project.config.where(*keys)
    is_appendix = keys[1] == "appendices"
    if isinstance(item, str):
        yield Entry(item, where, is_appendix=is_appendix)
    elif isinstance(item, dict) and ("href" in item or "file" in item):
        source = str(item.get("href") or item["file"])
        yield Entry(source, where, is_appendix=is_appendix, text=item.get("text"))
    elif isinstance(item, dict) and "part" in item:
        yield from _part(project, item, keys, parts=parts)
    else:
        raise SettingsError(
            "a chapter must be a file name, or a part with `part:` and `chapters:`", where=where
        )


def _part(
    project: Project, item: dict[str, Any], keys: tuple[str | int, ...], *, parts: list[str]
) -> Iterator[Entry]:
    title = str(item["part"])
    index = len(parts)
    parts.append(title)
    if title.endswith((".qmd", ".md")):
        yield Entry(title, project.config.where(*keys), part=title, part_index=index)
    for position, inner in enumerate(item.get("chapters") or []):
        where = project.config.where(*keys, "chapters", position)
        for entry in _item(project, inner, (*keys, "chapters", position), parts=parts):
            yield Entry(
                entry.source,
                where,
                part=title,
                part_index=index,
                is_appendix=keys[1] == "appendices",
                text=entry.text,
            )


def _documents(project: Project) -> Iterator[Entry]:
    names = project.config.get("project", "render", default=None) or ["index.qmd"]
    for index, name in enumerate(names):
        yield Entry(str(name), project.config.where("project", "render", index))
