"""The kernel server: a process that imports heavy libraries once and forks each run.

It is told jobs over a socket. For each it forks a worker, which forks the kernel that it drives;
neither lives longer than its parent. Errands it takes before all is imported: whoever checks the
review needs pandas, and need neither import it once more nor wait for the rest.
"""

from __future__ import annotations

import gc
import importlib
import os
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing import reduction
from multiprocessing.connection import Connection, wait

from reviewpress import process
from reviewpress.hiding import hidden
from reviewpress.runs import launch
from reviewpress.runs.messages import Errand, Job
from reviewpress.runs.notebook import FORMAT, MINOR

# What errands need.
PRELOADED_FIRST = (
    "numpy.random",
    "pandas",
    "pandera.pandas",
    "reviewpress.tables",
)
# What notebooks of a review import, and what a kernel and its driver need before they begin.
PRELOADED = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "ipykernel.kernelapp",
    "ipykernel_launcher",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "matplotlib.pyplot",
    "matplotlib_inline",
    "reviewpress.plots",
    "reviewpress.present",
    "reviewpress.runs.worker",
    "reviewpress.session",
    "tornado.platform.asyncio",
)
# They tie themselves to the IPython that is there when they are imported. Here is none: a kernel
# imports them again, in a few milliseconds, as what they import is loaded.
FORGOTTEN = ("matplotlib.pyplot", "matplotlib_inline")


@dataclass(slots=True)
class _Server:
    """The state of the server.

    Attributes:
        control: Where jobs and errands come from and the ends of workers are told.
        wakeup: Readable when a child ended.
        children: Number of its job by the process of each worker; None for an errand.
    """

    control: Connection
    wakeup: socket.socket
    children: dict[int, int | None] = field(default_factory=dict)

    def serve(self) -> None:
        """Fork a worker for each job until whoever asks has gone."""
        while True:
            ready = wait([self.control, self.wakeup])
            if self.wakeup in ready:
                self.wakeup.recv(4096)
                self._reap()
            if self.control in ready:
                self._take()

    def serve_waiting(self) -> None:
        """Take what was asked already, and do not wait for more."""
        while self.control.poll():
            self._take()

    def end(self) -> None:
        """End all workers, each of which ends its kernel."""
        for pid in self.children:
            os.kill(pid, signal.SIGTERM)
        for pid in self.children:
            os.waitpid(pid, 0)

    def _take(self) -> None:
        asked = self.control.recv()
        self._fork(asked, reduction.recv_handle(self.control))

    def _fork(self, asked: Job | Errand, handle: int) -> None:
        pid = os.fork()
        if pid:
            os.close(handle)
            self.children[pid] = asked.number if isinstance(asked, Job) else None
            return
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self.control.close()
            self.wakeup.close()
            _work(asked, handle) if isinstance(asked, Job) else _answer(asked, handle)
        except SystemExit as error:
            os._exit(error.code if isinstance(error.code, int) else 1)
        except BaseException:  # noqa: BLE001 - whatever it is, this fork ends here and says so
            traceback.print_exc()
            os._exit(1)
        os._exit(0)

    def _reap(self) -> None:
        while self.children:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            number = self.children.pop(pid)
            if number is not None:
                self.control.send((number, os.waitstatus_to_exitcode(status)))


def _work(job: Job, handle: int) -> None:
    from reviewpress.runs import worker  # noqa: PLC0415 - imported by main already

    # The kernel first: it must have nothing of the papermill that drives it.
    forked = None if job.kernel else launch.fork_kernel(worker.observed(job), [handle])
    with Connection(handle) as connection:
        worker.work(job, connection, forked)


def _answer(errand: Errand, handle: int) -> None:
    gc.freeze()
    gc.enable()
    process.replace_environment(errand.environment)
    time.tzset()
    with Connection(handle) as connection:
        connection.send(errand.function(*errand.arguments))


def _forget(names: Sequence[str]) -> None:
    """Take modules and all below them out, as if nobody had imported them."""
    for module in list(sys.modules):
        if any(module == name or module.startswith(f"{name}.") for name in names):
            parent, _, name = module.rpartition(".")
            if hasattr(sys.modules.get(parent), name):
                delattr(sys.modules[parent], name)
            del sys.modules[module]


def preload(meanwhile: Callable[[], None] = lambda: None) -> None:
    """Import what runs need, and make what each of them would make anew.

    Args:
        meanwhile: Called now and then once what errands need is there.
    """
    with hidden(launch.DEBUGGER):
        for name in PRELOADED_FIRST:
            importlib.import_module(name)
        for name in PRELOADED:
            meanwhile()
            importlib.import_module(name)
    _forget(FORGOTTEN)
    # It writes the code that validates a notebook, which takes as long as a short notebook.
    notebooks = importlib.import_module("nbformat.validator")
    notebooks.get_validator(FORMAT, MINOR)


def main() -> None:
    """Import what runs need, then serve."""
    gc.disable()  # imports leave next to no garbage, and looking for it takes a fifth of their time
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ours, theirs = socket.socketpair()
    for end in (ours, theirs):
        end.setblocking(False)  # noqa: FBT003 - it takes no keyword
    signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    server = _Server(Connection(int(sys.argv[1])), ours)
    try:
        preload(server.serve_waiting)
        gc.freeze()  # a collection in a fork would copy every page it looks at
        gc.enable()
        server.control.send(sorted(name for name in sys.modules if "." not in name))
        server.serve()
    except (EOFError, ConnectionError):
        pass  # whoever asked has hung up, which is how it ends us
    finally:
        server.end()
    os._exit(0)  # it has nothing to close, and taking all modules down takes a tenth of a second
