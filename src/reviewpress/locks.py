"""Locks between processes that build the same review; the system frees them when one dies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has no flock; two builds at once are for the user to avoid there
    fcntl = None  # type: ignore[assignment]


@contextmanager
def held(path: Path, *, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the lock in the file `path` and let it go at the end.

    Args:
        path: A file of its own, which stays; its folder is made.
        on_wait: Told when another process holds the lock, before waiting for it; may raise
            instead of waiting.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                on_wait()
                fcntl.flock(file, fcntl.LOCK_EX)
        yield
