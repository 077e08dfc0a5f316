"""Checksums of an edition's files, in the form that `sha256sum --check` reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reviewpress.files import digest, write_text

NAME = "checksums.txt"


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that is not what it should be.

    Attributes:
        path: Path relative to the edition.
        kind: `changed`; `missing`, so it should be there; or `added`, so it should not.
    """

    path: str
    kind: Literal["changed", "missing", "added"]


def take(folder: Path) -> dict[str, str]:
    """Return the SHA-256 digest of each file by its path, without that of the list itself."""
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    return {
        name: digest(paths[name])
        for name in sorted(paths)
        if name != NAME and (paths[name].is_file() or paths[name].is_symlink())
    }


def write(folder: Path) -> str:
    """Write the list of checksums into `folder`, and return the digest of the list."""
    lines = "".join(f"{value}  {name}\n" for name, value in take(folder).items())
    write_text(folder / NAME, lines)
    return digest(folder / NAME)


def read(folder: Path) -> dict[str, str]:
    """Read the list that `write` wrote; a folder without one gives nothing."""
    path = folder / NAME
    if not path.is_file():
        return {}
    rows = [line.partition("  ") for line in path.read_text(encoding="utf-8").splitlines()]
    return {name: value for value, _, name in rows}


def compare(listed: Mapping[str, str], found: Mapping[str, str]) -> list[Difference]:
    """Compare digests by path with those that should be, and list what differs by path."""
    differences: list[Difference] = []
    for path in sorted({*listed, *found}):
        if path not in found:
            differences.append(Difference(path, "missing"))
        elif path not in listed:
            differences.append(Difference(path, "added"))
        elif listed[path] != found[path]:
            differences.append(Difference(path, "changed"))
    return differences


def check(folder: Path, expected: str) -> list[Difference]:
    """Compare an edition's files with its list, and the list with the digest it should have."""
    path = folder / NAME
    if not path.is_file():
        return [Difference(NAME, "missing")]
    differences = compare(read(folder), take(folder))
    is_own = digest(path) == expected
    return differences if is_own else [Difference(NAME, "changed"), *differences]
