from __future__ import annotations

from pathlib import Path


def test_init_writes_the_small_review_and_it_checks(tmp_path: Path, run_reviewpress):
    done = run_reviewpress("init", "mine", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert "next: cd ./mine; reviewpress build" in done.stdout
    checked = run_reviewpress("check", cwd=tmp_path / "mine")
    assert checked.returncode == 0, checked.stdout
    assert checked.stdout == "0 errors, 0 warnings; 11 tables checked\n"


def test_init_leaves_a_folder_with_files_alone(tmp_path: Path, run_reviewpress):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/notes.txt").write_text("keep me", encoding="utf-8")

    done = run_reviewpress("init", "mine", cwd=tmp_path)

    assert done.returncode == 2
    assert "is not empty" in done.stderr
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["notes.txt"]


def test_init_fills_the_folder_it_stands_in(tmp_path: Path, run_reviewpress):
    (tmp_path / "-a b").mkdir()

    done = run_reviewpress("init", ".", cwd=tmp_path / "-a b")

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "-a b/_quarto.yml").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["-a b"]


def test_init_says_which_file_the_system_refuses(tmp_path: Path, run_reviewpress):
    (tmp_path / "file").write_text("", encoding="utf-8")

    done = run_reviewpress("init", "file/mine", cwd=tmp_path)

    assert done.returncode == 2
    assert "file" in done.stderr
    assert "Traceback" not in done.stderr
