"""The Quarto engine: its parts, and with the real Quarto where it is installed."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest

from reviewpress import process
from reviewpress.errors import Location, RenderError, ToolMissing
from reviewpress.project import open_project
from reviewpress.quarto import QuartoEngine, name_after_profile, write_assets

REVIEWS = Path(__file__).parent / "reviews"
quarto = pytest.mark.skipif(
    process.find_program("quarto", override="QUARTO_PATH") is None,
    reason="the Quarto CLI was not found (QUARTO_PATH, PATH)",
)

Edit = Callable[[str], str]


@pytest.fixture
def links(tmp_path: Path) -> Path:
    """A copy of the review whose documents link to each other."""
    return Path(shutil.copytree(REVIEWS / "links", tmp_path / "links"))


def _program(folder: Path, said: str, code: int = 0) -> Path:
    """Write a program that stands where Quarto would and only prints `said`."""
    path = folder / "quarto"
    path.write_text(f"#!/bin/sh\nprintf '%s\\n' '{said}'\nexit {code}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("version", ["1.9.38", "1.10.18", "2.0.1"])
def test_the_version_is_asked_of_the_program(tmp_path: Path, version: str):
    assert QuartoEngine(_program(tmp_path, version)).version() == version


@pytest.mark.parametrize("version", ["1.8.27", "0.9.1"])
def test_an_old_quarto_is_refused(tmp_path: Path, version: str):
    with pytest.raises(
        ToolMissing, match=rf"Quarto {version} is too old; 1\.9 is needed"
    ) as caught:
        QuartoEngine(_program(tmp_path, version)).version()

    assert "--engine pandoc" in str(caught.value.hint)


def test_an_absent_quarto_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("QUARTO_PATH", raising=False)

    with pytest.raises(ToolMissing, match="Quarto was not found") as caught:
        QuartoEngine().version()

    assert "QUARTO_PATH" in str(caught.value.hint)


def test_the_program_in_the_environment_comes_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("QUARTO_PATH", str(_program(tmp_path, "1.11.2")))

    assert QuartoEngine().version() == "1.11.2"


def test_a_short_document_is_named_after_its_profile(links: Path):
    out = links / "out"
    out.mkdir()
    page = '<a href="short.pdf">PDF</a> <a href="short.docx">Word</a> <p>short.pdf</p>'
    (out / "short.html").write_text(page, encoding="utf-8")
    for ending in ("pdf", "docx"):
        (out / f"short.{ending}").write_bytes(b"")

    name_after_profile(open_project(links, "brief"), out)

    assert sorted(path.name for path in out.iterdir()) == ["brief.docx", "brief.pdf", "index.html"]
    assert (out / "index.html").read_text(encoding="utf-8") == (
        '<a href="brief.pdf">PDF</a> <a href="brief.docx">Word</a> <p>short.pdf</p>'
    )


@pytest.mark.parametrize(
    ("url", "line"),
    [
        (None, "local SITE_URL = nil"),
        ("https://example.org/a_b/", 'local SITE_URL = "https://example.org/a_b/2026.1"'),
    ],
)
def test_the_filter_knows_the_address_of_the_site(links: Path, url: str | None, line: str):
    if url:
        _edit(links / "_quarto.yml", lambda text: f"{text}  site-url: {url}\n")

    write_assets(open_project(links))

    written = (links / "_build" / "links.lua").read_text(encoding="utf-8")
    assert written.splitlines()[0] == line
    names = {path.name for path in (links / "_build").iterdir()}
    assert names == {"links.lua", "paper.lua", "review.scss", "dark.scss"}


@pytest.mark.quarto
@pytest.mark.slow
@quarto
class TestRealQuarto:
    def test_links_lead_somewhere_in_every_document(self, links: Path):
        site = _render(links)

        home = _targets(site / "index.html")
        assert {"./chapters/register.html#S001", "./chapters/a.html", "#here"} <= home
        assert {"../index.html", "../index.html#here"} <= _targets(site / "chapters/a.html")
        assert "../chapters/a.html#tbl-a" in _targets(site / "chapters/register.html")
        short = _targets(site / "brief/index.html")
        assert {
            "../chapters/register.html#S001",
            "../chapters/register.html#S002",
            "../index.html",
            "../downloads/data.zip",
            "#here",
            "#I01",
            "https://example.org/",
        } <= short
        assert not [target for target in home | short if ".qmd" in target]

    def test_in_paper_there_is_no_dead_link(self, links: Path):
        site = _render(links)

        outside, inside = _pdf_links(next(site.glob("*.pdf")))
        assert outside == {"https://example.org/"}
        assert inside >= 10
        outside, inside = _pdf_links(site / "brief/brief.pdf")
        assert outside == {"https://example.org/"}
        assert inside >= 3
        assert _docx_links(site / "brief/brief.docx") == {"https://example.org/"}

    def test_with_an_address_paper_links_to_the_site(self, links: Path):
        _edit(links / "_quarto.yml", lambda text: f"{text}  site-url: https://r.example/a_b\n")
        site = _render(links)

        expected = {
            "https://example.org/",
            "https://r.example/a_b/2026.1/chapters/register.html#S001",
            "https://r.example/a_b/2026.1/index.html",
            "https://r.example/a_b/2026.1/downloads/data.zip",
        }
        assert _pdf_links(site / "brief/brief.pdf")[0] == expected
        assert _docx_links(site / "brief/brief.docx") == expected
        assert _pdf_links(next(site.glob("*.pdf")))[0] == {
            "https://example.org/",
            "https://r.example/a_b/2026.1/brief/index.html",
        }

    def test_a_table_longer_than_a_page_goes_on_to_the_next(self, links: Path):
        rows = "\n".join(f"| row {number} |" for number in range(1, 101))
        table = f"\n| Row |\n|---------|\n{rows}\n\n: A long table {{#tbl-long}}\n"
        _edit(links / "chapters/a.qmd", lambda before: f"{before}{table}")

        pages = pypdf.PdfReader(next(_render(links).glob("*.pdf"))).pages

        holding = [page.extract_text() for page in pages if "row " in page.extract_text()]
        assert len(holding) >= 2
        assert "row 100" in holding[-1]
        assert "row 100" not in holding[0]

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("See @fig-none.", "the reference @fig-none leads nowhere"),
            ("Value {{< var none.such >}}.", "there is no variable none.such"),
            ("A [link](gone.qmd).", "the link to chapters/gone.qmd leads nowhere"),
            ("{{< nosuch x >}}", "there is no shortcode nosuch"),
        ],
    )
    def test_a_warning_of_a_wrong_book_stops_it(self, links: Path, text: str, message: str):
        _edit(links / "chapters/a.qmd", lambda before: f"{before}\n{text}\n")
        project = open_project(links)
        write_assets(project)

        with pytest.raises(RenderError) as caught:
            QuartoEngine().render(project, "review", links / "_build/out")

        line = (links / "chapters/a.qmd").read_text(encoding="utf-8").count("\n")
        assert caught.value.message == message
        assert caught.value.where == Location("chapters/a.qmd", line)

    def test_an_error_of_quarto_is_told_with_its_file(self, links: Path):
        embed = "{{< embed ../none.ipynb#fig-x >}}"
        _edit(links / "chapters/a.qmd", lambda before: f"{before}\n{embed}\n")
        project = open_project(links)
        write_assets(project)

        with pytest.raises(RenderError, match="Quarto could not render Links") as caught:
            QuartoEngine().render(project, "review", links / "_build/out")

        assert caught.value.where == Location("chapters/a.qmd")
        assert "quarto.js" not in str(caught.value.hint)


def _render(folder: Path) -> Path:
    """Render book and short document of the review in `folder`."""
    project = open_project(folder)
    write_assets(project)
    site = folder / "_build" / "out"
    assert "index.html" in QuartoEngine().render(project, "review", site).files
    brief = QuartoEngine().render(project, "brief", site / "brief")
    assert brief.files == ("brief.docx", "brief.pdf", "index.html")
    return site


def _edit(path: Path, change: Edit) -> None:
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def _targets(page: Path) -> set[str]:
    return set(re.findall(r'<a\b[^>]*\bhref="([^"]*)"', page.read_text(encoding="utf-8")))


def _pdf_links(path: Path) -> tuple[set[str], int]:
    """Return the addresses that a PDF links to, and how many links lead to a place in it."""
    outside, inside = set(), 0
    for page in pypdf.PdfReader(path).pages:
        for reference in page.get("/Annots", []):
            action = reference.get_object().get("/A")
            address = action.get_object().get("/URI") if action else None
            outside |= {str(address)} if address else set()
            inside += address is None
    return outside, inside


def _docx_links(path: Path) -> set[str]:
    with zipfile.ZipFile(path) as archive:
        relations = archive.read("word/_rels/document.xml.rels").decode()
    return {
        address
        for relation in re.findall(r"<Relationship [^>]*>", relations)
        if 'TargetMode="External"' in relation
        for address in re.findall(r'Target="([^"]*)"', relation)
    }
