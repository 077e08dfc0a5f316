"""The two rendering engines, and which of them renders a review."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from reviewpress.errors import ToolMissing
from reviewpress.problems import Problem
from reviewpress.project import Project
from reviewpress.settings import EngineName

__all__ = ["Engine", "Rendered", "Selected", "load", "select"]


Progress = Callable[[str], None]


def _ignore(_text: str) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What an engine wrote.

    Attributes:
        out: Folder of the documents.
        files: What a reader opens: pages, PDF and DOCX, relative to `out`, sorted.
        warnings: What is doubtful in the sources and did not stop the engine.
    """

    out: Path
    files: tuple[str, ...]
    warnings: tuple[Problem, ...] = ()


class Engine(Protocol):
    """Renders the documents of a review."""

    @property
    def name(self) -> str:
        """What the engine is called in settings and on the command line."""

    def version(self) -> str:
        """Return the version of what renders.

        Raises:
            ToolMissing: It is absent or too old; the hint says how to get it.
        """

    def render(self, project: Project, profile: str | None, out: Path) -> Rendered:
        """Render all formats of one profile into `out`.

        Raises:
            RenderError: The sources cannot be rendered, or came out wrong.
        """


@dataclass(frozen=True, slots=True)
class Selected:
    """The engine to use, and why, in one line."""

    engine: Engine
    reason: str


def load(name: Literal["quarto", "pandoc"], on_progress: Progress = _ignore) -> Engine:
    """Return the engine called `name`; its program may still be missing.

    Args:
        name: Which engine.
        on_progress: Told in a line what is being rendered, by an engine that takes its time.
    """
    if name == "quarto":
        from reviewpress.quarto import QuartoEngine  # noqa: PLC0415 - it imports this module

        return QuartoEngine(on_progress=on_progress)
    return _Embedded()


@dataclass(frozen=True, slots=True)
class _Embedded:
    """The embedded engine, imported when there is something to render."""

    name: str = "pandoc"

    def version(self) -> str:
        """Return pandoc's version."""
        from reviewpress.pandoc import program  # noqa: PLC0415 - as the docstring says

        return program.version()

    def render(self, project: Project, profile: str | None, out: Path) -> Rendered:
        """Render all formats of one profile into `out`."""
        from reviewpress.pandoc.engine import PandocEngine  # noqa: PLC0415 - as above

        return PandocEngine().render(project, profile, out)


def select(project: Project, name: EngineName, on_progress: Progress = _ignore) -> Selected:
    """Choose the engine: the one that is named, else Quarto where it is found and new enough.

    Args:
        project: The review.
        name: Name of the engine, or `auto`.
        on_progress: Told in a line what is being rendered, by an engine that takes its time.

    Raises:
        ToolMissing: The named engine is absent or too old.
    """
    pinned = " (review.engine)" if project.settings.engine == name else ""
    if name != "auto":
        engine = load(name, on_progress)
        return Selected(engine, f"engine: {name} {engine.version()}, as asked for{pinned}")
    quarto = load("quarto", on_progress)
    try:
        return Selected(quarto, f"engine: quarto {quarto.version()}, found on this machine")
    except ToolMissing as error:
        embedded = load("pandoc")
        reason = f"engine: pandoc {embedded.version()}, built in ({error.message})"
        return Selected(embedded, reason)
