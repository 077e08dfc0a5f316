"""What `clean` removes, and what it must leave."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from run_reviews import ran

from reviewpress.cleaning import clean
from reviewpress.errors import SettingsError
from reviewpress.project import Project, open_project


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Project:
    """A copy of the small review as it was built."""
    shutil.copytree(built, tmp_path / "review")
    return open_project(tmp_path / "review")


def sources(project: Project) -> dict[str, bytes]:
    generated = (project.build_dir, project.output_dir)
    return {
        project.relative(path): path.read_bytes()
        for path in project.root.rglob("*")
        if path.is_file() and not any(path.is_relative_to(folder) for folder in generated)
    }


def kept(project: Project) -> int:
    return len(list((project.build_dir / "cache").rglob("*.run")))


def test_cleaning_leaves_sources_and_what_is_kept_of_runs(project: Project):
    before = sources(project)
    count = kept(project)

    removed = clean(project, only_cache=False)

    assert {"_build/runs", "_build/built.json", "_site"} <= set(removed)
    assert not project.output_dir.exists()
    assert {path.name for path in project.build_dir.iterdir()} <= {"cache", "lock"}
    assert sources(project) == before
    assert kept(project) == count > 0
    assert ran(project) == set()


def test_cleaning_the_cache_removes_nothing_else(project: Project):
    count = kept(project)

    removed = clean(project, only_cache=True)

    assert removed == (f"what was kept of {count} executed runs",)
    assert kept(project) == 0
    assert (project.output_dir / "index.html").is_file()
    assert list(project.runs_dir.glob("*.ipynb"))


def test_cleaning_twice_removes_nothing_more(project: Project):
    clean(project, only_cache=False)

    assert clean(project, only_cache=False) == ()


def test_files_that_no_build_wrote_are_not_removed(project: Project):
    shutil.rmtree(project.output_dir)
    project.output_dir.mkdir()
    own = project.output_dir / "interviews.txt"
    own.write_text("the only copy", encoding="utf-8")

    with pytest.raises(SettingsError, match="holds files that no build wrote"):
        clean(project, only_cache=False)

    assert own.is_file()
    assert project.runs_dir.is_dir()
