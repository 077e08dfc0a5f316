"""Hand checked tables to the kernels of runs, each of which loads only what it takes."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from reviewpress import observation
from reviewpress.files import write_bytes, write_json
from reviewpress.project import Project

if TYPE_CHECKING:
    import pandas as pd

    from reviewpress.frames import Tables
    from reviewpress.schemas import Table

T = TypeVar("T")
# Written last.
_INDEX = "index.json"


def write(tables: Tables, digests: Mapping[str, str], folder: Path) -> None:
    """Write every table into `folder`, which only this build and its kernels read.

    Args:
        tables: The checked tables.
        digests: SHA-256 of the file of each table, by its name.
        folder: A private folder of this execution.
    """
    for name, frame in tables.frames.items():
        content = (frame, tuple(tables.lines[name]), tuple(tables.headers[name]))
        write_bytes(folder / f"{name}.pickle", pickle.dumps(content, protocol=5))
    write_json(folder / _INDEX, dict(digests))


def is_whole(folder: Path) -> bool:
    """Say whether `write` filled the folder."""
    return (folder / _INDEX).is_file()


def read(project: Project, folder: Path, on_use: Callable[[str, str], None]) -> Tables:
    """Return the tables in `folder`; each is loaded when it is first used.

    Args:
        project: The review, for its models.
        folder: What `write` filled.
        on_use: Told the name of each table and the digest of its file when it is first used.
    """
    from reviewpress import schema_files  # noqa: PLC0415 - pandera takes a second to import
    from reviewpress.frames import Tables  # noqa: PLC0415 - as above

    snapshot = _Snapshot(folder, on_use)

    def model(name: str) -> type[Table]:
        with observation.suspended():  # schemas are a condition of every run
            return schema_files.read_one(project, name)

    return Tables(
        frames=_Lazy(snapshot.names, lambda name: snapshot[name][0]),
        models=_Lazy(snapshot.names, model),
        lines=_Lazy(snapshot.names, lambda name: snapshot[name][1]),
        headers=_Lazy(snapshot.names, lambda name: snapshot[name][2]),
    )


class _Lazy(Mapping[str, T], Generic[T]):
    """A mapping whose values are made when they are first asked for.

    Args:
        names: Its keys.
        make: Makes the value of a key.
    """

    def __init__(self, names: tuple[str, ...], make: Callable[[str], T]) -> None:
        self._names = names
        self._make = make
        self._made: dict[str, T] = {}

    def __getitem__(self, name: str) -> T:
        if name not in self._names:
            raise KeyError(name)
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@dataclass
class _Snapshot:
    folder: Path
    on_use: Callable[[str, str], None]
    _read: dict[str, tuple[pd.DataFrame, Any, Any]] = field(default_factory=dict)

    @cached_property
    def digests(self) -> dict[str, str]:
        content: dict[str, str] = json.loads((self.folder / _INDEX).read_bytes())
        return content

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.digests)

    def __getitem__(self, name: str) -> tuple[pd.DataFrame, Any, Any]:
        if name not in self._read:
            # This build wrote the file a moment ago, into a folder that is its user's alone.
            content = (self.folder / f"{name}.pickle").read_bytes()
            self._read[name] = pickle.loads(content)  # noqa: S301
            self.on_use(name, self.digests[name])
        return self._read[name]
