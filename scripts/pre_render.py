"""Called by Quarto before it renders: checks the review and runs its notebooks."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def call(stage: str) -> None:
    """Let reviewpress do the work of `stage`, and end with its exit code.

    A Quarto that reviewpress itself has started needs nothing from here.
    """
    if "REVIEWPRESS_RENDERING" in os.environ:
        return
    argv = [find_python(), "-m", "reviewpress", "--project", str(ROOT), "hook", stage]
    sys.exit(subprocess.run(argv, check=False).returncode)


def find_python() -> str:
    """Return a Python that has reviewpress: this one, or that of the review's `.venv`."""
    if importlib.util.find_spec("reviewpress"):
        return sys.executable
    for name in ("bin/python", "Scripts/python.exe"):
        python = ROOT / ".venv" / name
        if python.is_file():
            return str(python)
    sys.exit(
        f"reviewpress is not installed for {sys.executable}, and there is no .venv. "
        "Make one with: make venv. Or install reviewpress with pip."
    )


if __name__ == "__main__":
    call("pre-render")
