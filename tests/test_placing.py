from __future__ import annotations

import os
from pathlib import Path

import pytest

from reviewpress import build, placing
from reviewpress.errors import SettingsError
from reviewpress.locks import held
from reviewpress.project import Project, open_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "_quarto.yml").write_text("project: {type: book}\n", encoding="utf-8")
    return open_project(tmp_path)


def _write(folder: Path, text: str) -> None:
    (folder / "site_libs").mkdir(parents=True)
    (folder / "index.html").write_text(text, encoding="utf-8")


def _stop_half_way(project: Project) -> None:
    with placing.staging(project) as folder:
        _write(folder, "half")
        raise ValueError("stop")


def _read(project: Project) -> str:
    return (project.output_dir / "index.html").read_text(encoding="utf-8")


def test_a_good_end_replaces_the_site(project: Project):
    for text in ("first", "second"):
        with placing.staging(project) as folder:
            _write(folder, text)

    assert _read(project) == "second"
    assert not (project.build_dir / "replaced").exists()


def test_files_that_did_not_change_keep_their_time(project: Project):
    with placing.staging(project) as folder:
        _write(folder, "same")
        (folder / "other.html").write_text("first", encoding="utf-8")
    for path in project.output_dir.glob("*.html"):
        os.utime(path, (1, 1))

    with placing.staging(project) as folder:
        _write(folder, "same")
        (folder / "other.html").write_text("2nd..", encoding="utf-8")

    assert (project.output_dir / "index.html").stat().st_mtime == 1
    assert (project.output_dir / "other.html").stat().st_mtime > 1
    assert (project.output_dir / "other.html").read_text(encoding="utf-8") == "2nd.."


def test_a_failure_leaves_the_site_as_it_was(project: Project):
    with placing.staging(project) as folder:
        _write(folder, "good")

    with pytest.raises(ValueError, match="stop"):
        _stop_half_way(project)

    assert _read(project) == "good"


def test_a_site_that_was_moved_away_when_the_power_failed_comes_back(project: Project):
    _write(project.build_dir / "replaced", "good")

    with pytest.raises(ValueError, match="stop"):
        _stop_half_way(project)

    assert _read(project) == "good"


def test_a_folder_with_other_files_is_not_replaced(project: Project):
    (project.root / "_book").mkdir()
    (project.root / "_book/thesis.tex").write_text("mine", encoding="utf-8")

    with pytest.raises(SettingsError, match="holds files that no build wrote"):
        placing.staging(project).__enter__()

    assert (project.root / "_book/thesis.tex").read_text(encoding="utf-8") == "mine"


def test_a_second_build_waits_its_turn(project: Project):
    said: list[str] = []

    def say(text: str) -> None:
        said.append(text)
        if "waiting for it" in text:
            raise KeyboardInterrupt

    with held(project.build_dir / "lock"), pytest.raises(KeyboardInterrupt):
        build.build(project, engine="pandoc", jobs=1, on_stage=say)

    assert "another build of this review is under way" in said[-1]
    assert [path.name for path in project.build_dir.iterdir()] == ["lock"]
