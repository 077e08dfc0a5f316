"""Pages of the embedded engine: markup, navigation, links, and text that stays text."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import books
import pytest
from bs4 import BeautifulSoup, Tag

from reviewpress.errors import RenderError
from reviewpress.pandoc.assemble import assemble
from reviewpress.pandoc.dates import write_date
from reviewpress.pandoc.engine import PandocEngine
from reviewpress.pandoc.html.site import write_site
from reviewpress.project import open_project

BOOK = "project:\n  type: book\nbook:\n  title: T\n  chapters: [index.qmd, one.qmd]\n"
SHORT = "project:\n  type: default\n  render: [index.qmd]\n"

SCRIPTS = [
    '<script src="site_libs/reviewpress/theme.js">',
    '<script src="site_libs/reviewpress/site.js" defer>',
    '<script src="site_libs/reviewpress/previews.js" defer>',
]


def page(folder: Path, text: str, settings: str = "") -> BeautifulSoup:
    """Render a book and return its second page."""
    pages = {"index.qmd": "# Home {.unnumbered}\n", "one.qmd": text, "a.svg": books.SVG}
    write_site(books.document(folder, BOOK + settings, pages, "html"), folder / "_book")
    return BeautifulSoup((folder / "_book/one.html").read_text(encoding="utf-8"), "lxml")


def main(folder: Path, text: str, settings: str = "") -> Tag:
    found = page(folder, text, settings).select_one("main")
    assert found is not None
    return found


HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(1)> &amp; "quotes"'


def test_titles_from_the_configuration_are_text(tmp_path: Path):
    configuration = BOOK.replace("title: T", f"title: '{HOSTILE}'").replace(
        "[index.qmd, one.qmd]", f"[index.qmd, {{href: one.qmd, text: '{HOSTILE}'}}]"
    )
    pages = {"index.qmd": "# Home {.unnumbered}\n", "one.qmd": "# One\n"}
    write_site(books.document(tmp_path, configuration, pages, "html"), tmp_path / "_book")

    html = (tmp_path / "_book/index.html").read_text(encoding="utf-8")

    assert re.findall(r"<script[^>]*>", html) == SCRIPTS


def test_a_title_in_front_matter_is_text(tmp_path: Path):
    text = "---\ntitle: 'A <script>alert(1)</script> title'\n---\n\nText.\n"

    found = page(tmp_path, text)

    assert len(found.select("script")) == len(SCRIPTS)
    assert "<script>alert(1)</script>" in found.select_one("h1").get_text()  # type: ignore[union-attr]


def test_entries_of_the_bibliography_are_text(tmp_path: Path):
    (tmp_path / "r.bib").write_text(
        "@book{a1, author={<img src=x onerror=evil()>, A}, "
        "title={{<script>alert(1)</script>}}, year={2001}}\n",
        encoding="utf-8",
    )
    text = "# One\n\n@a1\n\n::: {#refs}\n:::\n"

    found = page(tmp_path, text, "bibliography: r.bib\n")

    assert len(found.select("script")) == len(SCRIPTS)
    assert not found.select("main img")


def test_attributes_cannot_leave_their_quotes(tmp_path: Path):
    text = '# One\n\n[x]{key="\\"><script>1</script>" onclick="evil()"}\n'

    found = main(tmp_path, text).select_one("span[data-key]")

    assert found is not None
    assert found["data-key"] == '"><script>1</script>'
    assert "onclick" not in found.attrs


def test_no_page_asks_another_host_or_carries_scripts(tmp_path: Path):
    html = str(page(tmp_path, "# One\n\n$x$ and $$y$$\n\n```python\n1\n```\n"))

    assert "default-src 'self'" in html
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", html)
    assert not re.search(r"<script(?![^>]*src=)[^>]*>|<style|\son\w+=", html)
    assert "<math" in html


def test_a_raw_block_of_another_format_is_left_out(tmp_path: Path):
    text = "# One\n\n```{=typst}\n#secret\n```\n\n```{=html}\n<b>shown</b>\n```\n"

    assert main(tmp_path, text).get_text(" ", strip=True) == "1 One shown"


def test_addresses_in_raw_html_lead_to_pages(tmp_path: Path):
    text = '# One\n\n```{=html}\n<a href="/index.qmd#x">a</a><img src="a.svg">\n```\n'

    found = main(tmp_path, text)

    assert [one["href"] for one in found.select("a")] == ["index.html#x"]
    assert (tmp_path / "_book/a.svg").is_file()


@pytest.mark.parametrize(
    ("attributes", "title", "classes"),
    [
        (".callout-note", "Note", {"callout-style-default", "callout-titled"}),
        ('.callout-tip title="*Own*"', "Own", {"callout-tip"}),
        ('.callout-important appearance="simple"', None, {"callout-style-simple"}),
        ('.callout-caution appearance="minimal"', None, {"no-icon", "callout-style-simple"}),
        ('.callout-warning icon="false"', "Warning", {"no-icon"}),
        ("#wrn-a .callout-warning", "Warning\u00a01.1", {"callout-warning"}),
        (".callout", None, {"callout-none", "no-icon"}),
    ],
)
def test_a_callout_has_its_title_and_classes(
    tmp_path: Path, attributes: str, title: str | None, classes: set[str]
):
    box = main(tmp_path, f"# One\n\n::: {{{attributes}}}\nText\n:::\n").select_one(".callout")

    assert box is not None
    shown = box.select_one(".callout-title-container")
    for name in box.select(".screen-reader-only"):
        name.decompose()
    assert (shown.get_text(strip=True) if shown else None) == title
    assert classes <= set(box["class"])


def test_settings_decide_how_callouts_look(tmp_path: Path):
    settings = "format:\n  html:\n    callout-appearance: simple\n    callout-icon: false\n"

    box = main(tmp_path, "# One\n\n::: {.callout-note}\nText\n:::\n", settings)

    assert {"callout-style-simple", "no-icon"} <= set(box.select_one(".callout")["class"])  # type: ignore[index]


def test_an_address_that_is_code_is_dropped(tmp_path: Path):
    found = main(tmp_path, "# One\n\n[x](javascript:alert) [y](JavaScript:alert)\n")

    assert [one.get("href") for one in found.select("a")] == [None, None]


def test_parts_of_appendices_stand_below_them(tmp_path: Path):
    configuration = BOOK + "  appendices:\n    - part: Tables\n      chapters: [more.qmd]\n"
    pages = {"index.qmd": "# Home\n", "one.qmd": "# One\n", "more.qmd": "# More\n"}
    write_site(books.document(tmp_path, configuration, pages, "html"), tmp_path / "_book")

    soup = BeautifulSoup((tmp_path / "_book/more.html").read_text(encoding="utf-8"), "lxml")
    above = [one.get_text() for one in soup.select("#quarto-sidebar .part-title")]
    assert above == ["Appendices", "Tables"]
    assert soup.select_one(".part .part .chapter-number").get_text() == "A"  # type: ignore[union-attr]


def test_a_callout_collapses_without_scripts(tmp_path: Path):
    text = '# One\n\n::: {.callout-note collapse="true"}\n## Title\nText\n:::\n'

    box = main(tmp_path, text).select_one("details.callout")

    assert box is not None
    assert "open" not in box.attrs


def test_panels_follow_their_layout(tmp_path: Path):
    text = (
        '# One\n\n::: {layout="[[30,70],[100]]"}\nA\n\nB\n\nC\n:::\n\n'
        "::: {layout-ncol=2}\n![](a.svg)\n\n![](a.svg)\n:::\n"
    )

    found = main(tmp_path, text)

    widths = [
        re.findall(r"flex-basis: ([\d.]+)%", str(row)) for row in found.select(".quarto-layout-row")
    ]
    assert widths == [["30.0", "70.0"], ["100.0"], ["50.0", "50.0"]]


def test_notes_on_code_stand_at_their_lines(tmp_path: Path):
    text = "# One\n\n```python\nx = 1  # <1>\ny = 2\n```\n1. First\n"

    found = main(tmp_path, text)

    assert found.select_one("pre").get_text() == "x = 11\ny = 2"  # type: ignore[union-attr]
    assert [one.get_text(strip=True) for one in found.select("dl > *")] == ["1", "First"]


def test_a_formula_that_is_no_tex_is_a_fault(tmp_path: Path):
    with pytest.raises(RenderError, match=r"one.qmd:3: the formula `\\nosuch\{x\}` is not TeX"):
        page(tmp_path, "# One\n\n$\\nosuch{x}$\n", "review: {}\n")


def test_notes_go_to_the_end_and_back(tmp_path: Path):
    found = main(tmp_path, "# One\n\nText.^[A *note*.]\n")

    note = found.select_one("#fn1")
    assert note is not None
    assert note.get_text(strip=True).startswith("Anote.")
    assert [one["href"] for one in note.select("a")] == ["#fnref1"]


def test_tables_have_heads_spans_and_a_box_to_scroll(tmp_path: Path):
    text = "# One\n\n+---+---+\n| a | b |\n+===+===+\n| c     |\n+---+---+\n| d | e |\n+---+---+\n"

    box = main(tmp_path, text).select_one(".table-box")

    assert box is not None
    assert box["tabindex"] == "0"
    assert [one["scope"] for one in box.select("th")] == ["col", "col"]
    assert [one.get("colspan") for one in box.select("td")] == ["2", None, None]


def test_contents_leave_out_what_is_unlisted_or_too_deep(tmp_path: Path):
    text = "# One\n\n## A\n\n### B\n\n#### C\n\n## D {.unlisted}\n"

    links = page(tmp_path, text).select("#TOC a")

    assert [one["href"] for one in links] == ["#a", "#b"]


def test_the_list_of_chapters_marks_the_page(tmp_path: Path):
    here = page(tmp_path, "# One\n").select("#quarto-sidebar [aria-current=page]")

    assert [one["href"] for one in here] == ["one.html"]


def test_a_short_document_links_to_the_site_above_it(tmp_path: Path):
    configuration = f"profile:\n  group: [long, brief]\nbook:\n  title: T\n{SHORT}"
    text = (
        "---\ntitle: Brief\n---\n\n[a](chapters/x.qmd#y) [b](/chapters/x.qmd#own) "
        "[c](data/t.csv)\n\n::: {#own}\nOwn\n:::\n"
    )
    (tmp_path / "_quarto.yml").write_text(configuration, encoding="utf-8")
    (tmp_path / "_quarto-long.yml").write_text("{}\n", encoding="utf-8")
    (tmp_path / "_quarto-brief.yml").write_text("{}\n", encoding="utf-8")
    (tmp_path / "index.qmd").write_text(text, encoding="utf-8")

    document = assemble(open_project(tmp_path, "brief"), "html")
    assert write_site(document, tmp_path / "out") == ("index.html",)

    soup = BeautifulSoup((tmp_path / "out/index.html").read_text(encoding="utf-8"), "lxml")
    assert [one["href"] for one in soup.select("main a")] == [
        "../chapters/x.html#y",
        "#own",
        "../data/t.csv",
    ]


def test_references_of_a_short_document_stand_under_its_last_heading(tmp_path: Path):
    (tmp_path / "r.bib").write_text("@book{a1, author={Ann, A}, title={First}, year={2001}}\n")
    text = "---\ntitle: T\n---\n\n@a1\n\n## Sources\n"
    document = books.document(
        tmp_path, f"{SHORT}bibliography: r.bib\n", {"index.qmd": text}, "html"
    )
    write_site(document, tmp_path / "out")

    soup = BeautifulSoup((tmp_path / "out/index.html").read_text(encoding="utf-8"), "lxml")
    section = soup.select_one("#quarto-bibliography")

    assert section is not None
    assert section.get_text(" ", strip=True) == "Sources Ann, A. 2001. First . Cited in T"


@pytest.mark.parametrize(
    ("style", "lang", "expected"),
    [
        ("long", "en", "September 2, 2026"),
        ("long", "en-GB", "2 September 2026"),
        ("D MMMM YYYY", "en", "2 September 2026"),
        ("full", "en-GB", "Wednesday 2 September 2026"),
        ("[Week of] DD/MM/YY", "en", "Week of 02/09/26"),
        ("iso", "en", "2026-09-02"),
        ("MMM YYYY", "en-GB", "Sep 2026"),
        ("long", "de", "2. September 2026"),
        ("full", "de-CH", "Mittwoch, 2. September 2026"),
        ("D MMMM YYYY", "fr", "2 septembre 2026"),
        ("long", "ja", "2026年9月2日"),
        ("long", "xx", "September 2, 2026"),
    ],
)
def test_dates_are_written_as_asked(style: str, lang: str, expected: str):
    assert write_date(dt.date(2026, 9, 2), style=style, lang=lang) == expected


@pytest.mark.slow
def test_the_engine_writes_pages_an_index_and_says_what(tmp_path: Path):
    books.book(tmp_path, "html")
    configuration = (tmp_path / "_quarto.yml").read_text(encoding="utf-8")
    (tmp_path / "_quarto.yml").write_text(
        configuration.replace("typst: default", "html: default"), encoding="utf-8"
    )

    rendered = PandocEngine().render(open_project(tmp_path), None, tmp_path / "_book")

    assert rendered.files == ("extra.html", "index.html", "one.html", "two.html")
    assert (tmp_path / "_book/site_libs/pagefind/pagefind.js").is_file()
    assert not list((tmp_path / "_book/site_libs/pagefind").glob("*ui*"))


def test_a_title_of_the_book_may_hold_a_formula(tmp_path: Path):
    pages = {"index.qmd": "# Home {.unnumbered}\n", "one.qmd": "# One\n"}
    configuration = BOOK.replace("title: T", "title: Of $x^2$")
    write_site(books.document(tmp_path, configuration, pages, "html"), tmp_path / "_book")

    html = (tmp_path / "_book/index.html").read_text(encoding="utf-8")

    assert "<title>Of x^2</title>" in html
    assert "<msup>" in html


@pytest.mark.parametrize("title", ["Two", "\u590d\u6570", "3 Two"])
def test_a_heading_called_like_its_chapter_has_the_id_without_a_number(tmp_path: Path, title: str):
    found = main(tmp_path, f"# {title}\n\n## {title}\n\n## {title}\n")

    first = title.removeprefix("3 ").lower()
    assert [one["id"] for one in found.select("section")] == [first, f"{first}-1"]


def test_authors_have_their_pages_and_letter_boxes(tmp_path: Path):
    pages = {"index.qmd": "# Home {.unnumbered}\n", "one.qmd": "# One\n"}
    author = (
        "{name: 'A <b>B</b>', url: 'https://e.org', email: a@e.org, orcid: 0000-0001-0000-0009}"
    )
    configuration = BOOK.replace("title: T", f"title: T\n  author: [{author}, 'C *D*']")
    write_site(books.document(tmp_path, configuration, pages, "html"), tmp_path / "_book")

    soup = BeautifulSoup((tmp_path / "_book/index.html").read_text(encoding="utf-8"), "lxml")
    addresses = [one["href"] for one in soup.select("p.author a")]
    assert addresses == ["https://e.org", "mailto:a@e.org", "https://orcid.org/0000-0001-0000-0009"]
    assert [one["content"] for one in soup.select("meta[name=author]")] == ["A B", "C D"]
    assert len(soup.select("p.author em, p.author b")) == 2


def test_an_author_leads_to_the_orcid(tmp_path: Path):
    written = "[{name: Ann Alpha, orcid: 0000-0002-1825-0097}, {name: Bo, orcid: 'x\"y'}, Cy]"
    pages = {"index.qmd": f"---\ntitle: T\nauthor: {written}\n---\n\nText.\n"}
    write_site(books.document(tmp_path, SHORT, pages, "html"), tmp_path / "out")
    soup = BeautifulSoup((tmp_path / "out/index.html").read_text(encoding="utf-8"), "lxml")

    assert [one.get_text() for one in soup.select(".author")] == ["Ann Alpha ", "Bo", "Cy"]
    assert [one["href"] for one in soup.select(".quarto-title-author-orcid")] == [
        "https://orcid.org/0000-0002-1825-0097"
    ]


def test_former_addresses_lead_to_the_page(tmp_path: Path):
    text = "---\ntitle: One\naliases: [old.html, /a/b, 'c d.html']\n---\n\nText.\n"
    page(tmp_path, text)
    found = {}
    for name in ("old.html", "a/b/index.html", "c d.html"):
        html = (tmp_path / "_book" / name).read_text(encoding="utf-8")
        link = BeautifulSoup(html, "lxml").select_one("a")
        assert link
        assert f'content="0; url={link["href"]}"' in html
        found[name] = link["href"]

    assert found == {
        "old.html": "one.html",
        "a/b/index.html": "../../one.html",
        "c d.html": "one.html",
    }


@pytest.mark.parametrize("alias", ["index.html", "../out.html", "/../../out"])
def test_an_alias_takes_no_page_away_and_stays_in_the_site(tmp_path: Path, alias: str):
    text = f"---\ntitle: One\naliases: [{alias}]\n---\n\nText.\n"

    with pytest.raises(RenderError, match="is a page of the site, or lies outside") as caught:
        page(tmp_path, text, "review: {}\n")

    assert caught.value.where is not None
    assert (caught.value.where.path, caught.value.where.line) == ("one.qmd", 3)
    assert not (tmp_path / "out.html").exists()
