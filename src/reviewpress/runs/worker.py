"""Execute one notebook with papermill, in a process of its own."""

from __future__ import annotations

import contextlib
import logging
import resource
import signal
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import nbformat
import papermill
from jupyter_client.kernelspec import NoSuchKernel
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from reviewpress.runs import kernel
from reviewpress.runs.launch import ForkedKernel, Observed, command
from reviewpress.runs.messages import Failed, Finished, Job, Step

_STARTUP_SECONDS = 180
_IOPUB_SECONDS = 60
_KILOBYTES = 1024


@dataclass(slots=True)
class _Progress:
    """Remembers the notebook and the cell at which it is, and reports each cell."""

    connection: Connection
    notebook: Any = None
    cell: int = 0

    def start(self, notebook: Any) -> None:
        self.notebook = notebook

    def step(self, cell: Any, cell_index: int) -> None:
        del cell
        self.cell = cell_index
        self.connection.send(Step(cell_index, len(self.notebook.cells)))


def observed(job: Job) -> Observed:
    """Say how the kernel of a job is to be observed."""
    return Observed(job.root, job.log, job.tables)


def work(job: Job, connection: Connection, forked: ForkedKernel | None = None) -> None:
    """Execute `job` and send each step, then the result, over `connection`.

    Args:
        job: What to do.
        connection: Who asked.
        forked: The process that becomes the kernel; otherwise an ordinary one is started.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides, then sends SIGTERM
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    progress = _Progress(connection)
    began = time.monotonic()
    try:
        notebook = _plain(_execute(job, progress, forked))
        connection.send(
            Finished(notebook, time.monotonic() - began, _megabytes(), _observations(job))
        )
    except PapermillExecutionError as error:
        failure = Failed(
            error.cell_index,
            f"{error.ename}: {error.evalue}".rstrip(": "),
            "\n".join(error.traceback),
            _plain(progress.notebook),
        )
        connection.send(failure)
    except (DeadKernelError, CellTimeoutError, RuntimeError) as error:
        is_dead = isinstance(error, DeadKernelError)
        reason = "the kernel died" if is_dead else str(error) or type(error).__name__
        content = progress.notebook
        known = (None, None) if content is None else (progress.cell, _plain(content))
        connection.send(Failed(known[0], reason, "", known[1]))
    except NoSuchKernel:
        reason = f"the kernel `{job.kernel}` that the notebook asks for is not installed here"
        connection.send(Failed(None, reason, "", None))


def _execute(job: Job, progress: _Progress, forked: ForkedKernel | None) -> Any:
    # A notebook instead of paths: papermill would run str.format over the folders' names.
    return papermill.execute_notebook(
        nbformat.from_dict(dict(job.notebook)),  # type: ignore[no-untyped-call]
        None,
        parameters=dict(job.parameters),
        kernel_name=job.kernel or "python3",
        language=job.language,
        progress_bar=False,
        start_timeout=_STARTUP_SECONDS,
        iopub_timeout=_IOPUB_SECONDS,
        raise_on_iopub_timeout=True,  # or outputs that come too late would be missing unsaid
        coalesce_streams=True,
        shutdown_kernel="immediate",
        kernel_manager_class=_manager(job, forked),
        config=kernel.configure(Path(job.home), job.number, command(observed(job))),
        resources={"metadata": {"path": job.root}},
        on_notebook_start=progress.start,
        on_cell_start=progress.step,
    )


def _manager(job: Job, forked: ForkedKernel | None) -> type[AsyncKernelManager]:
    if job.kernel:
        return AsyncKernelManager
    return kernel.forking(forked) if forked else kernel.ReviewKernelManager


def _megabytes() -> float:
    """Return the most memory that the kernel held, now that it has ended."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / _KILOBYTES


def _observations(job: Job) -> tuple[str, ...]:
    with contextlib.suppress(FileNotFoundError):
        return tuple(Path(job.log).read_text(encoding="utf-8").splitlines())
    return ()


def _plain(notebook: Any) -> Mapping[str, Any]:
    """Copy a notebook to plain values, without what papermill notes about itself."""
    notebook.metadata.pop("papermill", None)
    upgraded: Mapping[str, Any] = nbformat.v4.upgrade(notebook)  # type: ignore[no-untyped-call]
    return upgraded
