"""Tell an author which cell of which run failed, and why."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from reviewpress.errors import NotebookError, ReviewError
from reviewpress.runs.messages import Failed
from reviewpress.runs.prepare import Prepared
from reviewpress.runs.scrub import INJECTED_TAG

_ANSI = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
_CELL_LINE = re.compile(r"^\s*Cell In\[(?P<cell>\d+)\], line (?P<line>\d+)", re.MULTILINE)
_CELL_FILE = re.compile(r" \(\d+\.py, line \d+\)$")
_MARK = "papermill-error-cell-tag"
_AROUND = 2
_TRACEBACK_LINES = 30


class CellError(NotebookError):
    """A cell of a run raised an exception, or its kernel died.

    Attributes:
        run: Name of the run.
        cell: Number of the cell in the source notebook, from 1; None where it is not known.
        traceback: Plain text without colours; empty where the kernel died.
    """

    def __init__(self, prepared: Prepared, failed: Failed, *, kept: str, traceback: str) -> None:
        self.run = prepared.run.name
        self.cell = _source_number(failed)
        self.traceback = traceback
        source = prepared.source.cells[self.cell - 1]["source"] if self.cell else ""
        cell = f" in cell {self.cell}" if self.cell else ""
        parts = [
            f"the notebook as far as it ran is {kept}",
            source and _excerpt(source, _failing_line(traceback)),
            _shortened(traceback),
        ]
        super().__init__(
            f"run `{self.run}` failed{cell}: {_shown(failed.reason)}",
            hint="\n\n".join(part for part in parts if part),
            where=prepared.source.where,
        )


def explain(prepared: Prepared, failed: Failed, *, kept: str, root: Path) -> CellError:
    """Return the error that says what went wrong in a run.

    Args:
        prepared: The run.
        failed: What its worker reported.
        kept: Where the partly executed notebook is, as messages show it.
        root: Folder of the review, which the traceback need not repeat.
    """
    plain = _ANSI.sub("", failed.traceback).replace(f"{root}/", "").strip("\n")
    return CellError(prepared, failed, kept=kept, traceback=plain)


def is_injected(cell: Mapping[str, Any]) -> bool:
    """Say whether papermill added the cell, so that the author's notebook does not have it."""
    return INJECTED_TAG in cell["metadata"].get("tags", [])


def _source_number(failed: Failed) -> int | None:
    """Return the number of the failing cell as its author counts, from 1.

    papermill added one cell of parameters, and to a notebook that failed two marks of its own.
    """
    if failed.index is None or failed.notebook is None:
        return None
    cells = failed.notebook["cells"]
    executed = [cell for cell in cells if _MARK not in cell["metadata"].get("tags", [])]
    return 1 + sum(not is_injected(cell) for cell in executed[: failed.index])


def _shown(reason: str) -> str:
    """Return the first line of a reason, without the name that IPython gives to a cell."""
    return _CELL_FILE.sub("", reason.splitlines()[0])


def _failing_line(traceback: str) -> int | None:
    """Return the innermost line of the failing cell; its frame is the outermost of any cell."""
    frames = list(_CELL_LINE.finditer(traceback))
    lines = [int(frame["line"]) for frame in frames if frame["cell"] == frames[0]["cell"]]
    return lines[-1] if lines else None


def _excerpt(source: str, line: int | None) -> str:
    """Show the lines around the failing one, which a mark points at, or the first few."""
    lines = source.split("\n")
    middle = line or 1 + _AROUND
    numbered = [
        f"{'>' if number == line else ' '} {number:3}  {text}".rstrip()
        for number, text in enumerate(lines, start=1)
        if abs(number - middle) <= _AROUND
    ]
    return "\n".join(numbered)


def _shortened(traceback: str) -> str:
    lines = traceback.split("\n")
    if len(lines) <= _TRACEBACK_LINES:
        return traceback
    half = _TRACEBACK_LINES // 2
    return "\n".join([*lines[:half], f"... {len(lines) - 2 * half} lines ...", *lines[-half:]])


class SeveralRunsError(NotebookError):
    """Several runs failed; the others are done.

    Args:
        errors: The error of each.
    """

    def __init__(self, errors: Sequence[ReviewError]) -> None:
        self.errors = tuple(errors)
        super().__init__(
            f"{len(errors)} runs failed", hint="what the other runs gave is kept for the next build"
        )


def all_of(errors: Sequence[ReviewError]) -> ReviewError:
    """Return the one error, or one that holds them all."""
    return errors[0] if len(errors) == 1 else SeveralRunsError(errors)
