"""The command that previews a review."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from reviewpress.command import Jobs, call, open_review, options_of


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(preview)


def preview(
    context: typer.Context,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port on this machine; 0 takes a free one.")
    ] = 4444,
    jobs: Jobs = None,
    *,
    browser: Annotated[
        bool, typer.Option("--browser", help="Open the site in the browser.")
    ] = False,
) -> None:
    """Show the site while you write: rebuild what changed and reload the page.

    Pages are rendered by the embedded engine, without PDF, into _build/preview; only this
    machine can see them. What goes wrong is shown here and in the browser. Ctrl-C ends it.
    """
    from reviewpress import preview as previewing
    from reviewpress import terminal

    def told(address: str) -> None:
        terminal.say(f"preview: {address}  (Ctrl-C ends it)")
        if browser:
            typer.launch(address)

    def show() -> None:
        with terminal.progress(verbose=options_of(context).verbose, plain=True) as shown:
            previewing.preview(
                open_review(context),
                port=port,
                jobs=jobs or os.cpu_count() or 1,
                handlers=previewing.Handlers(shown.run, shown.stage),
                on_report=terminal.report_preview,
                on_address=told,
            )

    call(context, show)
