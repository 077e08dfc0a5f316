"""What the kernel server makes once, so that no run makes it again."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest

from reviewpress.runs import kernel

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
