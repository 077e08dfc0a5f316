"""What all commands share: their common options, the review they open, how they end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reviewpress.errors import ExitCode, ReviewError

if TYPE_CHECKING:
    from reviewpress.project import Project

Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs", "-j", min=1, help="How many notebooks run side by side; one per core if not set."
    ),
]
FailFast = Annotated[
    bool, typer.Option("--fail-fast", help="Stop all runs when one fails; otherwise others go on.")
]
Memory = Annotated[
    float | None,
    typer.Option(
        min=0.1, help="Gigabytes that notebooks side by side may hold; no bound if unset."
    ),
]


@dataclass(frozen=True, slots=True)
class Options:
    """Options that stand before the command."""

    folder: Path
    verbose: bool
    debug: bool


def count(number: int, noun: str) -> str:
    """Write a number of things, such as `1 run`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def options_of(context: typer.Context) -> Options:
    """Return the options that stand before the command."""
    options = context.obj
    assert isinstance(options, Options)  # noqa: S101 - set by the callback above
    return options


def opened(context: typer.Context) -> Project:
    """Open the review that the command is about.

    Raises:
        SettingsError: There is none, or its settings are wrong.
    """
    from reviewpress.project import find_root, open_project

    return open_project(find_root(options_of(context).folder))


def _of_the_system(error: OSError) -> ReviewError:
    """Say what the operating system refused, and for which file."""
    what = (error.strerror or str(error)).lower()
    names = " and ".join(str(name) for name in (error.filename, error.filename2) if name)
    return ReviewError(
        f"{what}: {names}" if names else what,
        hint="look at the file's permissions and the free space; --debug shows more",
    )


def call(context: typer.Context, command: Callable[[], None]) -> None:
    """Run a command; print an error of ours and end with its code."""
    from reviewpress import terminal
    from reviewpress.problems import ContentError

    try:
        command()
    except ReviewError as error:
        if options_of(context).debug:
            raise
        if isinstance(error, ContentError):
            terminal.report_problems(error.problems)
        terminal.report_error(error)
        raise typer.Exit(error.exit_code) from error
    except OSError as error:
        if options_of(context).debug:
            raise
        terminal.report_error(_of_the_system(error))
        raise typer.Exit(ExitCode.USAGE) from error
    except KeyboardInterrupt as error:
        terminal.err.print("stopped", markup=False)
        raise typer.Exit(130) from error
