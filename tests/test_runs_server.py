"""What the kernel server makes once, so that no run makes it again."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from multiprocessing import reduction
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread

import pytest
from run_reviews import ran
from small_reviews import notebook, parameters, write_review

from reviewpress.errors import NotebookError
from reviewpress.runs import Policy, kernel
from reviewpress.runs.messages import Job
from reviewpress.runs.workers import ServerWorkers

WARM = """
import sys
from reviewpress.runs import server
server.preload()
import fastjsonschema, nbformat
fastjsonschema.compile = None
notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
nbformat.validate(notebook)
nbformat.reads(nbformat.writes(notebook), as_version=4)
print([name for name in ("debugpy", "matplotlib.pyplot") if name in sys.modules])
"""


def test_runs_do_not_write_the_validator_of_notebooks_again():
    done = subprocess.run(
        [sys.executable, "-c", WARM], capture_output=True, text=True, check=True, timeout=60
    )

    assert done.stdout == "[]\n"


def test_the_end_of_a_kernel_is_seen_at_once(monkeypatch: pytest.MonkeyPatch):
    slept: list[float] = []

    class Provisioner:
        has_process = True

        async def poll(self) -> int | None:
            return 0 if len(slept) == 3 else None

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    manager = kernel.ReviewKernelManager()
    manager.provisioner = Provisioner()

    asyncio.run(manager._async_wait(0.1))

    assert slept == [kernel._POLL_SECONDS] * 3


def test_a_client_opens_no_channel_that_papermill_leaves_alone():
    manager = kernel.ReviewKernelManager(transport="ipc", ip="nowhere")
    manager.shell_port, manager.iopub_port = 1, 2
    client = manager.client()

    client.start_channels()

    alive = {
        name: getattr(client, f"{name}_channel").is_alive()
        for name in ("shell", "iopub", "stdin", "control", "hb")
        if getattr(client, f"_{name}_channel") is not None
    }
    client.stop_channels()
    assert alive == {"shell": True, "iopub": True}


LISTED = """import sys
from ipykernel import ipkernel
kernel = get_ipython().kernel
assert kernel._kernel_modules == [], kernel._kernel_modules
assert ipkernel.sys is sys
application = kernel.parent
assert application.connection_file == application.config.IPKernelApp.connection_file
assert sys.argv[1:3] == ["-f", application.connection_file]"""


@pytest.mark.parametrize("kernels", ["forked", "ordinary"])
def test_a_kernel_lists_no_modules_for_the_debugger_that_it_lacks(tmp_path: Path, kernels):
    project = write_review(tmp_path, "runs: {a: {notebook: a.ipynb}}\n", a=notebook(LISTED))

    assert ran(project, Policy(kernels=kernels)) == {"a"}


KILL = """import os, pathlib, signal
def parent(pid):
    text = pathlib.Path(f'/proc/{pid}/status').read_text()
    return int(text.partition('PPid:')[2].split()[0])
os.kill(parent(os.getppid()), signal.SIGKILL)"""


def test_a_server_that_is_gone_is_told_of(tmp_path: Path):
    runs = "runs: {a: {notebook: a.ipynb, matrix: {x: [1, 2]}}}\n"
    project = write_review(tmp_path, runs, a=notebook(parameters("x = 0"), KILL))

    with pytest.raises(NotebookError, match="the kernel server ended with code -9"):
        ran(project, jobs=1)


def test_a_thousand_ends_that_nobody_asks_for_stop_no_server():
    ours, theirs = (Connection(end.detach()) for end in socket.socketpair())

    def serve() -> None:
        """Tell of the end of each job at once, as the kernel server does."""
        theirs.send([])
        for _ in range(1000):
            job = theirs.recv()
            os.close(reduction.recv_handle(theirs))
            theirs.send((job.number, 0))

    def ask() -> None:
        with subprocess.Popen([sys.executable, "-c", ""]) as process:
            workers = ServerWorkers(process, ours)
            for number in range(1000):
                workers.start(Job("a", number, {}, {}, root="/", home="/")).close()

    both = [Thread(target=one, daemon=True) for one in (serve, ask)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(timeout=60)

    assert not any(thread.is_alive() for thread in both)
