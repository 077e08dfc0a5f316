"""Watch the sources of a review."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from reviewpress.errors import ToolMissing
from reviewpress.project import Project

_GENERATED = frozenset(("_variables.yml", "_site", "_build", "_book", "__pycache__"))
_ENDINGS = ("~", ".swp", ".tmp", ".pyc")


def changes(project: Project, stop: threading.Event) -> Iterator[frozenset[Path]]:
    """Yield the files that changed, those of a moment together, until `stop` is set.

    Raises:
        ToolMissing: The package watchfiles is not there.
    """
    package = watcher()
    found = package.watch(
        project.root,
        watch_filter=lambda _, name: is_source(project, Path(name)),
        stop_event=stop,
        debounce=300,
        step=50,
        raise_interrupt=True,
    )
    for batch in found:
        yield frozenset(Path(name) for _, name in batch)


def watcher() -> ModuleType:
    """Return the package that watches files.

    Raises:
        ToolMissing: It is not there.
    """
    try:
        import watchfiles  # noqa: PLC0415 - only a preview needs it
    except ImportError as error:
        raise ToolMissing(
            "the package watchfiles was not found",
            hint="install it with: python -m pip install watchfiles",
        ) from error
    return watchfiles


def is_source(project: Project, path: Path) -> bool:
    """Tell whether a change of `path` may change the site: not of what builds and editors write."""
    if not path.is_relative_to(project.root) or path.name.endswith(_ENDINGS):
        return False
    if path.is_relative_to(project.output_dir):
        return False
    parts = path.relative_to(project.root).parts
    return not any(part.startswith(".") or part in _GENERATED for part in parts)
