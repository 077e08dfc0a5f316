"""Which run starts when, and what a failure stops."""

from pathlib import Path

import pytest
from run_reviews import ran
from small_reviews import notebook, write_review

from reviewpress.runs import CellError, Policy, SeveralRunsError
from reviewpress.runs.messages import Job
from reviewpress.runs.pool import Bounds, Cost, _next, longest_first
from reviewpress.runs.status import status

COSTS = {"short": Cost(1, 100), "long": Cost(9, 300), "middle": Cost(5, 100)}


def job(name: str, number: int = 0) -> Job:
    return Job(name, number, {}, {}, root="/", home="/")


def test_the_longest_start_first_and_before_them_what_nobody_knows():
    jobs = [job(name) for name in ("short", "new", "long", "middle")]

    assert [one.run for one in longest_first(jobs, COSTS)] == ["new", "long", "middle", "short"]


@pytest.mark.parametrize(
    ("running", "bounds", "expected"),
    [
        ([], Bounds(1), 1),
        ([0], Bounds(1), None),
        ([0], Bounds(2), 1),
        ([0], Bounds(2, megabytes=250), 2),
        ([0], Bounds(2, megabytes=150), None),
        ([], Bounds(2, megabytes=1), 1),
    ],
)
def test_jobs_start_within_bounds(running, bounds, expected):
    jobs = [job("a", 0), job("b", 1), job("c", 2)]
    needs = {0: 100.0, 1: 300.0, 2: 100.0}

    found = _next(jobs[1:], [jobs[number] for number in running], bounds, needs=needs)

    assert (found.number if found else None) == expected


FAILING = """
runs:
  a: {notebook: bad.ipynb}
  b: {notebook: good.ipynb}
  c: {notebook: bad.ipynb}
"""


def test_a_failure_does_not_stop_the_others_and_all_are_told(tmp_path: Path):
    project = write_review(tmp_path, FAILING, bad=notebook("1 / 0"), good=notebook("1"))

    with pytest.raises(SeveralRunsError, match="2 runs failed") as caught:
        ran(project, jobs=1)

    assert [error.run for error in caught.value.errors] == ["a", "c"]
    assert [state.run for state in status(project) if state.is_current] == ["b"]


def test_fail_fast_stops_all(tmp_path: Path):
    project = write_review(tmp_path, FAILING, bad=notebook("1 / 0"), good=notebook("1"))

    with pytest.raises(CellError, match="run `a` failed"):
        ran(project, Policy(fail_fast=True), jobs=1)

    assert [state.run for state in status(project) if state.is_current] == []
