"""What travels to a machine that shares no disk with this one: the review, checked and unpacked."""

from __future__ import annotations

import json
import os
import pickle
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reviewpress import installation
from reviewpress.errors import NotebookError
from reviewpress.files import write_bytes
from reviewpress.observation import names_in
from reviewpress.project import Project
from reviewpress.review_files import review_files
from reviewpress.runs.messages import Finished
from reviewpress.runs.plan import plan
from reviewpress.runs.prepare import Prepared


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is sent.

    Attributes:
        content: All of it.
        mode: Its permissions.
        modified: When it was changed, in nanoseconds.
    """

    content: bytes = field(repr=False)
    mode: int
    modified: int


@dataclass(frozen=True, slots=True)
class Shipment:
    """A review on its way.

    Attributes:
        files: Files below the root by their path.
        tables: Snapshot of the checked tables by file name.
        tool: Digest of the installed reviewpress.
        environment: Digest of the installed packages.
    """

    files: Mapping[str, File]
    tables: Mapping[str, bytes]
    tool: str
    environment: str

    def unpack(self, root: Path, tables: Path) -> dict[str, int]:
        """Write everything, and return when each file was changed as this disk knows it."""
        marks = {}
        for name, file in self.files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.content)
            path.chmod(file.mode)
            os.utime(path, ns=(file.modified, file.modified))
            marks[name] = path.stat().st_mtime_ns
        for name, content in self.tables.items():
            write_bytes(tables / name, content)
        return marks


def pack(project: Project, tables: Path) -> bytes:
    """Pack the files of a review but hidden and generated ones, and what `reads:` names.

    Args:
        project: The review.
        tables: Folder with a snapshot of the checked tables, if there is one.
    """
    found = tables.glob("*") if tables.is_dir() else ()
    shipment = Shipment(
        files=dict(_files(project)),
        tables={path.name: path.read_bytes() for path in found},
        tool=installation.tool(),
        environment=installation.environment(),
    )
    return zlib.compress(pickle.dumps(shipment, protocol=5), 1)


def unpack(content: bytes) -> Shipment:
    """Read what `pack` made; only what our own build sent may be given."""
    shipment = pickle.loads(zlib.decompress(content))  # noqa: S301 - as the docstring says
    assert isinstance(shipment, Shipment)  # noqa: S101 - narrows
    return shipment


def adapt(
    lines: Sequence[str], shipment: Shipment, marks: Mapping[str, int]
) -> tuple[tuple[str, ...], list[str]]:
    """Tell of files as they are where they came from.

    Args:
        lines: Lines of the observer's log.
        shipment: What was unpacked.
        marks: What `Shipment.unpack` gave.

    Returns:
        The lines, and the paths that were written.
    """
    facts = [json.loads(line) for line in lines]
    for fact in facts:
        name = fact["path"]
        if fact["kind"] == "read" and fact["modified"] == marks.get(name):
            fact["modified"] = shipment.files[name].modified
    written = [fact["path"] for fact in facts if fact["kind"] == "wrote"]
    return tuple(map(json.dumps, facts)), written


def receive(project: Project, prepared: Prepared, finished: Finished) -> None:
    """Write the files that a run wrote elsewhere, and refuse what it could not have seen there.

    Raises:
        NotebookError: It looked for a file, or listed a folder, of which not all was sent.
    """
    for line in finished.observed:
        fact = json.loads(line)
        if what := _missed(project, fact, finished.written):
            raise NotebookError(
                f"run `{prepared.run.name}` {what}",
                hint="files that are hidden or generated stay here; name the file under `reads:`"
                " in runs.yml, or execute the run here, without --executor dask",
                where=prepared.run.where,
            )
    for name, content in finished.written.items():
        write_bytes(project.root / name, content)


def _missed(project: Project, fact: Mapping[str, Any], written: Mapping[str, bytes]) -> str | None:
    name = fact["path"]
    path = project.root / name
    if fact["kind"] == "absent" and path.exists() and name not in written:
        return f"looked for {name}, which is not sent to workers"
    if fact["kind"] == "listed" and path.is_dir():
        unsent = set(names_in(path)) - set(fact["names"])
        if unsent - {Path(one).name for one in written}:
            return f"listed {name}, where {min(unsent)} is not sent to workers"
    return None


def _files(project: Project) -> Iterator[tuple[str, File]]:
    declared = {
        project.relative(path)
        for run in plan(project)
        for pattern in run.reads
        for path in project.root.glob(pattern)
    }
    for name in sorted({*review_files(project), *declared}):
        path = project.root / name
        if path.is_file():
            found = path.stat()
            yield name, File(path.read_bytes(), found.st_mode & 0o777, found.st_mtime_ns)
