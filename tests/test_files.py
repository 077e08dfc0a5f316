import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewpress import files


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_a_file_is_written_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.txt"
    assert files.write_text(path, "café\n")
    assert path.read_bytes() == "café\n".encode()
    assert names(path.parent) == ["c.txt"]


def test_an_equal_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    files.write_text(path, "text")
    os.utime(path, (1, 1))
    assert not files.write_text(path, "text")
    assert path.stat().st_mtime == 1
    assert files.write_text(path, "other")
    assert path.read_text() == "other"


@given(st.text(alphabet="ab\r\n"))
def test_newlines_are_unix_newlines(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        files.write_text(Path(folder) / "a", text)
        written = (Path(folder) / "a").read_bytes()
    assert b"\r" not in written
    assert written.decode().split("\n") == text.replace("\r\n", "\n").replace("\r", "\n").split(
        "\n"
    )


def test_json_is_sorted_and_ends_with_a_newline(tmp_path: Path) -> None:
    files.write_json(tmp_path / "a.json", {"b": "é", "a": [1]})
    expected = '{\n  "a": [\n    1\n  ],\n  "b": "é"\n}\n'
    assert (tmp_path / "a.json").read_text(encoding="utf-8") == expected


def test_json_has_no_word_for_what_is_no_number(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        files.write_json(tmp_path / "a.json", {"a": float("nan")})
    assert not (tmp_path / "a.json").exists()


@pytest.mark.parametrize("failing", ["replace", "chmod"])
@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_an_interrupted_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str, error: type[BaseException]
) -> None:
    path = tmp_path / "a.txt"
    files.write_text(path, "old")

    def interrupt(*_arguments: object) -> None:
        raise error

    monkeypatch.setattr(Path, failing, interrupt)
    with pytest.raises(error):
        files.write_text(path, "new")
    monkeypatch.undo()
    assert path.read_text() == "old"
    assert names(tmp_path) == ["a.txt"]


def test_a_folder_in_the_way_is_an_error_that_leaves_it(tmp_path: Path) -> None:
    (tmp_path / "a" / "inner").mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        files.write_text(tmp_path / "a", "text")
    assert names(tmp_path) == ["a"]


def test_text_that_is_no_unicode_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(UnicodeEncodeError):
        files.write_text(tmp_path / "a", "\ud800")
    assert names(tmp_path) == []


def test_others_may_read_what_is_written(tmp_path: Path) -> None:
    files.write_text(tmp_path / "a", "text")
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o644
