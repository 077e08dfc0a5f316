"""Become the kernel of one run: in a fork of the kernel server, or in a Python of its own.

An ordinary kernel is called with ROOT LOG TABLES -f FILE.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

from reviewpress import observation
from reviewpress.hiding import hidden

# ipykernel imports it where it is installed, which is the larger part of a kernel's start.
DEBUGGER = "debugpy"


@dataclass(frozen=True, slots=True)
class Observed:
    """How the kernel of a run is observed.

    Attributes:
        root: Folder of the review.
        log: File that its observer appends to.
        tables: Folder with a snapshot of the checked tables; empty where there is none.
    """

    root: str
    log: str
    tables: str = ""

    def start(self) -> None:
        """Observe this process from now on."""
        tables = Path(self.tables) if self.tables else None
        observation.start(Path(self.root), Path(self.log), tables=tables)


def command(observed: Observed) -> list[str]:
    """Return the command of an ordinary kernel, with a placeholder for its connection file."""
    arguments = [*asdict(observed).values(), "-f", "{connection_file}"]
    return [*program("reviewpress.runs.launch"), *arguments]


def program(module: str) -> list[str]:
    """Return the command that calls `main` of one of our modules.

    The folder it works in comes onto Python's path only when IPython puts it there, so that none of
    our own imports is taken from it. (Python's option -P would keep IPython from doing so.)
    """
    return [sys.executable, "-c", f"import sys; del sys.path[0]; import {module} as m; m.main()"]


@dataclass(slots=True)
class ForkedKernel:
    """A fork of this process that waits to become a kernel.

    Attributes:
        pid: Its process.
        pipe: File descriptor on which it waits for `start`; None once it was sent.
    """

    pid: int
    pipe: int | None
    _code: int | None = None

    def start(self, connection_file: str, env: Mapping[str, str]) -> None:
        """Let it become the kernel that `connection_file` describes."""
        assert self.pipe is not None  # noqa: S101 - a kernel starts once
        message = json.dumps({"connection_file": connection_file, "env": dict(env)})
        with os.fdopen(self.pipe, "w", encoding="utf-8") as pipe:
            pipe.write(message)
        self.pipe = None

    def poll(self) -> int | None:
        """Return its exit code, negative for a signal, or None while it lives."""
        if self._code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._code = os.waitstatus_to_exitcode(status)
        return self._code

    def send_signal(self, number: int) -> None:
        """Send a signal to it and all that it started."""
        if self.poll() is None:
            os.killpg(self.pid, number)


def fork_kernel(observed: Observed, keep_closed: Sequence[int]) -> ForkedKernel:
    """Fork a process that becomes a kernel when it is told to, and ends when we do.

    Args:
        observed: How it is observed.
        keep_closed: File descriptors that it must not hold open.
    """
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(reading)
        return ForkedKernel(pid, writing)
    try:
        os.setsid()
        for handle in (writing, *keep_closed):
            os.close(handle)
        with os.fdopen(reading, encoding="utf-8") as pipe:
            text = pipe.read()
        if text:
            _become(json.loads(text), observed)
    finally:
        os._exit(0)


def _become(told: Mapping[str, Any], observed: Observed) -> None:
    """Start the kernel with nothing of the server but its imports."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _replace_environment(told["env"])
    time.tzset()
    random.seed()
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()
    observed.start()
    _serve(["-f", told["connection_file"]])


def _replace_environment(env: Mapping[str, str]) -> None:
    from reviewpress import process  # noqa: PLC0415 - the one place that touches it

    process.replace_environment(env)


def _serve(arguments: list[str]) -> None:
    import ipykernel_launcher  # noqa: PLC0415 - only a kernel needs it
    from ipykernel import ipkernel  # noqa: PLC0415 - as above
    from ipykernel.kernelapp import IPKernelApp  # noqa: PLC0415 - as above
    from traitlets.config import Config  # noqa: PLC0415 - as above

    sys.argv = [str(ipykernel_launcher.__file__), *arguments]
    application = IPKernelApp.instance(parent_handle=os.getppid())
    if arguments[:-1] == ["-f"]:
        told = Config({"IPKernelApp": {"connection_file": arguments[-1]}})

        def take(_argv: list[str] | None = None) -> None:
            application.update_config(told)

        # Two words need no parser of all options, which is a tenth of a kernel's start.
        application.parse_command_line = take  # type: ignore[method-assign, assignment]
    with hidden(DEBUGGER), _unlisted_modules(ipkernel):
        application.initialize(arguments)  # type: ignore[no-untyped-call]
    application.start()  # type: ignore[no-untyped-call]


class _System:
    """Python's `sys` without its modules."""

    modules: Mapping[str, ModuleType] = MappingProxyType({})

    def __getattr__(self, name: str) -> Any:
        return getattr(sys, name)


@contextmanager
def _unlisted_modules(ipkernel: ModuleType) -> Iterator[None]:
    """Let a kernel that begins list no modules for its debugger, which it does not have.

    Whoever touches each of them in a fork copies a quarter of the memory that a kernel copies.
    """
    known = vars(ipkernel)["sys"]
    vars(ipkernel)["sys"] = _System()
    try:
        yield
    finally:
        vars(ipkernel)["sys"] = known


def main() -> None:
    """Serve as an ordinary kernel."""
    root, log, tables, *arguments = sys.argv[1:]
    Observed(root, log, tables).start()
    _serve(arguments)
