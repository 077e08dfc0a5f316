"""What all commands share: their options, opening the review, and what an error looks like."""

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


@dataclass(frozen=True, slots=True)
class Options:
    """Options that stand before the command."""

    folder: Path
    verbose: bool
    debug: bool


def options_of(context: typer.Context) -> Options:
    """Return the options that stand before the command."""
    options = context.obj
    assert isinstance(options, Options)  # noqa: S101 - set by the application's callback
    return options


def open_review(context: typer.Context) -> Project:
    """Open the review in whose folder, or below, the command was given."""
    from reviewpress.project import find_root, open_project  # noqa: PLC0415 - keeps --help quick

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
    from reviewpress import terminal  # noqa: PLC0415 - as above
    from reviewpress.problems import ContentError  # noqa: PLC0415 - as above

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
