"""Kernel and environment that runs execute in: this Python, and nothing of its user's."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from traitlets import Dict
from traitlets.config import Config

from reviewpress.files import write_json, write_text

# 1980-01-01, the earliest time that a zip archive can hold.
_EPOCH = "315532800"

_IPYTHON = {
    "HistoryManager": {"enabled": False},
    "InlineBackend": {
        # "retina" is PNG with twice the pixels at the same size: DOCX needs them on paper.
        "figure_formats": ["svg", "retina"],
        "print_figure_kwargs": {"bbox_inches": "tight"},
    },
    "InteractiveShell": {"colors": "nocolor", "xmode": "Plain"},
}
_MATPLOTLIB = "svg.hashsalt: reviewpress\nsvg.fonttype: path\n"


class ReviewKernelManager(AsyncKernelManager):
    """Starts a kernel of this Python, whatever kernel the notebook names."""

    environment = Dict().tag(config=True)

    @property
    def kernel_spec(self) -> KernelSpec:
        """A specification that needs no `kernel.json` to be installed."""
        return KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            display_name="Python 3",
            language="python",
            name="python3",
            env=dict(self.environment),
        )


def write_home(home: Path) -> None:
    """Write the settings of IPython and matplotlib that kernels use into the folder `home`."""
    write_json(home / "ipython" / "profile_default" / "ipython_kernel_config.json", _IPYTHON)
    write_text(home / "matplotlibrc", _MATPLOTLIB)


def configure(home: Path, number: int) -> Config:
    """Return the configuration of the kernel manager for one run.

    Sockets stand in files, not on TCP ports that anybody on the machine could read.

    Args:
        home: Folder that `write_home` filled; its path must be short, as sockets' paths are.
        number: A number that no other run of this execution has.
    """
    settings: dict[str, Any] = {
        "connection_file": str(home / f"{number}.json"),
        "transport": "ipc",
        "environment": _environment(home),
    }
    return Config(json.loads(json.dumps({"ReviewKernelManager": settings})))


def _environment(home: Path) -> dict[str, str]:
    """Return the variables that make equal inputs give equal outputs."""
    return {
        "COLUMNS": "80",
        "IPYTHONDIR": str(home / "ipython"),
        "LC_ALL": "C.UTF-8",
        "MATPLOTLIBRC": str(home / "matplotlibrc"),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        # Sums depend on how many threads share them.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "SOURCE_DATE_EPOCH": _EPOCH,
        "TZ": "UTC",
    }
