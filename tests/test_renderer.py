"""The tree in tests/renderer: one small source a feature, against what real Quarto makes of it.

Each folder is a book; `expected.json` holds the facts of its pages and says which Quarto they are
from. `python tests/refresh_renderer.py` takes them anew where Quarto is installed.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
import renderer_facts

from reviewpress.errors import ToolMissing
from reviewpress.pandoc.assemble import assemble
from reviewpress.pandoc.html.site import write_site
from reviewpress.project import open_project

TREE = Path(__file__).parent / "renderer"
BOOKS = sorted(path.parent.name for path in TREE.glob("*/expected.json"))
PAGES = [
    (book, page)
    for book in BOOKS
    for page in json.loads((TREE / book / "expected.json").read_text(encoding="utf-8"))["pages"]
]


def expected(book: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((TREE / book / "expected.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Facts of all books by page, rendered once by the embedded engine."""
    found = {}
    for book in BOOKS:
        root = tmp_path_factory.mktemp("renderer") / book
        shutil.copytree(TREE / book, root)
        write_site(assemble(open_project(root), "html"), root / "_site")
        found[book] = renderer_facts.facts(root / "_site")
    return found


def test_there_are_books_from_a_known_quarto():
    assert BOOKS
    assert {expected(book)["quarto"] for book in BOOKS} == {"1.9.38"}


@pytest.mark.parametrize(("book", "page"), PAGES)
def test_a_page_says_what_quarto_says(rendered: dict[str, dict[str, Any]], book: str, page: str):
    assert rendered[book][page] == expected(book)["pages"][page]


@pytest.mark.quarto
@pytest.mark.slow
@pytest.mark.parametrize("book", BOOKS)
def test_quarto_still_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, book: str):
    from reviewpress.quarto import QuartoEngine  # noqa: PLC0415 - most runs have no Quarto

    root = tmp_path / book
    shutil.copytree(TREE / book, root)
    try:
        QuartoEngine().version()
    except ToolMissing:
        pytest.skip("there is no Quarto")
    monkeypatch.setenv("QUARTO_PYTHON", sys.executable)  # one book has a cell to run
    QuartoEngine().render(open_project(root), None, root / "_site")

    assert renderer_facts.facts(root / "_site") == expected(book)["pages"]
