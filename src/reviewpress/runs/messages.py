"""What travels between a build and the processes that execute its runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker needs for one run.

    Attributes:
        run: Name of the run.
        number: A number that no other job of this execution has.
        notebook: The prepared notebook.
        parameters: Parameters to inject.
        root: Folder that the kernel works in.
        home: Folder with the kernel's settings, its sockets and the observer's log.
        tables: Folder with a snapshot of the checked tables; empty where there is none.
        kernel: Name of an installed kernel of another language; empty for Python.
        language: Its language.
    """

    run: str
    number: int
    notebook: Mapping[str, Any] = field(repr=False)
    parameters: Mapping[str, Any]
    root: str
    home: str
    tables: str = ""
    kernel: str = ""
    language: str = "python"

    @property
    def log(self) -> str:
        """File that the observer of the kernel appends to."""
        return f"{self.home}/{self.number}.log"


@dataclass(frozen=True, slots=True)
class Errand:
    """A function that a fork of the kernel server calls, where its imports are wanted.

    Attributes:
        function: Function of a module, which travels by its name.
        arguments: What it is called with.
        environment: The whole environment that it is called in.
    """

    function: Callable[..., object]
    arguments: tuple[Any, ...]
    environment: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Step:
    """A worker begins the cell `index`, counted from 0, of `cells`."""

    index: int
    cells: int


@dataclass(frozen=True, slots=True)
class Finished:
    """A worker executed all cells.

    Attributes:
        notebook: The notebook with its outputs.
        seconds: How long it took.
        megabytes: The most memory that the kernel held.
        observed: Lines of the observer's log.
        written: Files below the root that the run wrote on another machine.
        root: Folder of the review on another machine; empty for a run on this one.
    """

    notebook: Mapping[str, Any] = field(repr=False)
    seconds: float = 0.0
    megabytes: float = 0.0
    observed: tuple[str, ...] = field(default=(), repr=False)
    written: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    root: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """A worker could not go on.

    Attributes:
        index: Index of the failing cell in `notebook`; None where the fault is in no cell.
        reason: The error in one line, or why the kernel ended.
        traceback: The traceback as IPython colours it; empty where there is none.
        notebook: The notebook as far as it was executed; None where it is lost.
        root: Folder of the review on another machine; empty for a run on this one.
    """

    index: int | None
    reason: str
    traceback: str = field(repr=False)
    notebook: Mapping[str, Any] | None = field(repr=False)
    root: str = ""


Message = Step | Finished | Failed
