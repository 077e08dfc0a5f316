from __future__ import annotations

from pathlib import Path

import pytest

from reviewpress import scaffold
from reviewpress.errors import SettingsError

ROOT = Path(__file__).parent.parent


def test_new_review_holds_what_an_author_needs(tmp_path: Path):
    written = {path.relative_to(tmp_path).as_posix() for path in scaffold.write(tmp_path)}

    assert {
        "_quarto.yml",
        "README.md",
        "Makefile",
        ".gitignore",
        "CITATION.cff",
        ".github/workflows/book.yml",
        ".github/workflows/check.yml",
        ".github/workflows/rebuild.yml",
        ".github/workflows/release.yml",
        "data/studies.csv",
        "schemas/studies.py",
        "notebooks/runs.yml",
        "scripts/pre_render.py",
    } <= written
    assert not [name for name in written if "__pycache__" in name]


def test_folder_with_files_is_refused(tmp_path: Path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(SettingsError, match="is not empty"):
        scaffold.write(tmp_path)


@pytest.mark.parametrize("name", ["pre_render.py", "post_render.py"])
def test_hooks_of_a_new_review_are_those_of_this_one(name: str):
    example = ROOT / "src/reviewpress/example/scripts" / name

    assert example.read_bytes() == (ROOT / "scripts" / name).read_bytes()
