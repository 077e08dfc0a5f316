"""Commands about editions: publish one, compare two, verify one, write how to cite."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from reviewpress.command import Jobs, call, open_review, options_of
from reviewpress.errors import ExitCode

To = Annotated[
    Path | None,
    typer.Option(
        "--to", help="Folder of the publication; the branch gh-pages if not set.", file_okay=False
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(release)
    app.command()(diff)
    app.command()(verify)
    app.command()(cite)


def release(
    context: typer.Context,
    edition: Annotated[str, typer.Argument(help="Its number, as the settings have it: 2026.1.")],
    *,
    to: To = None,
    engine: Annotated[
        Literal["quarto", "pandoc"] | None,
        typer.Option(help="What renders, if the settings do not say."),
    ] = None,
    jobs: Jobs = None,
) -> None:
    """Publish an edition for good, from the commit that is checked out.

    Readers see all of it or nothing. If it was interrupted, give the command again.
    """
    from reviewpress import editions, terminal

    def publish() -> None:
        with terminal.progress(verbose=options_of(context).verbose) as show:
            work = editions.Work(engine, jobs or os.cpu_count() or 1, show.run, show.stage)
            done = editions.release(open_review(context), edition, to=to, work=work)
        if done.was_built:
            terminal.say(f"edition {edition} stands in {done.place}: {done.meaning}")
        else:
            terminal.say(f"edition {edition} was published already; it is tagged now")

    call(context, publish)


def diff(
    context: typer.Context,
    before: Annotated[str, typer.Argument(help="Number of the older edition.")],
    after: Annotated[
        str | None, typer.Argument(help="Number of the newer one; the working copy if not set.")
    ] = None,
    *,
    to: To = None,
    output_format: Annotated[
        Literal["text", "json", "atom"],
        typer.Option("--format", help="text for people, json for programs, atom for feed readers."),
    ] = "text",
) -> None:
    """Say what changed between two published editions, or since one."""
    from reviewpress import editions, terminal

    def compare() -> None:
        project = open_review(context)
        found = editions.difference(project, before, after, to=to)
        if output_format == "text":
            terminal.say(editions.report.text(found))
        elif output_format == "json":
            typer.echo(editions.report.as_json(found))
        else:
            typer.echo(editions.feed(project, found), nl=False)

    call(context, compare)


def verify(
    context: typer.Context,
    edition: Annotated[
        str | None, typer.Argument(help="Number of the edition; the newest if not set.")
    ] = None,
    *,
    to: To = None,
    jobs: Jobs = None,
) -> None:
    """Rebuild a published edition from its tag and compare every file.

    Ends with code 1 where a file differs, and says whether content or environment is behind it.
    """
    from reviewpress import editions, terminal

    def compare() -> None:
        with terminal.progress(verbose=options_of(context).verbose) as show:
            work = editions.Work(None, jobs or os.cpu_count() or 1, show.run, show.stage)
            found = editions.verify(open_review(context), edition, to=to, work=work)
        for fault in found.faults:
            terminal.say(f"{fault.path} {fault.text}")
        for line in found.environment:
            terminal.say(f"environment: {line}")
        terminal.say(f"edition {found.edition}, {found.files} files: {found.explanation}")
        if found.faults:
            raise typer.Exit(ExitCode.CONTENT)

    call(context, compare)


def cite(
    context: typer.Context,
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; end with code 1 if it is out of date.")
    ] = False,
) -> None:
    """Write CITATION.cff, which GitHub and Zenodo read."""
    from reviewpress import terminal
    from reviewpress.publishing import citation_file

    def put_down() -> None:
        project = open_review(context)
        if not check:
            changed = citation_file.write(project)
            terminal.say(f"{citation_file.NAME} {'written' if changed else 'is up to date'}")
        elif not citation_file.is_current(project):
            terminal.say(f"{citation_file.NAME} is out of date; write it with: reviewpress cite")
            raise typer.Exit(ExitCode.CONTENT)

    call(context, put_down)
