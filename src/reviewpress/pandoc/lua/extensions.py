"""What extensions below `_extensions/` contribute: filters and shortcodes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from reviewpress import configuration
from reviewpress.configuration import Configuration
from reviewpress.project import Project

_FOLDER = "_extensions"
_FILES = ("_extension.yml", "_extension.yaml")


def find(project: Project, name: str) -> Path | None:
    """Return the folder of an extension that is called `name` or `organisation/name`, or None."""
    for folder in _folders(project):
        own = folder.relative_to(project.root / _FOLDER).as_posix()
        if name in (own, own.rpartition("/")[2]):
            return folder
    return None


def base_format(name: str) -> str:
    """Return what a format of an extension is a kind of: `html` for `paper-html+dark`."""
    return name.partition("+")[0].rpartition("-")[2]


def format_settings(project: Project, name: str) -> dict[str, Any]:
    """Return what an extension says of its format `extension-html`; nothing for any other name.

    Paths of filters are made relative to the project.
    """
    extension, _, _ = name.partition("+")[0].rpartition("-")
    folder = find(project, extension) if extension else None
    formats = _contributed(project, folder, "formats") if folder else None
    if folder is None or not isinstance(formats, Mapping):
        return {}
    found: dict[str, Any] = {}
    for key in (
        "common",
        base_format(name),
        base_format(name) + name[len(name.partition("+")[0]) :],
    ):
        own = formats.get(key)
        found.update(own if isinstance(own, Mapping) else {})
    written = found.get("filters") or []
    found["filters"] = [
        project.relative(folder / str(one)) if (folder / str(one)).is_file() else one
        for one in (written if isinstance(written, list) else [written])
    ]
    return found


def filters(project: Project, folder: Path) -> list[Any]:
    """Return the filters of an extension as its file names them, relative to the folder."""
    found = _contributed(project, folder, "filters")
    return found if isinstance(found, list) else [found]


def shortcodes(project: Project) -> tuple[Path, ...]:
    """Return the Lua files with shortcodes: those of extensions, and those the project names."""
    found = []
    for folder in _folders(project):
        named = _contributed(project, folder, "shortcodes")
        found += [folder / str(name) for name in (named if isinstance(named, list) else [named])]
    named = project.config.get("shortcodes") or []
    found += [project.root / str(name) for name in (named if isinstance(named, list) else [named])]
    return tuple(path for path in found if path.suffix == ".lua" and path.is_file())


def _folders(project: Project) -> Iterator[Path]:
    for name in _FILES:
        for path in sorted((project.root / _FOLDER).rglob(name)):
            yield path.parent


def _contributed(project: Project, folder: Path, key: str) -> Any:
    for name in _FILES:
        path = folder / name
        if path.is_file():
            return _read(project, path).get("contributes", key, default=[])
    return []


def _read(project: Project, path: Path) -> Configuration:
    found: Configuration = configuration.parse(
        path.read_text(encoding="utf-8-sig"), project.relative(path)
    )
    return found if isinstance(found.values, Mapping) else Configuration({}, {}, found.path)
