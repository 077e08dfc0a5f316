"""Answers of pandoc are kept on disk, and what is no whole entry is written anew."""

from __future__ import annotations

import os
from pathlib import Path

import books
import pytest

from reviewpress.pandoc import cache, program
from reviewpress.pandoc.cache import Cache
from reviewpress.pandoc.engine import PandocEngine
from reviewpress.process import Output
from reviewpress.project import open_project

ASK = ["--from=markdown", "--to=html"]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What pandoc itself was asked, while it still answers."""
    questions: list[str] = []
    real = program.run_pandoc

    def run(arguments: list[str], stdin: str = "") -> Output:
        questions.append(stdin)
        return real(arguments, stdin)

    monkeypatch.setattr(program, "run_pandoc", run)
    return questions


def entries(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_same_question_is_asked_once(tmp_path: Path, asked: list[str]):
    first = Cache(tmp_path).run(ASK, "*a*")
    again = Cache(tmp_path).run(ASK, "*a*")

    assert first == again == Output("<p><em>a</em></p>\n", "")
    assert asked == ["*a*"]


def test_another_text_argument_or_file_is_another_question(tmp_path: Path, asked: list[str]):
    bib = tmp_path / "a.bib"
    kept = Cache(tmp_path / "kept")
    bib.write_text("one", encoding="utf-8")
    kept.run(ASK, "a")
    kept.run(ASK, "b")
    kept.run([*ASK, "--wrap=none"], "a")
    kept.run(ASK, "a", files=[bib])
    bib.write_text("two", encoding="utf-8")
    kept.run(ASK, "a", files=[bib])

    assert asked == ["a", "b", "a", "a", "a"]


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b'abc\n["<p>evil</p>", ""]'])
def test_a_damaged_entry_is_written_anew(tmp_path: Path, asked: list[str], damage: bytes):
    expected = Cache(tmp_path).run(ASK, "*a*")
    (entry,) = entries(tmp_path)
    whole = entry.read_bytes()
    entry.write_bytes(damage)

    assert Cache(tmp_path).run(ASK, "*a*") == expected
    assert entry.read_bytes() == whole
    assert len(asked) == 2


def test_without_a_folder_nothing_is_kept(asked: list[str]):
    kept = Cache()
    kept.run(ASK, "a")
    kept.run(ASK, "a")

    assert asked == ["a", "a"]


def test_entries_that_a_build_did_not_need_go_once_there_are_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    Cache(tmp_path).run(ASK, "old")
    kept = Cache(tmp_path)
    kept.run(ASK, "new")
    kept.prune()
    assert len(entries(tmp_path)) == 2
    monkeypatch.setattr(cache, "_MOST", 1)
    kept.prune()

    assert len(entries(tmp_path)) == 1
    assert Cache(tmp_path).run(ASK, "new").stdout == "<p>new</p>\n"


def test_a_second_build_asks_pandoc_nothing_and_leaves_pages_alone(
    tmp_path: Path, asked: list[str]
):
    root = tmp_path / "book"
    settings = books.BOOK.replace("  typst: default", "  html: default")
    books.document(root, settings, books.PAGES, "html")
    engine, out = PandocEngine(), tmp_path / "out"
    engine.render(open_project(root), None, out)
    pages = sorted(out.glob("*.html"))
    for page in pages:
        os.utime(page, (1, 1))
    before = {page: page.read_bytes() for page in pages}
    asked.clear()

    engine.render(open_project(root), None, out)
    assert asked == []
    assert {page.stat().st_mtime for page in pages} == {1}

    one = root / "one.qmd"
    one.write_text(one.read_text(encoding="utf-8") + "\nMore of it.\n", encoding="utf-8")
    engine.render(open_project(root), None, out)
    changed = [page.name for page in pages if page.read_bytes() != before[page]]
    assert changed == ["one.html"]
    assert [page.name for page in pages if page.stat().st_mtime != 1] == ["one.html"]
    assert sum("More of it" in text for text in asked) <= 2
