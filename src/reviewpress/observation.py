"""See what a run reads: an audit hook in the kernel that writes down files below the root.

Where no kernel of reviewpress runs, in an interactive session, nothing is observed and all
functions of this module do nothing.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import source_from_cache
from pathlib import Path
from typing import Any, Literal

Kind = Literal["absent", "listed", "noted", "read", "wrote"]

# What a build writes by itself and a person's tools leave behind: no run depends on its names.
UNLISTED = frozenset(
    {
        "__pycache__",
        ".ipynb_checkpoints",
        ".quarto",
        "_book",
        "_build",
        "_site",
        "_variables.yml",
    }
)
_IMPORT_SYSTEM = ("<frozen importlib", "<frozen zipimport")
# They look for installed packages in every folder of Python's path, the review's own too.
_PACKAGES = ("importlib/metadata/__init__.py", "importlib_metadata/__init__.py")
_WRITING = os.O_WRONLY | os.O_RDWR


@dataclass(slots=True)
class Observer:
    """Writes each file that this process reads, misses, lists or writes below `root` to a log.

    One JSON object a line, the first of its kind only; written at once, as a kernel is killed.

    Attributes:
        root: Folder of the review, resolved.
        log: File descriptor that lines are appended to.
        ignored: Folders whose files are known otherwise: the tool's and Python's own.
        tables: Folder with a snapshot of the checked tables; None where there is none.
    """

    root: str
    log: int
    ignored: tuple[str, ...]
    tables: Path | None = None
    _seen: set[tuple[str, str]] = field(default_factory=set)
    _quiet: threading.local = field(default_factory=threading.local)

    def hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Take an event of `sys.addaudithook`."""
        handle = _HANDLERS.get(event)
        if handle is None or getattr(self._quiet, "on", False):
            return
        with self.quiet():  # what follows raises events of its own
            handle(self, arguments)

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Observe nothing in this thread for a while."""
        before = getattr(self._quiet, "on", False)
        self._quiet.on = True
        try:
            yield
        finally:
            self._quiet.on = before

    def opened(self, arguments: tuple[Any, ...]) -> None:
        """Note a file that is opened for reading or writing."""
        path = self._inside(arguments[0])
        if path is None:
            return
        flags = arguments[2] or 0
        if flags & _WRITING:
            self.note("wrote", path)
        if flags & os.O_WRONLY or flags & os.O_TRUNC:
            return
        self._read(path)

    def connected(self, arguments: tuple[Any, ...]) -> None:
        """Note a database file, which may be written as well."""
        path = self._inside(arguments[0])
        if path is not None:
            self._read(path)

    def listed(self, arguments: tuple[Any, ...]) -> None:
        """Note the names in a folder, unless Python looks for a module or a package."""
        if _is_import():
            return
        path = self._inside("." if arguments[0] is None else arguments[0])
        if path is None:
            return
        if Path(path).is_dir():
            self.note("listed", path, names=names_in(Path(path)))
        else:
            self.note("absent", path)

    def moved(self, arguments: tuple[Any, ...]) -> None:
        """Note a file that is put into place after it was written under another name."""
        path = self._inside(arguments[1])
        if path is not None:
            self.note("wrote", path)

    def imported(self, arguments: tuple[Any, ...]) -> None:
        """Note where below the root a module could appear and be taken instead."""
        name = str(arguments[0])
        if "." in name:
            return
        for folder in arguments[2] or ():
            place = self._inside(folder or ".")
            if place is None:
                continue
            for path in (Path(place, f"{name}.py"), Path(place, name, "__init__.py")):
                if not path.exists():
                    self.note("absent", str(path))

    def note(self, kind: Kind, path: str, **facts: Any) -> None:
        """Append a line about the file at `path`, once."""
        if (kind, path) in self._seen:
            return
        self._seen.add((kind, path))
        relative = Path(path).relative_to(self.root).as_posix()
        line = json.dumps({"kind": kind, "path": relative, **facts}) + "\n"
        os.write(self.log, line.encode("utf-8", "surrogateescape"))

    def _read(self, path: str) -> None:
        if ("wrote", path) in self._seen and ("read", path) not in self._seen:
            return  # it reads what it wrote itself
        if "__pycache__" in path:
            try:
                path = source_from_cache(path)
            except ValueError:
                return
        try:
            found = os.stat(path)  # noqa: PTH116 - called for every file that is opened
        except OSError:
            self.note("absent", path)
            return
        if not os.path.isdir(path):  # noqa: PTH112 - as above
            self.note("read", path, modified=found.st_mtime_ns, size=found.st_size)

    def _inside(self, name: Any) -> str | None:
        """Return the absolute path of a file below the root, or None."""
        if not isinstance(name, (str, bytes, os.PathLike)):
            return None
        path = os.path.abspath(os.fsdecode(name))  # noqa: PTH100 - links must stay links
        if not _is_below(path, self.root):
            path = os.path.realpath(path)
            if not _is_below(path, self.root):
                return None
        return None if any(_is_below(path, folder) for folder in self.ignored) else path


_HANDLERS: Mapping[str, Callable[[Observer, tuple[Any, ...]], None]] = {
    "open": Observer.opened,
    "import": Observer.imported,
    "os.listdir": Observer.listed,
    "os.rename": Observer.moved,
    "os.scandir": Observer.listed,
    "sqlite3.connect": Observer.connected,
}
# A kernel serves one run and has one observer, which its notebook cannot be handed.
_observers: list[Observer] = []


def start(root: Path, log: Path, *, tables: Path | None = None) -> None:
    """Observe this process from now on; an audit hook cannot be taken out again.

    Args:
        root: Folder of the review, resolved.
        log: File to append to; `Path(os.devnull)` for nothing.
        tables: Folder with a snapshot of the checked tables.
    """
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    observer = Observer(str(root), handle, ignored_below(root), tables)
    _observers[:] = [observer]
    sys.addaudithook(observer.hook)


def ignored_below(root: Path) -> tuple[str, ...]:
    """Return folders that may stand below the root and whose files are known otherwise."""
    tool = Path(__file__).resolve().parent
    folders = {tool, *(Path(prefix).resolve() for prefix in (sys.prefix, sys.base_prefix))}
    return tuple(sorted(str(folder) for folder in folders if folder.is_relative_to(root)))


def current() -> Observer | None:
    """Return the observer of this process, if it is the kernel of a run."""
    return _observers[0] if _observers else None


@contextmanager
def suspended() -> Iterator[None]:
    """Observe nothing meanwhile: the caller says by `note` what the run depends on."""
    observer = current()
    if observer is None:
        yield
        return
    with observer.quiet():
        yield


def note(path: Path, sha256: str | None = None) -> None:
    """Say that the run depends on the file at `path`.

    Args:
        path: A file below the root.
        sha256: Digest of the content that the run was given; otherwise that of the file.
    """
    observer = current()
    if observer is None:
        return
    with observer.quiet():
        if sha256:
            observer.note("noted", str(path), sha256=sha256)
        else:
            observer._read(str(path))  # noqa: SLF001 - of this module


def names_in(folder: Path) -> list[str]:
    """List what stands in a folder, without what a build or an editor leaves there."""
    return sorted(entry.name for entry in os.scandir(folder) if entry.name not in UNLISTED)


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder.rstrip('/')}/")


def _is_import() -> bool:
    """Say whether Python, looking for modules or packages, is what raised the current event."""
    frame = sys._getframe(3)  # noqa: SLF001 - past this function, listed and hook
    name = frame.f_code.co_filename
    return name.startswith(_IMPORT_SYSTEM) or name.endswith(_PACKAGES)
