"""A review is checked in the kernel server, which has pandas, and fails as if it were not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from small_reviews import notebook, write_review

from reviewpress import checks, prechecks, runs
from reviewpress.problems import Problem, write
from reviewpress.project import open_project
from reviewpress.runs import Begun, Policy, store

# In a process of its own, for this one has pandas already.
PREPARE = """
import json, sys
from pathlib import Path
from reviewpress import build
from reviewpress.errors import ReviewError
from reviewpress.problems import write
from reviewpress.project import open_project
told = {}
try:
    prepared = build.prepare(open_project(Path(sys.argv[1])), jobs=2)
    told["tables"] = [record.tables for record in prepared.records]
except ReviewError as error:
    told["problems"] = write(getattr(error, "problems", []), "text")
    told["error"] = [type(error).__name__, str(error)]
told["pandas"] = "pandas" in sys.modules
print(json.dumps(told))
"""


def prepared(root: Path) -> dict:
    done = subprocess.run(
        [sys.executable, "-c", PREPARE, str(root)], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_where_runs_are_executed_nobody_else_imports_pandas(minimal: Path):
    told = prepared(minimal)

    assert told["pandas"] is False
    assert any(told["tables"])

    again = prepared(minimal)
    assert again == {**told, "pandas": True}


def test_tables_of_a_book_that_is_no_review_are_its_own(tmp_path: Path):
    settings = "project: {type: book}\nbook: {title: T, chapters: [index.qmd]}\n"
    (tmp_path / "_quarto.yml").write_text(settings, encoding="utf-8")
    (tmp_path / "index.qmd").write_text("# One\n", encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data/cars.csv").write_text("speed,dist\n4\n", encoding="utf-8")
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas/drawing.py").write_text("raise SystemExit\n", encoding="utf-8")

    assert prepared(tmp_path) == {"tables": [], "pandas": False}

    (tmp_path / "schemas/drawing.py").unlink()
    (tmp_path / "_quarto.yml").write_text(f"{settings}review: {{}}\n", encoding="utf-8")
    assert "[tables.no-schema]" in prepared(tmp_path)["problems"]


def test_what_is_wrong_is_told_in_the_same_words_and_nothing_is_kept(minimal: Path):
    table = minimal / "data" / "studies.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",20", ",2O"), encoding="utf-8")
    expected = checks.check(open_project(minimal)).problems

    told = prepared(minimal)

    assert "is not a whole number" in told["problems"]
    assert told["problems"] == write(expected, "text")
    assert told["error"][0] == "ContentError"
    assert {path.name for path in (minimal / "_build").iterdir()} == {"lock", "cache"}
    assert store.of(open_project(minimal)).is_empty()


def test_a_file_that_cannot_be_read_is_told_of_here(tmp_path: Path):
    project = write_review(tmp_path, "runs: {a: {notebook: a.ipynb}}\n", a=notebook("1"))
    (project.notebooks_dir / "a.ipynb").write_text("{", encoding="utf-8")

    told = prepared(tmp_path)

    assert told["error"][0] == "NotebookError"
    assert "not a notebook" in told["error"][1]


class Elsewhere:
    """An execution that answers for the kernel server."""

    def __init__(self, home: Path, answer: tuple[Problem, ...] | None) -> None:
        self.tables = home / "tables"
        self.is_needed = True
        self.answer = answer
        self.calls = 0

    def call(self, *_what: object) -> tuple[Problem, ...] | None:
        self.calls += 1
        return self.answer


def test_a_server_that_dies_leaves_the_check_to_us(
    minimal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    begun = Elsewhere(tmp_path, None)
    monkeypatch.delitem(sys.modules, "pandas")
    project = open_project(minimal)

    found = prechecks.require(project, begun)  # type: ignore[arg-type]

    assert begun.calls == 1
    assert found == checks.check(project).problems
    assert (tmp_path / "tables" / "index.json").is_file()


def test_an_execution_that_nobody_needs_starts_and_writes_nothing(minimal: Path):
    project = open_project(minimal)
    with runs.begin(project, Policy(kernels="ordinary")) as begun:
        assert isinstance(begun, Begun)
        prechecks.require(project, begun)

        assert not begun.has_tables()
        assert begun.call(len, "abc") is None


def test_a_server_that_nobody_waits_for_ends_with_its_errand(tmp_path: Path):
    project = write_review(tmp_path, "runs: {a: {notebook: a.ipynb}}\n", a=notebook("1"))
    mark = tmp_path / "mark"
    with runs.begin(project, Policy()) as begun:
        assert begun._server is not None  # nothing is kept, so that it was started at once
        begun._server.ask(subprocess.run, ["sh", "-c", f"echo $$ > {mark}; exec sleep 60"])
        while not (mark.is_file() and mark.read_text()):
            time.sleep(0.01)

    pid = mark.read_text().strip()
    status = Path(f"/proc/{pid}/status")
    assert not status.exists() or "zombie" in status.read_text(encoding="utf-8")


def test_an_errand_has_the_environment_of_who_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    project = write_review(tmp_path, "runs: {a: {notebook: a.ipynb}}\n", a=notebook("1"))

    with runs.begin(project, Policy()) as begun:
        assert begun.call(os.getenv, "TZ") == "Asia/Tokyo"
