"""Every review with one fault, through the command line as a person would meet it."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import REVIEWS, copy_review

CODES = {
    "bad-undeclared-parameter": 2,
    "bad-run-name": 2,
    "bad-missing-notebook": 2,
    "bad-failing-cell": 4,
    "bad-published-twice": 4,
}
FOLDERS = sorted(path.parent for path in REVIEWS.glob("bad-*/_quarto.yml"))


def _command(folder: Path) -> str:
    file = folder / "command.txt"
    is_run = file.is_file() and file.read_text(encoding="utf-8").strip() == "run"
    return "run" if is_run else "check"


def test_there_are_enough_of_them():
    assert len(FOLDERS) >= 15
    assert {folder.name for folder in FOLDERS} > CODES.keys()


@pytest.mark.slow
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_fault_is_refused_with_its_place_and_without_a_traceback(
    tmp_path: Path, run_reviewpress, folder: Path
):
    review = copy_review(folder.name, tmp_path / "review")
    before = {path for path in review.rglob("*") if "_build" not in path.parts}

    done = run_reviewpress(_command(folder), cwd=review)

    said = done.stdout + done.stderr
    first = (folder / "expected.txt").read_text(encoding="utf-8").splitlines()[0]
    assert done.returncode == CODES.get(folder.name, 1), said
    assert first in said
    assert "reviewpress/cli.py" not in said
    after = {path for path in review.rglob("*") if "_build" not in path.parts}
    assert {path for path in after - before if "__pycache__" not in path.parts} == set()
