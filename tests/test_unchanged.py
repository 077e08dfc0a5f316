"""When a build may do nothing, and when it must not."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewpress import engines, installation, unchanged
from reviewpress.project import open_project
from reviewpress.unchanged import Built

Change = Callable[[Path], object]


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """A copy of the small review as it was built."""
    return shutil.copytree(built, tmp_path / "review")


def recall(folder: Path) -> Built | None:
    project = open_project(folder)
    return unchanged.recall(project, engines.select(project, "pandoc").reason)


def append(path: str, text: str = "\n") -> Change:
    def change(folder: Path) -> None:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        with (folder / path).open("a", encoding="utf-8") as file:
            file.write(text)

    return change


def test_what_was_built_of_the_same_files_is_not_built_again(folder: Path):
    last = recall(folder)

    assert last is not None
    assert not last.is_new
    assert "_site/index.html" in last.files


@pytest.mark.parametrize(
    "change",
    [
        append("_build/cache/more"),
        append("_build/preview/index.html"),
        append(".editor/state"),
        append("schemas/__pycache__/studies.cpython-311.pyc"),
        lambda folder: os.utime(folder / "index.qmd"),
    ],
    ids=["store", "preview", "hidden", "bytecode", "time"],
)
def test_what_no_page_shows_may_change(folder: Path, change: Change):
    change(folder)

    assert recall(folder) is not None


@pytest.mark.parametrize(
    "change",
    [
        append("index.qmd"),
        append("_quarto.yml"),
        append("data/studies.csv"),
        append("schemas/studies.py"),
        append("notebooks/runs.yml"),
        append("images/new.svg", "<svg/>"),
        append("_site/index.html"),
        append("_site/new.html"),
        append("_build/runs/flow.ipynb"),
        append("_variables.yml"),
        append(".git/HEAD", "ref: refs/heads/main"),
        lambda folder: (folder / "_site" / "index.html").unlink(),
        lambda folder: (folder / "_build" / "runs" / "flow.json").unlink(),
        lambda folder: (folder / "index.qmd").unlink(),
        lambda folder: (folder / "_build" / "built.json").write_text("{}"),
        lambda folder: (folder / "_build" / "built.json").write_text("[1]"),
    ],
)
def test_whatever_else_changes_leads_to_a_build(folder: Path, change: Change):
    change(folder)

    assert recall(folder) is None


@pytest.mark.parametrize("name", ["tool", "environment"])
def test_another_tool_or_environment_leads_to_a_build(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
):
    monkeypatch.setattr(installation, name, lambda: "another")

    assert recall(folder) is None


def test_another_engine_leads_to_a_build(folder: Path):
    assert unchanged.recall(open_project(folder), "engine: pandoc 1.0") is None


def test_another_program_for_the_engine_leads_to_a_build(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")

    assert recall(folder) is None


def test_a_file_that_changes_during_a_build_is_seen_by_the_next(folder: Path):
    project = open_project(folder)
    reason = engines.select(project, "pandoc").reason
    last = recall(folder)
    assert last is not None
    before = unchanged.sources(project)
    append("index.qmd")(folder)

    unchanged.remember(project, reason, last, inputs=unchanged.Inputs(), before=before)

    assert recall(folder) is None


def test_what_a_link_to_a_folder_leads_to_is_seen(folder: Path, tmp_path: Path):
    project = open_project(folder)
    (tmp_path / "elsewhere").mkdir()
    append("elsewhere/map.svg", "<svg/>")(tmp_path)
    (folder / "maps").symlink_to(tmp_path / "elsewhere")
    (folder / "maps" / "back").symlink_to(folder)
    last = Built(project.output_dir, (), ())
    before = unchanged.sources(project)
    reason = engines.select(project, "pandoc").reason
    unchanged.remember(project, reason, last, inputs=unchanged.Inputs(), before=before)
    assert recall(folder) is not None

    append("elsewhere/map.svg")(tmp_path)

    assert recall(folder) is None
