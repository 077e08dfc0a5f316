"""Keep what runs gave, found again by what they were made of.

An entry stands under the key of its run's conditions and says which files the run read, with
their digests; it is taken where all of them are as they were. Entries are written beside their
place and moved there, and verified when they are read, so that neither a killed build nor a
broken disk can give a wrong result.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from reviewpress.files import write_bytes, write_json
from reviewpress.locks import held
from reviewpress.project import Project
from reviewpress.runs import rows
from reviewpress.runs.inputs import Digests, are_current
from reviewpress.runs.pool import Cost
from reviewpress.runs.record import Record, from_json, to_json

_MAGIC = b"reviewpress-run-1 "
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """What a run gave.

    Attributes:
        record: Its record, without warnings.
        notebook: The executed and scrubbed notebook, as it is written.
        warnings: Problems of its outputs that do not stop a build, as plain values.
    """

    record: Record
    notebook: str
    warnings: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Store:
    """The store of a review.

    Attributes:
        root: Folder of the review.
        folder: Where it stands.
        megabytes: How much it may hold; what was used longest ago goes first.
    """

    root: Path
    folder: Path
    megabytes: int

    def is_empty(self) -> bool:
        """Say whether nothing is kept, without looking through it all."""
        return next(self.folder.glob("*/*/*.run"), None) is None

    def find(self, key: str, digests: Digests) -> Entry | None:
        """Return an entry whose inputs are as they were, the one used last first."""
        for path in sorted(self._of(key).glob("*.run"), key=_used, reverse=True):
            entry = self._read(path)
            if entry and are_current(entry.record.inputs, digests):
                with contextlib.suppress(OSError):
                    os.utime(path)
                return entry
        return None

    def keep(self, entry: Entry) -> None:
        """Add an entry.

        Raises:
            OSError: The disk is full or not writable; the store is as it was.
        """
        content = {
            "record": to_json(entry.record),
            "notebook": entry.notebook,
            "warnings": list(entry.warnings),
        }
        body = zlib.compress(json.dumps(content, ensure_ascii=False, sort_keys=True).encode(), 6)
        inputs = json.dumps(asdict(entry.record.inputs), sort_keys=True)
        name = hashlib.sha256(inputs.encode()).hexdigest()[:32]
        path = self._of(entry.record.conditions.key) / f"{name}.run"
        write_bytes(path, _MAGIC + hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        for name, digest in entry.record.inputs.reads.items():
            if name.endswith(".csv"):
                rows.keep(self.folder, digest, self.root / name)

    def tidy(self) -> None:
        """Remove what was used longest ago until the store is within its bound."""
        with self._locked():
            found = sorted(self._files(), key=_used, reverse=True)
            room = self.megabytes * _MEGABYTE
            for path in found:
                with contextlib.suppress(FileNotFoundError):
                    room -= path.stat().st_size
                    if room < 0:
                        path.unlink()

    def clear(self) -> int:
        """Remove all entries and return how many there were."""
        with self._locked():
            count = sum(path.suffix == ".run" for path in self._files())
            for path in self.folder.iterdir():
                if path.is_dir():
                    shutil.rmtree(path)
                elif path.name != "lock":
                    path.unlink()
            return count

    def costs(self) -> dict[str, Cost]:
        """Return what each run took when it was last executed."""
        try:
            content = json.loads((self.folder / "costs.json").read_bytes())
            return {name: Cost(**cost) for name, cost in content.items()}
        except (FileNotFoundError, ValueError, TypeError, AttributeError):
            return {}

    def note_costs(self, costs: Mapping[str, Cost]) -> None:
        """Add what runs took; those of runs that were not executed now stay."""
        with self._locked():
            content = {name: asdict(cost) for name, cost in (self.costs() | dict(costs)).items()}
            write_json(self.folder / "costs.json", content)

    def _of(self, key: str) -> Path:
        return self.folder / key[:2] / key

    def _files(self) -> Iterator[Path]:
        return (path for path in self.folder.glob("*/**/*") if path.is_file())

    def _locked(self) -> contextlib.AbstractContextManager[None]:
        return held(self.folder / "lock")

    def _read(self, path: Path) -> Entry | None:
        """Read an entry; remove one that is not what was written."""
        try:
            head, _, body = path.read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        expected = _MAGIC + hashlib.sha256(body).hexdigest().encode()
        try:
            if head == expected:
                content = json.loads(zlib.decompress(body))
                warnings = tuple(content["warnings"])
                return Entry(from_json(content["record"]), content["notebook"], warnings)
        except (ValueError, KeyError, TypeError, zlib.error):
            pass  # written by another version of reviewpress
        path.unlink(missing_ok=True)
        return None


def of(project: Project) -> Store:
    """Return the store of a review."""
    return Store(project.root, project.build_dir / "cache", project.settings.cache_megabytes)


def _used(path: Path) -> tuple[int, str]:
    try:
        return path.stat().st_mtime_ns, path.name
    except FileNotFoundError:
        return 0, path.name
