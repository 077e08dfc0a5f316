"""The command line spends no time on what only imports make."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

COUNT = """
import gc, sys
from reviewpress.__main__ import main
before = [one["collections"] for one in gc.get_stats()]
try:
    main()
except SystemExit as error:
    assert not error.code, error.code
print([one["collections"] - was for one, was in zip(gc.get_stats(), before)], file=sys.stderr)
"""


def test_python_seldom_looks_for_garbage_among_imports(minimal: Path):
    done = subprocess.run(
        [sys.executable, "-c", COUNT, "-C", str(minimal), "check"],
        capture_output=True,
        text=True,
        check=True,
    )

    youngest, _, oldest = map(int, done.stderr.splitlines()[-1].strip("[]").split(","))
    assert youngest < 100  # without it, several hundred
    assert oldest < 5
