"""Watch the sources of a review."""

from __future__ import annotations

import queue
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

    Nothing is yielded, as an empty set, whenever nothing happened for a while; the first time it
    means that the watcher listens.

    Raises:
        ToolMissing: The package watchfiles is not there.
    """
    found = watcher().watch(
        project.root,
        watch_filter=lambda _, name: is_source(project, Path(name)),
        stop_event=stop,
        debounce=300,
        step=50,
        rust_timeout=300,
        yield_on_timeout=True,
        raise_interrupt=False,
    )
    for batch in found:
        yield frozenset(Path(name) for _, name in batch)


class Changes:
    """What changed while somebody was busy, gathered by a thread of its own."""

    def __init__(self, project: Project, stop: threading.Event) -> None:
        self._stop = stop
        self._batches: queue.SimpleQueue[frozenset[Path] | None] = queue.SimpleQueue()
        self._listening = threading.Event()
        run = threading.Thread(target=self._gather, args=(project,), name="watch", daemon=True)
        run.start()
        self._listening.wait()

    def _gather(self, project: Project) -> None:
        try:
            for batch in changes(project, self._stop):
                self._listening.set()
                if batch:
                    self._batches.put(batch)
        finally:
            self._listening.set()
            self._batches.put(None)

    def take(self) -> frozenset[Path]:
        """Wait for changes and return all so far; none means that watching has ended."""
        found = self._batches.get() or frozenset()
        while found and not self._batches.empty():
            found |= self._batches.get() or frozenset()
        return found


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
