"""Faulty runs: each small review under `reviews/bad-*` has one fault and a golden message."""

from pathlib import Path

import pytest
from conftest import REVIEWS, copy_review

from reviewpress.errors import ReviewError
from reviewpress.problems import ContentError, write
from reviewpress.project import Project, open_project
from reviewpress.runs import execute, plan, write_variables

CODES = {
    "undeclared-parameter": 2,
    "run-name": 2,
    "missing-notebook": 2,
    "failing-cell": 4,
    "published-twice": 4,
    "duplicate-label": 1,
    "figure-without-alt": 1,
    "caption-placeholder": 1,
    "table-without-markdown": 1,
}


def message(error: ReviewError) -> str:
    """What a person reads: the place, the message and the hint."""
    if isinstance(error, ContentError):
        return write(error.problems, "text") + "\n"
    hint = (error.hint or "").replace("\n", "\n  ")
    lines = f"{error.where}: {error.message}\n  hint: {hint}\n".split("\n")
    return "\n".join(line.rstrip() for line in lines)


def run(project: Project) -> None:
    """Do what `reviewpress run` does with the notebooks of a review."""
    write_variables(project, execute(project, plan(project), jobs=2))


@pytest.mark.parametrize(("fault", "code"), CODES.items())
def test_each_fault_is_reported_where_it_is(tmp_path: Path, fault: str, code: int):
    folder = copy_review(f"bad-{fault}", tmp_path / "review")

    with pytest.raises(ReviewError) as caught:
        run(open_project(folder))

    expected = REVIEWS / f"bad-{fault}" / "expected.txt"
    assert message(caught.value) == expected.read_text(encoding="utf-8")
    assert caught.value.exit_code == code
    assert not (folder / "_variables.yml").exists()
