"""Execute one notebook with papermill, in a process of its own."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from reviewpress.runs import kernel
from reviewpress.runs.pool import Failed, Finished, Job, Step

_STARTUP_SECONDS = 180
_IOPUB_SECONDS = 60


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


def work(job: Job, connection: Connection) -> None:
    """Execute `job` and send each step, then the result, over `connection`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides, then sends SIGTERM
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    progress = _Progress(connection)
    try:
        connection.send(Finished(_plain(_execute(job, progress))))
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
        notebook = progress.notebook
        known = (None, None) if notebook is None else (progress.cell, _plain(notebook))
        connection.send(Failed(known[0], reason, "", known[1]))


def _execute(job: Job, progress: _Progress) -> Any:
    # A notebook instead of paths: papermill would run str.format over the folders' names.
    return papermill.execute_notebook(
        _notebook(job.notebook),
        None,
        parameters=dict(job.parameters),
        kernel_name="python3",
        language="python",
        progress_bar=False,
        start_timeout=_STARTUP_SECONDS,
        iopub_timeout=_IOPUB_SECONDS,
        coalesce_streams=True,
        shutdown_kernel="immediate",
        kernel_manager_class=kernel.ReviewKernelManager,
        config=kernel.configure(Path(job.home), job.number),
        resources={"metadata": {"path": job.root}},
        on_notebook_start=progress.start,
        on_cell_start=progress.step,
    )


def _notebook(content: Mapping[str, Any]) -> Any:
    return nbformat.from_dict(dict(content))  # type: ignore[no-untyped-call]


def _plain(notebook: Any) -> dict[str, Any]:
    """Copy a notebook to plain values, without what papermill notes about itself."""
    notebook.metadata.pop("papermill", None)
    upgraded: dict[str, Any] = nbformat.v4.upgrade(notebook)  # type: ignore[no-untyped-call]
    return upgraded
