"""Packages that are installed and not needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from reviewpress.hiding import hidden


def test_a_hidden_package_is_not_found_and_found_again():
    sys.modules.pop("wave", None)

    with hidden("wave", "json"):
        import json  # noqa: PLC0415 - in use already, so it stays

        assert json.loads("1") == 1
        with pytest.raises(ImportError):
            import wave  # noqa: PLC0415

    import wave  # noqa: PLC0415

    assert wave.__name__ == "wave"


def test_a_check_imports_no_other_frames(minimal: Path):
    code = (
        "import sys\nfrom pathlib import Path\nfrom reviewpress import checks, project\n"
        f"checks.require(project.open_project(Path({str(minimal)!r})))\n"
        "print('dask' in sys.modules)\nimport dask\nprint(dask.__name__)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "False\ndask\n"
