"""Results of cells that Quarto stored: `freeze: true` or `auto` keeps them below `_freeze/`.

A chapter with cells that would have to be run is taken from there where its text is still the one
that was run, or the project says that results are never made anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from reviewpress.errors import Location, RenderError
from reviewpress.pandoc.faults import Faults, unsupported
from reviewpress.pandoc.manuscript import Manuscript

# By what is written, which stored results serve: those of the format itself are the best.
_RESULTS = {
    "html": ("html",),
    "typst": ("typst", "html", "pdf"),
    "docx": ("docx", "html", "typst"),
}


@dataclass(frozen=True, slots=True)
class Thawed:
    """A chapter with its stored results.

    Attributes:
        manuscript: Its text, in which each cell is its code and what it gave.
        assets: The pictures that its cells made, by path relative to the root.
    """

    manuscript: Manuscript
    assets: Mapping[str, bytes] = field(default_factory=dict)


def thaw(
    root: Path, manuscript: Manuscript, written: str, *, freeze: Any, faults: Faults
) -> Thawed | None:
    """Return a chapter with its stored results, or None where none can be used.

    Args:
        root: The project.
        manuscript: The chapter.
        written: `html`, `typst` or `docx`.
        freeze: What the chapter says under `execute: freeze`; only `true` takes results of a
            text that has changed since.
        faults: What the stored results want and a page does not get is added here.
    """
    folder = root / "_freeze" / PurePosixPath(manuscript.source).with_suffix("")
    names = [name for name in _RESULTS[written] if _file(folder, name).is_file()]
    if not names:
        return None
    stored = _read(_file(folder, names[0]), root)
    digest = hashlib.md5((root / manuscript.source).read_bytes(), usedforsecurity=False)
    if freeze is not True and stored.get("hash") != digest.hexdigest():
        return None
    result = stored["result"]
    if any((result.get("includes") or {}).values()):
        where = Location(manuscript.source)
        faults.doubt(unsupported("scripts that stored results bring along", where))
    lines = tuple(str(result.get("markdown", "")).removesuffix("\n").split("\n"))
    places = tuple(_placed(lines, manuscript))
    return Thawed(replace(manuscript, lines=lines, places=places), _assets(folder, manuscript))


def _file(folder: Path, name: str) -> Path:
    return folder / "execute-results" / f"{name}.json"


def _read(path: Path, root: Path) -> dict[str, Any]:
    try:
        stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        result = stored["result"]
    except (ValueError, KeyError, TypeError) as error:
        where = Location(path.relative_to(root).as_posix())
        hint = "make the results anew with Quarto, or delete the file"
        raise RenderError("the stored results cannot be read", where=where, hint=hint) from error
    return {**stored, "result": result if isinstance(result, dict) else {}}


def _assets(folder: Path, manuscript: Manuscript) -> dict[str, bytes]:
    """Return the stored pictures under the paths that the text names."""
    beside = f"{PurePosixPath(manuscript.source).with_suffix('')}_files"
    return {
        f"{beside}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.parent.name != "execute-results"
    }


def _placed(lines: tuple[str, ...], manuscript: Manuscript) -> list[tuple[str, int]]:
    """Find where each line was written: the next equal one of the source, else the last found."""
    waiting: dict[str, list[int]] = {}
    for index in reversed(range(len(manuscript.lines))):
        waiting.setdefault(manuscript.lines[index], []).append(index)
    places = []
    last = 0
    for line in lines:
        found = waiting.get(line, [])
        while found and found[-1] < last:
            found.pop()
        if line.strip() and found:
            last = found.pop()
        places.append(manuscript.places[min(last, len(manuscript.places) - 1)])
    return places
