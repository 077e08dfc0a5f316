"""Commands about runs: how they stand, and removing what builds made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from reviewpress.command import call, open_review

if TYPE_CHECKING:
    from reviewpress.runs import Policy

FailFast = Annotated[
    bool, typer.Option("--fail-fast", help="Stop all runs when one fails; otherwise others go on.")
]
Memory = Annotated[
    float | None,
    typer.Option(
        min=0.1, help="Gigabytes that notebooks side by side may hold; no bound if unset."
    ),
]
Executor = Annotated[
    Literal["local", "dask"],
    typer.Option(help="Who runs notebooks: this machine, or workers of Dask."),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="Scheduler of Dask, as tls://HOST:PORT or tcp://127.0.0.1:PORT; one is started on"
        " this machine if unset.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(status)
    app.command()(clean)


def policy_of(
    memory: float | None,
    executor: Literal["local", "dask"],
    scheduler: str | None,
    *,
    fail_fast: bool,
) -> Policy:
    """Return how runs are executed by the options of a command."""
    from reviewpress.runs import Policy

    if scheduler and executor != "dask":
        raise typer.BadParameter("--scheduler goes with --executor dask")
    megabytes = memory * 1024 if memory else None
    return Policy(fail_fast=fail_fast, megabytes=megabytes, executor=executor, scheduler=scheduler)


def status(
    context: typer.Context,
    *,
    why: Annotated[bool, typer.Option("--why", help="Say for each run why it would run.")] = False,
) -> None:
    """Say which runs are current and which would run; run nothing."""
    from reviewpress import terminal
    from reviewpress.runs import status as status_module

    def look() -> None:
        states = status_module.status(open_review(context))
        for state in states:
            terminal.say(f"{'current' if state.is_current else 'would run':<9}  {state.run}")
            for reason in state.reasons if why else ():
                terminal.say(f"{'':<9}    {reason}")
        would = sum(not state.is_current for state in states)
        terminal.say(f"{would} of {len(states)} runs would run")

    call(context, look)


def clean(
    context: typer.Context,
    *,
    cache: Annotated[
        bool, typer.Option("--cache", help="Remove what is kept of runs, so that all run again.")
    ] = False,
) -> None:
    """Remove what builds made: _build and the site, but for what is kept of runs."""
    from reviewpress import cleaning, terminal

    def remove() -> None:
        for name in cleaning.clean(open_review(context), only_cache=cache):
            terminal.say(f"removed {name}")

    call(context, remove)
