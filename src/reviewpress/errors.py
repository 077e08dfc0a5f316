"""Errors of reviewpress, one subclass per phase, and the exit code of each.

ReviewError
├── SettingsError   `_quarto.yml`, `runs.yml` or the command line is wrong       exit 2
├── DataError       tables, bibliography or chapters do not hold together         exit 1
├── ToolMissing     a program is absent or too old                                exit 3
├── NotebookError   a run failed                                                  exit 4
└── RenderError     an engine failed, or its output does not hold together        exit 5

Library code raises; only the command line prints and exits.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """What a command says to the shell."""

    OK = 0
    CONTENT = 1
    USAGE = 2
    TOOL_MISSING = 3
    NOTEBOOK = 4
    RENDER = 5


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a source file.

    `path` is relative to the review's root with forward slashes; `line` and `column` count from
    1. For a CSV table, `column` counts cells, not characters, as readers of tables do.
    """

    path: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Write `path:line:column`, leaving out what is not known."""
        known = [str(part) for part in (self.line, self.column) if part is not None]
        return ":".join([self.path, *known])


class ReviewError(Exception):
    """Something the user can put right.

    Args:
        message: What is wrong, as one sentence without the place or the remedy.
        hint: What to do next, a command or an edit that the user can make.
        where: The place in the sources.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.CONTENT

    def __init__(
        self, message: str, *, hint: str | None = None, where: Location | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.where = where

    def __str__(self) -> str:
        """Write the place and the message, for logs and tracebacks."""
        return f"{self.where}: {self.message}" if self.where else self.message


class SettingsError(ReviewError):
    """A setting is unknown, missing or of the wrong kind."""

    exit_code = ExitCode.USAGE


class DataError(ReviewError):
    """The content of the review does not hold together."""

    exit_code = ExitCode.CONTENT


class ToolMissing(ReviewError):  # noqa: N818 - reads as the sentence it prints
    """A program that the command needs is absent or too old."""

    exit_code = ExitCode.TOOL_MISSING


class NotebookError(ReviewError):
    """A run of a notebook failed."""

    exit_code = ExitCode.NOTEBOOK


class RenderError(ReviewError):
    """A document could not be rendered, or came out wrong."""

    exit_code = ExitCode.RENDER
