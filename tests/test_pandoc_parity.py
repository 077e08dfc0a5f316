"""The small book in tests/books/orchard, against what Quarto makes of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import page_facts
import pytest

from reviewpress.assertions import assert_whole
from reviewpress.errors import ToolMissing
from reviewpress.pandoc.assemble import assemble
from reviewpress.pandoc.html.site import write_site
from reviewpress.project import open_project

BOOK = Path(__file__).parent / "books" / "orchard"
GOLDEN = Path(__file__).parent / "golden" / "orchard.json"


def copy(folder: Path) -> Path:
    """Copy the book below `folder`; its variables stand under a name that git does not ignore."""
    root = folder / "orchard"
    shutil.copytree(BOOK, root)
    (root / "variables.yml").rename(root / "_variables.yml")
    return root


def render(folder: Path) -> Path:
    """Render a copy of the book below `folder`."""
    root = copy(folder)
    site = root / "_site"
    write_site(assemble(open_project(root), "html"), site)
    return site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return render(tmp_path_factory.mktemp("parity"))


def golden() -> dict[str, Any]:
    """What Quarto 1.9.38 made of the book."""
    found: dict[str, Any] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return found


def test_the_pages_are_those_of_quarto(site: Path):
    assert sorted(page_facts.facts(site)) == sorted(golden())


@pytest.mark.parametrize("page", sorted(golden()))
def test_a_page_says_what_quarto_says(site: Path, page: str):
    assert page_facts.facts(site)[page] == golden()[page]


def test_the_site_is_whole(site: Path):
    assert_whole(open_project(site.parent), site)


def test_two_folders_give_the_same_bytes(site: Path, tmp_path: Path):
    other = render(tmp_path)

    def content(folder: Path) -> dict[str, bytes]:
        files = (path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}

    assert content(other) == content(site)


def test_no_path_of_the_machine_is_written(site: Path):
    for path in site.rglob("*.html"):
        assert str(site.parent) not in path.read_text(encoding="utf-8")


@pytest.mark.quarto
@pytest.mark.slow
def test_quarto_still_says_the_same(tmp_path: Path):
    from reviewpress.quarto import QuartoEngine  # noqa: PLC0415 - most runs have no Quarto

    root = copy(tmp_path)
    try:
        QuartoEngine().version()
    except ToolMissing:
        pytest.skip("there is no Quarto")
    QuartoEngine().render(open_project(root), None, root / "_site")

    assert page_facts.facts(root / "_site") == golden()
