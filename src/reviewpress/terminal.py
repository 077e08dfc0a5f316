"""Write to the terminal: problems, errors and progress. Only the command line uses this."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from reviewpress.problems import Severity, write

if TYPE_CHECKING:
    from reviewpress.errors import ReviewError
    from reviewpress.preview import Report
    from reviewpress.problems import Problem
    from reviewpress.runs import Event

out = Console(emoji=False, highlight=False, soft_wrap=True)
err = Console(stderr=True, emoji=False, highlight=False, soft_wrap=True)

_SAID = {"finished": "ran", "failed": "failed"}
_STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


def say(text: str) -> None:
    """Write a plain line for the user; nothing in it is taken for markup."""
    out.print(text, markup=False)


def report_problems(problems: Sequence[Problem]) -> None:
    """Write each problem as `problems.write` does, with its place and rule made to stand out."""
    for problem in problems:
        text = Text(write([problem], "text"), style=_STYLES[problem.severity])
        text.stylize("bold", 0, len(str(problem.where)))
        text.highlight_words([f"[{problem.rule}]"], "dim")
        out.print(text)


def report_error(error: ReviewError) -> None:
    """Write an error as `where: message` with its hint, on standard error."""
    for one in getattr(error, "errors", ()):
        report_error(one)
    place = f"[bold]{escape(str(error.where))}[/]: " if error.where else ""
    err.print(f"[red]error:[/] {place}{escape(error.message)}")
    if error.hint:
        indented = error.hint.replace("\n", "\n  ")
        err.print(f"  [dim]hint:[/] {escape(indented)}")


def report_preview(report: Report) -> None:
    """Write that a previewed site is ready, or what went wrong."""
    if report.phase == "failed":
        err.print(report.text, markup=False, style="red")
    else:
        out.print(report.phase, markup=False)


class Show(Protocol):
    """What a long command calls while it works."""

    def stage(self, text: str) -> None:
        """Say what is being done now."""

    def run(self, event: Event) -> None:
        """Show a step of a run."""


@contextmanager
def progress(*, verbose: bool, plain: bool = False) -> Iterator[Show]:
    """Show long work: bars on a terminal, plain lines elsewhere, with `-v`, or where asked for."""
    if verbose or plain or not sys.stderr.isatty():
        yield _Lines(verbose=verbose)
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True) as bars:
        yield _Bars(bars)


class _Lines:
    """One line a stage and a finished run; with `verbose` one a cell as well."""

    def __init__(self, *, verbose: bool) -> None:
        self._verbose = verbose

    def stage(self, text: str) -> None:
        err.print(text, markup=False)

    def run(self, event: Event) -> None:
        if event.state in _SAID:
            err.print(f"  {_SAID[event.state]} {event.run}", markup=False)
        elif self._verbose:
            err.print(f"  {event.run}: {event.state} {event.cell}/{event.cells}", markup=False)


class _Bars:
    """A bar over all cells of all runs, named after what is running."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._task = bars.add_task("starting", total=None)
        self._cells: dict[str, tuple[int, int]] = {}
        self._done = self._total = 0
        self._running: dict[str, str] = {}

    def stage(self, text: str) -> None:
        self._bars.console.print(text, markup=False)
        self._bars.update(self._task, description=text, total=None, completed=0)

    def run(self, event: Event) -> None:
        # Added up as it goes: of a thousand runs there are thousands of steps.
        done, total = self._cells.get(event.run, (0, 0))
        self._cells[event.run] = (event.cell, event.cells)
        self._done += event.cell - done
        self._total += event.cells - total
        if event.state in {"current", "failed", "finished"}:
            self._running.pop(event.run, None)
        else:
            self._running[event.run] = f"{event.run} {event.cell + 1}/{event.cells}"
        name = ", ".join(self._running.values()) or "notebooks"
        self._bars.update(
            self._task, description=name[:60], completed=self._done, total=self._total or None
        )
