"""How runs are executed: what the command line lets a user choose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Executor = Literal["local", "dask"]
Kernels = Literal["forked", "ordinary"]


@dataclass(frozen=True, slots=True)
class Policy:
    """How runs are executed.

    Attributes:
        fail_fast: Stop all runs when one fails; otherwise the others go on.
        megabytes: How much memory kernels may hold together; None for no bound.
        kernels: Forked from the kernel server where that is possible, or ordinary ones.
        executor: Who executes: this machine, or workers of Dask.
        scheduler: Address of Dask's scheduler; None for one that is started here.
    """

    fail_fast: bool = False
    megabytes: float | None = None
    kernels: Kernels = "forked"
    executor: Executor = "local"
    scheduler: str | None = None
