"""`status` and `clean` as an author meets them, on the small review as it was built."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Command = Callable[..., "CompletedProcess[str]"]


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    return shutil.copytree(built, tmp_path / "review")


def test_status_of_a_built_review_runs_nothing(folder: Path, run_reviewpress: Command):
    done = run_reviewpress("status", "--why", cwd=folder)

    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert all(line.startswith("current    ") for line in lines[:-1])
    assert lines[-1] == "0 of 6 runs would run"


def test_status_says_why_in_words(folder: Path, run_reviewpress: Command):
    path = folder / "data" / "codings.csv"
    *rows, last = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*rows, last.rstrip() + " "]) + "\n", encoding="utf-8")

    done = run_reviewpress("status", "--why", cwd=folder)

    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert "would run  themes-effects" in lines
    told = lines[lines.index("would run  themes-effects") + 1]
    assert told == "             data/codings.csv changed: 1 row"
    assert "current    flow" in lines
    without = run_reviewpress("status", cwd=folder).stdout.splitlines()
    assert without == [line for line in lines if not line.startswith("  ")]


def test_after_cleaning_the_cache_all_runs_would_run(folder: Path, run_reviewpress: Command):
    cleaned = run_reviewpress("clean", "--cache", cwd=folder)
    done = run_reviewpress("status", "--why", cwd=folder)

    assert cleaned.stdout == "removed what was kept of 6 executed runs\n"
    assert done.stdout.endswith("\n6 of 6 runs would run\n")
    assert "what it gave was not kept" in done.stdout


def test_cleaning_names_what_it_removes(folder: Path, run_reviewpress: Command):
    cleaned = run_reviewpress("clean", cwd=folder)
    done = run_reviewpress("status", cwd=folder)

    assert cleaned.returncode == 0, cleaned.stderr
    assert {"removed _site", "removed _build/runs"} <= set(cleaned.stdout.splitlines())
    assert done.stdout.endswith("\n0 of 6 runs would run\n")


def test_a_second_build_does_nothing(folder: Path, run_reviewpress: Command):
    before = {path: path.stat().st_mtime_ns for path in (folder / "_site").rglob("*")}

    done = run_reviewpress("build", "--engine", "pandoc", cwd=folder)

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("nothing changed since it was written:\n")
    assert {path: path.stat().st_mtime_ns for path in (folder / "_site").rglob("*")} == before
