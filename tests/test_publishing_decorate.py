"""A site after decoration: what was added, what stays, and that doing it again changes nothing."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import bibtexparser
import pytest

from reviewpress.project import Project, open_project
from reviewpress.publishing import decorate
from reviewpress.publishing.citation import Citation

PAGE = "<html><body><nav></nav><main><p>Text</p></main></body></html>"
BOOK = """
project: {type: book}
profile: {group: [[review, brief]]}
bibliography: bib/references.bib
author: The example group
"""
REVIEW = """
review:
  edition: "2026.10"
  date: 2026-03-01
  site-url: https://example.org/walks
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A review whose documents have been rendered into `_site`, as bare pages."""
    return _write(tmp_path, settings=REVIEW)


def _write(root: Path, *, settings: str) -> Project:
    files = {
        "_quarto.yml": BOOK + settings,
        "_quarto-review.yml": 'book: {title: "Walks & <mood>", chapters: [index.qmd]}',
        "_quarto-brief.yml": "project: {type: default, render: [brief.qmd]}",
        "brief.qmd": "---\ntitle: Walks\nsubtitle: What to do & why\n---\n\nText.\n",
        "bib/references.bib": "@book{a, title = {A}}",
        "data/studies.csv": "study_id\nS1\n",
        "data/finding_evidence.csv": "finding_id\nF1\n",
        "data/datapackage.json": "{}",
        "_site/index.html": PAGE,
        "_site/chapters/methods.html": PAGE,
        "_site/brief/index.html": PAGE,
        "_site/brief/brief.pdf": "",
        "_site/Walks.pdf": "",
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return open_project(root)


def _read(project: Project, name: str) -> str:
    return (project.root / "_site" / name).read_text(encoding="utf-8")


def test_the_front_page_says_how_to_cite(project: Project):
    decorate(project, project.root / "_site")

    page = _read(project, "index.html")
    assert (
        "The example group. (2026). <cite>Walks &amp; &lt;mood&gt;</cite> (Edition 2026.10). "
        '<a href="https://example.org/walks/2026.10/">https://example.org/walks/2026.10/</a>'
    ) in page
    assert "author = {{The example group}}" in page
    assert 'id="cite"' not in _read(project, "chapters/methods.html")


def test_only_the_front_page_loads_the_script_that_copies_the_citation(project: Project):
    site = project.root / "_site"
    for name in ("index.html", "chapters/methods.html"):
        page = PAGE.replace("<body>", "<head></head><body>")
        (site / name).write_text(page, encoding="utf-8")
    decorate(project, site)
    decorate(project, site)

    script = '<script src="site_libs/reviewpress/publishing.js" defer></script>'
    assert _read(project, "index.html").count(script) == 1
    assert "publishing.js" not in _read(project, "chapters/methods.html")
    assert (site / "site_libs/reviewpress/publishing.js").is_file()


def test_every_download_of_the_front_page_exists(project: Project):
    decorate(project, project.root / "_site")

    listed = _read(project, "index.html").split("<h3>Download</h3>")[1].split("</section>")[0]
    names = re.findall(r'href="([^"]*)"', listed)
    assert names == [
        "Walks.pdf",
        "brief/index.html",
        "brief/brief.pdf",
        "downloads/data.zip",
        "downloads/references.bib",
        "downloads/datapackage.json",
        "downloads/finding_evidence.csv",
        "downloads/studies.csv",
    ]
    assert all((project.root / "_site" / name).is_file() for name in names)
    assert '<a href="brief/brief.pdf">What to do &amp; why (PDF)</a>' in listed


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("index.html", "index.html#cite"),
        ("chapters/methods.html", "../index.html#cite"),
        ("brief/index.html", "../index.html#cite"),
    ],
)
def test_every_page_names_its_edition_and_leads_to_the_citation(
    project: Project, page: str, link: str
):
    decorate(project, project.root / "_site")

    text = _read(project, page)
    assert "Edition 2026.10, 1 March 2026." in text
    assert f'href="{link}"' in text
    assert text.index("rp-edition") < text.index("</main>")


def test_the_archive_holds_the_files_and_always_the_same_bytes(project: Project):
    site = project.root / "_site"
    decorate(project, site)
    first = (site / "downloads/data.zip").read_bytes()
    (site / "downloads/data.zip").unlink()
    (project.data_dir / "studies.csv").touch()

    decorate(project, site)

    assert (site / "downloads/data.zip").read_bytes() == first
    with zipfile.ZipFile(site / "downloads/data.zip") as archive:
        assert archive.read("studies.csv") == b"study_id\nS1\n"
        assert archive.namelist() == sorted(archive.namelist())
        assert "references.bib" in archive.namelist()


def test_decorating_again_writes_nothing(project: Project):
    site = project.root / "_site"
    decorate(project, site)
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in _files(site)}

    decorate(project, site)

    after = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in _files(site)}
    assert after == before


def test_a_new_edition_takes_the_place_of_the_old_one(project: Project):
    decorate(project, project.root / "_site")
    path = project.root / "_quarto.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("2026.10", "2026.11"), encoding="utf-8"
    )

    decorate(open_project(project.root), project.root / "_site")

    page = _read(project, "chapters/methods.html")
    assert "Edition 2026.11" in page
    assert "2026.10" not in page
    assert page.count('class="rp-edition"') == 1


def test_what_a_page_has_of_its_own_is_not_doubled(project: Project):
    own = PAGE.replace("<p>", '<h2 id="cite">Cite us</h2><p class="rp-edition">Ours</p><p>')
    path = project.root / "_site/index.html"
    path.write_text(own, encoding="utf-8")

    decorate(project, project.root / "_site")

    assert path.read_text(encoding="utf-8") == own


def test_a_plain_book_stays_as_it_was_rendered(tmp_path: Path):
    project = _write(tmp_path, settings="")

    decorate(project, tmp_path / "_site")

    assert _read(project, "index.html") == PAGE
    assert not (tmp_path / "_site/downloads").exists()


def test_no_page_asks_another_host_or_shows_a_local_path(project: Project):
    path = project.root / "_site/chapters/methods.html"
    script = '<script src="https://cdn.example/jquery.js"></script>'
    notebook = '<div data-notebook="/home/me/x.ipynb">text</div>'
    path.write_text(PAGE.replace("<p>", f"{script}{notebook}<p>"), encoding="utf-8")
    style = project.root / "_site/libs/a.css"
    style.parent.mkdir()
    style.write_text('@import "https://fonts.example/a";p{margin:0}', encoding="utf-8")

    decorate(project, project.root / "_site")

    page = _read(project, "chapters/methods.html")
    assert "<main><div>text</div><p>Text</p>" in page
    assert "cdn.example" not in page
    assert style.read_text(encoding="utf-8") == "p{margin:0}"


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("A. Author", ("A. Author",)),
        ("[A. Author, B. Writer]", ("A. Author", "B. Writer")),
        ("[{name: A. Author, orcid: 0000}, {name: {given: B., family: Writer}}]",
         ("A. Author", "B. Writer")),
        ("{name: {literal: The group}}", ("The group",)),
    ],
)  # fmt: skip
def test_authors_are_read_in_each_form_of_quarto(
    tmp_path: Path, written: str, names: tuple[str, ...]
):
    project = _write(tmp_path, settings=REVIEW)
    path = tmp_path / "_quarto.yml"
    text = path.read_text(encoding="utf-8").replace("The example group", written)
    path.write_text(text, encoding="utf-8")

    assert Citation.of(open_project(project.root)).authors == names


def test_the_bibtex_entry_is_read_by_a_bibtex_reader(project: Project):
    library = bibtexparser.parse_string(Citation.of(project).bibtex())

    assert not library.failed_blocks
    fields = library.entries[0].fields_dict
    assert fields["year"].value == "2026"
    assert fields["title"].value == "{Walks & <mood>}"


def test_tags_for_indexes_are_completed_and_never_doubled(project: Project):
    path = project.root / "_quarto.yml"
    path.write_text(f"{path.read_text(encoding='utf-8')}\ngoogle-scholar: true\n", encoding="utf-8")
    head = (
        "<head><title>2&nbsp; Methods \u2013 Walks</title>"
        '<meta name="citation_title" content="[[2]{.chapter-number}&nbsp; '
        '[Methods]{.chapter-title}]{#sec-methods .quarto-section-identifier}"></head>'
    )
    for name in ("chapters/methods.html", "index.html"):
        page = PAGE.replace("<html>", f"<html>{head}")
        (project.root / "_site" / name).write_text(page, encoding="utf-8")

    decorate(open_project(project.root), project.root / "_site")
    decorate(open_project(project.root), project.root / "_site")

    tags = re.findall(
        r'"citation_(\w+)" content="([^"]*)"', _read(project, "chapters/methods.html")
    )
    assert tags == [
        ("title", "Methods"),
        ("inbook_title", "Walks &amp; &lt;mood&gt;"),
        ("author", "The example group"),
        ("publication_date", "2026-03-01"),
    ]


def test_a_page_without_tags_gets_its_own_title(project: Project):
    path = project.root / "_quarto.yml"
    path.write_text(f"{path.read_text(encoding='utf-8')}\ngoogle-scholar: true\n", encoding="utf-8")
    page = PAGE.replace("<html>", "<html><head><title>A\xa0 Register \u2013 Walks</title></head>")
    (project.root / "_site/chapters/methods.html").write_text(page, encoding="utf-8")

    decorate(open_project(project.root), project.root / "_site")

    assert '"citation_title" content="Register"' in _read(project, "chapters/methods.html")


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
