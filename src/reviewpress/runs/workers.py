"""Processes that execute runs: forks of the kernel server, or fresh ones where it cannot be."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import reduction
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from subprocess import Popen, TimeoutExpired
from typing import Any, Protocol

from reviewpress import process
from reviewpress.errors import NotebookError
from reviewpress.runs import surroundings
from reviewpress.runs.launch import program
from reviewpress.runs.messages import Errand, Job

_GRACE_SECONDS = 5.0


class Workers(Protocol):
    """Starts a process for each job."""

    def start(self, job: Job) -> Connection:
        """Start a worker and return where it reports; the report ends when the worker does."""

    def exit_code(self, job: Job) -> int | None:
        """Return how a worker ended that reports no more; None where nobody knows."""

    def stop(self) -> None:
        """End all workers and their kernels."""


@dataclass(slots=True)
class ServerWorkers:
    """Workers that the kernel server forks. Only this process speaks to it."""

    _process: Popen[bytes]
    _control: Connection
    _codes: dict[int, int] = field(default_factory=dict)
    _is_ready: bool = False
    _answer: Connection | None = None

    @classmethod
    def open(cls, root: Path, home: Path) -> ServerWorkers:
        """Start the server, which imports libraries while we go on."""
        ours, theirs = socket.socketpair()
        with theirs:
            argv = [*program("reviewpress.runs.server"), str(theirs.fileno())]
            env = process.environment(**surroundings.environment(home))
            if paths := env.get("PYTHONPATH"):  # relative to our folder, not to the review's
                env["PYTHONPATH"] = os.pathsep.join(
                    str(Path(path).resolve()) for path in paths.split(os.pathsep) if path
                )
            started = process.start(argv, cwd=root, env=env, handles=[theirs.fileno()])
        return cls(started, Connection(ours.detach()))

    def ask(self, function: Callable[..., object], *arguments: object) -> None:
        """Let a fork of the server call a function as soon as pandas and pandera are imported."""
        self._answer = self._send(Errand(function, arguments, process.environment()))

    def answer(self) -> Any:
        """Wait for what the function returned; None where it failed, or nothing was asked."""
        if self._answer is None:
            return None
        try:
            return self._answer.recv()
        except (EOFError, OSError):
            return None

    def preloaded(self) -> frozenset[str]:
        """Return the top-level modules that each kernel has from its start.

        Raises:
            NotebookError: The server could not start.
        """
        self._is_ready = True
        try:
            return frozenset(self._control.recv())
        except EOFError as error:
            raise self._ended() from error

    def start(self, job: Job) -> Connection:
        """Let the server fork a worker.

        Raises:
            NotebookError: The server has ended.
        """
        if not self._is_ready:
            self.preloaded()
        try:
            # A server whose words nobody takes waits for that once a few hundred have heaped up.
            while self._control.poll():
                self._hear()
            return self._send(job)
        except (EOFError, OSError) as error:
            raise self._ended() from error

    def exit_code(self, job: Job) -> int | None:
        """Return what the server tells of a worker's end."""
        try:
            while job.number not in self._codes:
                self._hear()
        except (EOFError, OSError):
            return self._process.poll()
        return self._codes[job.number]

    def stop(self) -> None:
        """Hang up, upon which the server ends its workers and itself."""
        self._control.close()
        if not self._is_ready and self._process.poll() is None:
            # It has no workers, and nobody waits for its imports nor for an errand.
            os.killpg(self._process.pid, signal.SIGKILL)
        if self._answer:
            self.answer()  # of an errand that is still under way there is no more than its end
            self._answer.close()
            self._answer = None
        try:
            self._process.wait(_GRACE_SECONDS)
        except TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _ended(self) -> NotebookError:
        self.stop()
        return NotebookError(
            f"the kernel server ended with code {self._process.returncode}",
            hint="what it wrote stands above; `reviewpress doctor` looks at the installation",
        )

    def _hear(self) -> None:
        number, code = self._control.recv()
        self._codes[number] = code

    def _send(self, asked: Job | Errand) -> Connection:
        ours, theirs = socket.socketpair()
        with theirs:
            self._control.send(asked)
            reduction.send_handle(self._control, theirs.fileno(), self._process.pid)
        return Connection(ours.detach())


@dataclass(slots=True)
class FreshWorkers:
    """Workers with ordinary kernels, each of which imports all it needs."""

    _context: BaseContext
    _processes: dict[int, BaseProcess] = field(default_factory=dict)

    @classmethod
    def open(cls) -> FreshWorkers:
        """Pay for the worker's imports once, where processes can be forked."""
        if sys.platform == "win32":
            return cls(multiprocessing.get_context("spawn"))
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["reviewpress.runs.worker"])
        return cls(context)

    def start(self, job: Job) -> Connection:
        """Start a process that drives an ordinary kernel."""
        ours, theirs = self._context.Pipe(duplex=False)
        worker = self._context.Process(target=_work, args=(job, theirs), name=job.run)  # type: ignore[attr-defined]
        worker.start()
        # Only the worker holds its end now, so that its death shows as the end of the messages.
        theirs.close()
        self._processes[job.number] = worker
        assert isinstance(ours, Connection)  # noqa: S101 - not a pipe of Windows
        return ours

    def exit_code(self, job: Job) -> int | None:
        """Return how the process ended."""
        worker = self._processes[job.number]
        worker.join()
        return worker.exitcode

    def stop(self) -> None:
        """End all processes, each of which ends its kernel."""
        alive = [worker for worker in self._processes.values() if worker.is_alive()]
        for worker in alive:
            worker.terminate()
        for worker in alive:
            worker.join(_GRACE_SECONDS)
            if worker.is_alive():
                worker.kill()
                worker.join()


def can_fork() -> bool:
    """Say whether forking a process that has loaded libraries is safe here."""
    return sys.platform == "linux" and hasattr(os, "fork")


def _work(job: Job, connection: Connection) -> None:
    from reviewpress.runs.worker import work  # noqa: PLC0415 - papermill stays out of the parent

    work(job, connection)
