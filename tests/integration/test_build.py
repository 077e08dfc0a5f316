from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def _digests(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def test_build_writes_both_documents_in_all_formats(built: Path):
    site = built / "_site"
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}

    assert {
        "index.html",
        "chapters/methods.html",
        "chapters/findings.html",
        "chapters/implications.html",
        "chapters/references.html",
        "chapters/register.html",
        "implications/index.html",
    } <= pages
    assert [path.name for path in site.glob("*.pdf")] == ["Lunchtime-walks-and-mood.pdf"]
    assert (site / "implications/implications.pdf").read_bytes().startswith(b"%PDF-")
    assert (site / "implications/implications.docx").read_bytes().startswith(b"PK")


def test_published_numbers_stand_in_the_prose(built: Path):
    page = (built / "_site/index.html").read_text(encoding="utf-8")

    assert "Of 7 works considered, 4 reports from 3 studies were included." in page


def test_a_changed_study_changes_the_book(minimal: Path, run_reviewpress):
    records = minimal / "data/records.csv"
    text = records.read_text(encoding="utf-8")
    extra = "R8,Gum 2024,Stairs and mood,2024,,SR1,,exclude,,excluded,NO_MOOD,,,\n"
    records.write_text(text + extra, encoding="utf-8")
    searches = minimal / "data/searches.csv"
    text = searches.read_text(encoding="utf-8")
    searches.write_text(text.replace("walking breaks,5", "walking breaks,6"), encoding="utf-8")

    done = run_reviewpress("build", "--engine", "pandoc", cwd=minimal)

    assert done.returncode == 0, done.stderr
    assert "Of 8 works considered" in (minimal / "_site/index.html").read_text(encoding="utf-8")


def test_two_folders_give_the_same_bytes(built: Path, minimal: Path, run_reviewpress):
    done = run_reviewpress("build", "--engine", "pandoc", cwd=minimal)

    assert done.returncode == 0, done.stderr
    assert _digests(minimal / "_site") == _digests(built / "_site")


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        ("data/studies.csv", ",2019,", ",20l9,", 1),
        ("chapters/findings.qmd", "@tbl-findings", "@tbl-missing", 5),
        ("notebooks/runs.yml", "notebook: flow.ipynb", "notebook: absent.ipynb", 2),
    ],
)
def test_a_failed_build_keeps_the_last_good_site(
    built: Path, minimal: Path, run_reviewpress, path, old, new, code
):
    shutil.copytree(built / "_site", minimal / "_site")
    before = _digests(built / "_site")
    source = minimal / path
    source.write_text(source.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    done = run_reviewpress("build", "--engine", "pandoc", cwd=minimal)

    assert done.returncode == code, done.stderr
    assert path in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert _digests(minimal / "_site") == before
