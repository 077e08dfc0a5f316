"""What a run depends on: files with their digests, and whether they are as they were."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reviewpress import files
from reviewpress.observation import names_in
from reviewpress.project import Project


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a run was seen to depend on. Paths are relative to the root.

    Attributes:
        reads: SHA-256 of each file that it read.
        absent: Files that it looked for and that were not there.
        listings: Names in each folder that it listed, without those that it wrote itself.
        writes: SHA-256 of each file that it wrote and left.
    """

    reads: Mapping[str, str] = field(default_factory=dict)
    absent: tuple[str, ...] = ()
    listings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    writes: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Inputs:
        """Make inputs of what `dataclasses.asdict` and JSON left of them."""
        listings = {folder: tuple(names) for folder, names in content["listings"].items()}
        absent = tuple(content["absent"])
        return cls(content["reads"], absent, listings, content["writes"])


@dataclass(slots=True)
class Digests:
    """SHA-256 of files of a review; each is read once for as long as it does not change."""

    root: Path
    _known: dict[tuple[str, int, int, int, int], str] = field(default_factory=dict)

    def of(self, relative: str) -> str | None:
        """Return the digest of a file, or None where there is no file."""
        path = self.root / relative
        try:
            found = path.stat()
            key = (relative, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
            if key not in self._known:
                self._known[key] = files.digest(path)
        except OSError:
            return None
        return self._known[key]


def gather(project: Project, lines: Sequence[str], digests: Digests) -> Inputs | None:
    """Make inputs of what the observer of a run wrote down.

    Args:
        project: The review.
        lines: Lines of the observer's log.
        digests: Digests of files as they are now.

    Returns:
        None where a file changed while the run was going on, so that nobody knows what it read.
    """
    facts = [json.loads(line) for line in lines]
    named = {kind: _paths(facts, kind) for kind in ("absent", "wrote")}
    writes = {path: found for path in named["wrote"] if (found := digests.of(path))}
    reads: dict[str, str] = {
        fact["path"]: fact["sha256"] for fact in facts if fact["kind"] == "noted"
    }
    for fact in (fact for fact in facts if fact["kind"] == "read"):
        found = digests.of(fact["path"])
        if found is None or _has_changed(project.root / fact["path"], fact):
            return None
        reads.setdefault(fact["path"], found)
    listings = {
        fact["path"]: _without(fact["names"], fact["path"], named["wrote"])
        for fact in facts
        if fact["kind"] == "listed"
    }
    absent = tuple(sorted(named["absent"] - named["wrote"]))
    return Inputs(dict(sorted(reads.items())), absent, listings, dict(sorted(writes.items())))


def merge(every: Iterable[Inputs]) -> Inputs:
    """Return what several runs depend on together, when all of them are done."""
    reads: dict[str, str] = {}
    absent: set[str] = set()
    listings: dict[str, tuple[str, ...]] = {}
    writes: dict[str, str] = {}
    for one in every:
        reads |= one.reads
        absent |= set(one.absent)
        listings |= one.listings
        writes |= one.writes
    seen = {folder: _without(names, folder, set(writes)) for folder, names in listings.items()}
    return Inputs(reads, tuple(sorted(absent - set(writes))), seen, writes)


def are_current(inputs: Inputs, digests: Digests) -> bool:
    """Say whether everything that a run depends on is as it was."""
    return next(differences(inputs, digests), None) is None


def differences(inputs: Inputs, digests: Digests) -> Iterator[tuple[str, str]]:
    """Yield each path that is not as it was, and what happened in words."""
    for path, was in inputs.reads.items():
        now = digests.of(path)
        if now != was:
            yield path, "is gone" if now is None else "changed"
    for path in inputs.absent:
        if (digests.root / path).exists():
            yield path, "is there now"
    for path, was in inputs.writes.items():
        now = digests.of(path)
        if now != was:
            yield path, "was written by it and " + ("is gone" if now is None else "changed since")
    for path, names in inputs.listings.items():
        folder = digests.root / path
        present = names_in(folder) if folder.is_dir() else []
        now_names = set(_without(present, path, set(inputs.writes)))
        shown = "the folder" if path == "." else f"{path}/"
        for name in sorted(now_names - set(names)):
            yield shown, f"has a new entry {name}"
        for name in sorted(set(names) - now_names):
            yield shown, f"has lost {name}"


def _paths(facts: Sequence[Mapping[str, Any]], kind: str) -> set[str]:
    return {fact["path"] for fact in facts if fact["kind"] == kind}


def _without(names: Sequence[str], folder: str, wrote: set[str]) -> tuple[str, ...]:
    prefix = "" if folder == "." else f"{folder}/"
    return tuple(name for name in names if f"{prefix}{name}" not in wrote)


def _has_changed(path: Path, fact: Mapping[str, Any]) -> bool:
    try:
        found = path.stat()
    except OSError:
        return True
    return (found.st_mtime_ns, found.st_size) != (fact["modified"], fact["size"])
