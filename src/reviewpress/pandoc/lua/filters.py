"""Run the Lua filters that a project or a chapter names over the chapter's syntax tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reviewpress.configuration import Configuration
from reviewpress.errors import Location, RenderError
from reviewpress.pandoc.faults import Faults, unsupported
from reviewpress.pandoc.lua import extensions, host
from reviewpress.project import Project

# Made by `prepare` for Quarto; the embedded engine does itself what they do.
_OWN = ("_build/links.lua", "_build/paper.lua")
# Names in the list that are no filters of the project: a place in the order, and what we do anyway.
_BUILT_IN = ("quarto", "citeproc")


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter.

    Attributes:
        name: As it is named.
        path: Its Lua file.
        where: The place that names it.
    """

    name: str
    path: Path
    where: Location


def named(
    project: Project, front: Configuration, output_format: str, faults: Faults
) -> tuple[Filter, ...]:
    """List the filters of a chapter: the project's, then its own.

    Args:
        project: The project.
        front: What the chapter says at its head.
        output_format: Name of the format in the configuration.
        faults: Filters that we cannot run are added here.
    """
    found: dict[Path, Filter] = {}
    place = project.config.where("format", output_format)
    for one in extensions.format_settings(project, output_format).get("filters", ()):
        for each in _resolve(project, one, place, faults):
            found.setdefault(each.path, each)
    for source in (project.config, front):
        for keys in (("filters",), ("format", output_format, "filters")):
            written = source.get(*keys) or []
            for index, one in enumerate(written if isinstance(written, list) else [written]):
                where = source.where(*keys, index)
                for each in _resolve(project, one, where, faults):
                    found.setdefault(each.path, each)
    return tuple(found.values())


def run(
    filters: tuple[Filter, ...],
    tree: dict[str, Any],
    *,
    project: Project,
    source: str,
    values: Mapping[str, Any],
    formats: tuple[str, str],
    faults: Faults,
) -> dict[str, Any]:
    """Run filters over a chapter.

    Args:
        filters: The filters.
        tree: Its syntax tree.
        project: The project.
        source: The chapter.
        values: Its settings, which filters see as metadata.
        formats: What is written, and what the configuration calls it.
        faults: Filters that end with an error, and what they ask for and a page does not get,
            are added here.

    Returns:
        The new tree.
    """
    own = tree["meta"]
    meta = {**{str(key): host.meta(value) for key, value in values.items()}, **own}
    given = {**tree, "meta": meta}
    try:
        written, told = host.call(
            project, source, given, formats, filters=[one.path for one in filters]
        )
    except RenderError as error:
        faults.add(_failed(filters, error))
        return tree
    names = ", ".join(f"`{one.name}`" for one in filters)
    for what in told:
        message = f"{what}, which a filter asks for ({names})"
        faults.doubt(unsupported(message, filters[0].where))
    changed = {
        key: value for key, value in written["meta"].items() if key in own or value != meta.get(key)
    }
    return {**written, "meta": changed}


def _resolve(project: Project, one: Any, where: Location, faults: Faults) -> Iterator[Filter]:
    name = str(one.get("path") or one.get("type")) if isinstance(one, Mapping) else str(one)
    if name in (*_OWN, *_BUILT_IN):
        return
    path = project.inside(name.lstrip("/"), where=where)
    folder = extensions.find(project, name)
    if path.is_file() and path.suffix == ".lua":
        yield Filter(name, path, where)
    elif folder is not None and (inner := _of_extension(project, folder)):
        yield from (Filter(name, path, where) for path in inner)
    else:
        faults.add(unsupported(f"the filter `{name}`", where))


def _of_extension(project: Project, folder: Path) -> list[Path]:
    """Return the filters of an extension, or nothing where one of them is no Lua."""
    names = extensions.filters(project, folder)
    written = [str(one.get("path")) if isinstance(one, Mapping) else str(one) for one in names]
    paths = [folder / name for name in written]
    return paths if all(path.is_file() and path.suffix == ".lua" for path in paths) else []


def _failed(filters: tuple[Filter, ...], error: RenderError) -> RenderError:
    """Say which filter failed: the one whose file the message names, if it names one."""
    said = host.reason(error)
    blamed = next((one for one in filters if one.path.name in (error.hint or "")), filters[0])
    return unsupported(f"the filter `{blamed.name}`: {said}", blamed.where)
