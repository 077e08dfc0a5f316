"""Run jobs in processes of their own, a few at a time, and stop them all together."""

from __future__ import annotations

import multiprocessing
import sys
from collections import deque
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any

_GRACE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker needs for one run. It travels between processes.

    Attributes:
        run: Name of the run.
        number: A number that no other job of this execution has.
        notebook: The prepared notebook.
        parameters: Parameters to inject.
        root: Folder that the kernel works in.
        home: Folder with the kernel's settings.
    """

    run: str
    number: int
    notebook: Mapping[str, Any] = field(repr=False)
    parameters: Mapping[str, Any]
    root: str
    home: str


@dataclass(frozen=True, slots=True)
class Step:
    """A worker begins the cell `index`, counted from 0, of `cells`."""

    index: int
    cells: int


@dataclass(frozen=True, slots=True)
class Finished:
    """A worker executed all cells; `notebook` holds their outputs."""

    notebook: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Failed:
    """A cell failed, or the kernel or the worker died.

    Attributes:
        index: The cell, counted from 0 in the executed notebook; None where it is not known.
        reason: Kind and message of the exception.
        traceback: As IPython wrote it; empty where there is none.
        notebook: The notebook as far as it ran; None where it did not begin.
    """

    index: int | None
    reason: str
    traceback: str
    notebook: dict[str, Any] | None = field(repr=False)


Message = Step | Finished | Failed
_Running = dict[Connection, tuple[Job, BaseProcess]]


def messages(jobs: Sequence[Job], *, workers: int) -> Generator[tuple[Job, Message]]:
    """Start `jobs` in order, at most `workers` at a time, and yield what they report.

    When the caller stops listening, be it for an error or Ctrl-C, all processes are ended.
    """
    context = _context()
    waiting = deque(jobs)
    running: _Running = {}
    try:
        while waiting or running:
            while waiting and len(running) < max(1, workers):
                _start(waiting.popleft(), context, running=running)
            for ready in wait(list(running)):
                assert isinstance(ready, Connection)  # noqa: S101 - only connections were given
                job, message = _receive(ready, running)
                yield job, message
    finally:
        _stop(running)


def _context() -> BaseContext:
    """Return a way to start processes that pays for the worker's imports once, if there is one."""
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["reviewpress.runs.worker"])
    return context


def _start(job: Job, context: BaseContext, *, running: _Running) -> None:
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(job, theirs), name=job.run)  # type: ignore[attr-defined]
    process.start()
    # Only the worker holds its end now, so that its death shows as the end of the messages.
    theirs.close()
    running[ours] = (job, process)


def _work(job: Job, connection: Connection) -> None:
    from reviewpress.runs.worker import work  # noqa: PLC0415 - papermill stays out of the parent

    work(job, connection)


def _receive(connection: Connection, running: _Running) -> tuple[Job, Message]:
    job, process = running[connection]
    try:
        message: Message = connection.recv()
    except EOFError:
        process.join()
        reason = f"its process ended with code {process.exitcode}"
        message = Failed(None, reason, "", None)
    if not isinstance(message, Step):
        del running[connection]
        connection.close()
        process.join()
    return job, message


def _stop(running: _Running) -> None:
    for _job, process in running.values():
        process.terminate()
    for connection, (_job, process) in running.items():
        process.join(_GRACE_SECONDS)
        if process.is_alive():
            process.kill()
            process.join()
        connection.close()
