"""What kernels work in: settings and variables that make equal runs give equal bytes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

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


def write_home(home: Path) -> None:
    """Write the settings of IPython and matplotlib that kernels use into the folder `home`."""
    write_json(home / "ipython" / "profile_default" / "ipython_kernel_config.json", _IPYTHON)
    write_text(home / "matplotlibrc", _MATPLOTLIB)


def environment(home: Path) -> Mapping[str, str]:
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
