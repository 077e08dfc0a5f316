"""Fixtures that several test modules share: the small review, as sources and built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

# How long an example takes depends on what else the machine does; a test must not. CI asks the same
# examples each time, for what is found by chance is seldom the fault of the change that is tested.
hypothesis.settings.register_profile(
    "reviewpress", deadline=None, derandomize=bool(os.environ.get("CI"))
)
hypothesis.settings.load_profile("reviewpress")

REVIEWS = Path(__file__).parent / "reviews"


@pytest.fixture
def minimal(tmp_path: Path) -> Path:
    """A fresh copy of the small review."""
    return copy_review("minimal", tmp_path / "minimal")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small review, built once with the embedded engine; tests must not change it."""
    folder = copy_review("minimal", tmp_path_factory.mktemp("built") / "minimal")
    done = reviewpress("build", "--engine", "pandoc", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def run_reviewpress() -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command line in a process of its own: `run_reviewpress("check", cwd=folder)`."""
    return reviewpress


def copy_review(name: str, target: Path) -> Path:
    """Copy a review of `tests/reviews/` without anything that was generated in it."""
    generated = shutil.ignore_patterns("_build", "_site", "__pycache__", "_variables.yml")
    shutil.copytree(REVIEWS / name, target, ignore=generated)
    return target


def reviewpress(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command line in `cwd` and return what it wrote."""
    return subprocess.run(
        [sys.executable, "-m", "reviewpress", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
