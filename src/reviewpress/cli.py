"""The command line: each command opens the review, makes one call and prints.

Imports of the library stand inside the commands, so that `--help` answers at once.
"""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import Annotated, Literal

import typer

from reviewpress import __version__, cli_editions, cli_preview, cli_runs
from reviewpress.cli_runs import Executor, FailFast, Memory, Scheduler, policy_of
from reviewpress.command import Jobs, Options, call, open_review, options_of
from reviewpress.errors import ExitCode

app = typer.Typer(
    name="reviewpress",
    help="Build an evidence review from data tables, notebooks and chapters.",
    epilog="Start with: reviewpress init my-review, then: cd my-review; reviewpress build",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _show_version(*, value: bool) -> None:
    if value:
        typer.echo(f"reviewpress {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Option("--project", "-C", help="Folder of the review.", file_okay=False)
    ] = Path(),
    *,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Say more about what is done.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
    version: Annotated[  # noqa: ARG001 - typer calls the callback
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Show the version and stop."
        ),
    ] = False,
) -> None:
    """Build an evidence review from data tables, notebooks and chapters."""
    context.obj = Options(folder, verbose, debug)


@app.command()
def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Folder to write; new or empty.")],
) -> None:
    """Write a small example review that builds at once, to start your own from."""
    from reviewpress import scaffold, terminal

    def write() -> None:
        written = scaffold.write(folder)
        terminal.say(f"wrote {len(written)} files to {folder}")
        target = shlex.quote(str(folder) if folder.is_absolute() else f"./{folder}")
        move = "" if folder.resolve() == Path.cwd() else f"cd {target}; "
        terminal.say(f"next: {move}reviewpress build")

    call(context, write)


@app.command()
def check(
    context: typer.Context,
    output_format: Annotated[
        Literal["text", "json", "github"],
        typer.Option("--format", help="text for people, json for programs, github for CI."),
    ] = "text",
) -> None:
    """Check tables, bibliography, citations and notebooks; write nothing.

    Ends with code 1 where something is wrong.
    """
    from reviewpress import checks, problems, terminal

    def look() -> None:
        checked = checks.check(open_review(context))
        if output_format == "text":
            terminal.report_problems(checked.problems)
            terminal.say(_verdict(checked))
        elif text := problems.write(checked.problems, output_format):
            typer.echo(text)
        if problems.has_errors(checked.problems):
            raise typer.Exit(ExitCode.CONTENT)

    call(context, look)


@app.command()
def run(
    context: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(help="Runs to execute; all of them when none is named.")
    ] = None,
    jobs: Jobs = None,
    *,
    fail_fast: FailFast = False,
    memory: Memory = None,
    executor: Executor = "local",
    scheduler: Scheduler = None,
) -> None:
    """Check the review, then run those of its notebooks that are not current."""
    from reviewpress import build, terminal

    def execute() -> None:
        with terminal.progress(verbose=options_of(context).verbose) as show:
            prepared = build.prepare(
                open_review(context),
                jobs=jobs or os.cpu_count() or 1,
                on_event=show.run,
                only=names or (),
                policy=policy_of(memory, executor, scheduler, fail_fast=fail_fast),
            )
        terminal.report_problems(prepared.warnings)
        terminal.say(f"{_count(len(prepared.records), 'run')} in _build/runs")

    call(context, execute)


@app.command()
def prepare(context: typer.Context, jobs: Jobs = None) -> None:
    """Do all that precedes rendering: check, run, write variables and the citation style.

    Quarto calls this before it renders; `reviewpress build` includes it.
    """
    from reviewpress import build, terminal

    def make_ready() -> None:
        with terminal.progress(verbose=options_of(context).verbose) as show:
            prepared = build.prepare(
                open_review(context), jobs=jobs or os.cpu_count() or 1, on_event=show.run
            )
        terminal.say(f"{len(prepared.records)} runs are ready for rendering")

    call(context, make_ready)


@app.command(name="build")
def build_command(
    context: typer.Context,
    engine: Annotated[
        Literal["auto", "quarto", "pandoc"] | None,
        typer.Option(help="What renders: Quarto, or pandoc, which comes with reviewpress."),
    ] = None,
    jobs: Jobs = None,
    *,
    fail_fast: FailFast = False,
    memory: Memory = None,
    executor: Executor = "local",
    scheduler: Scheduler = None,
) -> None:
    """Build the site, the PDF and the short document.

    A failure leaves the last good site as it was; where nothing changed, nothing is done.
    """
    from reviewpress import build, terminal

    def make() -> None:
        with terminal.progress(verbose=options_of(context).verbose) as show:
            built = build.build(
                open_review(context),
                engine=engine,
                jobs=jobs or os.cpu_count() or 1,
                on_event=show.run,
                on_stage=show.stage,
                policy=policy_of(memory, executor, scheduler, fail_fast=fail_fast),
            )
        terminal.report_problems(built.warnings)
        terminal.say("written:" if built.is_new else "nothing changed since it was written:")
        for name in built.files:
            terminal.say(f"  {name}")

    call(context, make)


@app.command(hidden=True)
def hook(context: typer.Context, stage: Literal["pre-render", "post-render"]) -> None:
    """Do what Quarto's project hooks ask for; the scripts of a review call this."""
    from reviewpress import hooks, terminal

    def serve() -> None:
        project = open_review(context)
        if stage == "post-render":
            hooks.post_render(project, on_progress=terminal.say)
            return
        with terminal.progress(verbose=options_of(context).verbose) as show:
            hooks.pre_render(project, jobs=os.cpu_count() or 1, on_event=show.run)

    call(context, serve)


@app.command()
def doctor(context: typer.Context) -> None:
    """Say which tools were found, which are missing, and how to get them."""
    from reviewpress import doctor as doctor_module
    from reviewpress import terminal

    def examine() -> None:
        tools = doctor_module.examine(options_of(context).folder)
        width = max(len(tool.name) for tool in tools)
        for tool in tools:
            terminal.say(f"{tool.mark}  {tool.name:<{width}}  {tool.text}")
        if any(tool.is_needed and not tool.is_found for tool in tools):
            raise typer.Exit(ExitCode.TOOL_MISSING)

    call(context, examine)


def _verdict(checked: object) -> str:
    """Sum a check up in one line."""
    from reviewpress.checks import Checked
    from reviewpress.problems import Severity

    assert isinstance(checked, Checked)  # noqa: S101 - narrows the lazily imported type
    errors = sum(problem.severity is Severity.ERROR for problem in checked.problems)
    warnings = len(checked.problems) - errors
    tables = len(checked.tables.names) if checked.tables else 0
    found = f"{_count(errors, 'error')}, {_count(warnings, 'warning')}"
    return f"{found}; {_count(tables, 'table')} checked"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


cli_runs.register(app)
cli_editions.register(app)
cli_preview.register(app)
