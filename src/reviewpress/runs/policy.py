"""How runs are executed: what the command line lets a user choose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kernels = Literal["forked", "ordinary"]


@dataclass(frozen=True, slots=True)
class Policy:
    """How runs are executed.

    Attributes:
        fail_fast: Stop all runs when one fails; otherwise the others go on.
        megabytes: How much memory kernels may hold together; None for no bound.
        kernels: Forked from the kernel server where that is possible, or ordinary ones.
    """

    fail_fast: bool = False
    megabytes: float | None = None
    kernels: Kernels = "forked"
