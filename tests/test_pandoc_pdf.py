from __future__ import annotations

from pathlib import Path
from typing import Any

import books
import pdf_glyphs
import pytest
from books import book, brief
from pypdf import PdfReader

from reviewpress.errors import RenderError
from reviewpress.pandoc.assemble import Document, assemble
from reviewpress.pandoc.pdf import render_pdf
from reviewpress.project import open_project

HOSTILE = ('#read("x")', "= Heading", "$x$", "@nobody", "<gone>", '"; #panic()', "https://e.org")


def read(document: Document, folder: Path) -> PdfReader:
    render_pdf(document, folder / "out.pdf")
    return PdfReader(folder / "out.pdf")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    folder = tmp_path_factory.mktemp("book")
    return read(book(folder / "book"), folder)


def text(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def titles(items: list[Any], level: int = 1) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for item in items:
        found += titles(item, level + 1) if isinstance(item, list) else [(level, item.title)]
    return found


def links(reader: PdfReader) -> list[Any]:
    annotations = [note for page in reader.pages for note in page.get("/Annots", ())]
    return [note.get_object() for note in annotations]


def addresses(reader: PdfReader) -> set[str]:
    return {link["/A"]["/URI"] for link in links(reader) if "/URI" in link.get("/A", {})}


def tags(reader: PdfReader) -> dict[str, list[Any]]:
    """Structure elements by their type."""
    found: dict[str, list[Any]] = {}
    todo = [reader.trailer["/Root"]["/StructTreeRoot"]["/K"]]
    while todo:
        node = todo.pop().get_object()
        if isinstance(node, list):
            todo += node
        elif isinstance(node, dict):
            if "/S" in node:
                found.setdefault(str(node["/S"]), []).append(node)
            if "/K" in node:
                todo.append(node["/K"])
    return found


def test_a_book_is_tagged_for_screen_readers(reader: PdfReader):
    root = reader.trailer["/Root"]
    found = tags(reader)

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert {"/H1", "/H2", "/TH", "/TD", "/Figure", "/Note", "/TOC"} <= found.keys()


def test_every_figure_and_formula_has_words(reader: PdfReader):
    found = tags(reader)
    spoken = {node["/Alt"] for kind in ("/Figure", "/Formula") for node in found[kind]}

    assert spoken == {"Dots", "y = mx"}


def test_bookmarks_have_the_levels_and_numbers_that_quarto_gives(reader: PdfReader):
    assert [entry for entry in titles(reader.outline) if entry[1].strip()] == [
        (1, "Preface"),
        (1, "1. One thing"),
        (2, "1.1 Part of it"),
        (1, "2. Another"),
        (2, "2.1 Part of it"),
        (1, "Appendices"),
        (1, "A. More"),
    ]


def test_cover_contents_parts_and_references_are_there(reader: PdfReader):
    words = text(reader)

    assert reader.metadata is not None
    assert reader.metadata.title == "A book of things"
    assert "Seen from afar Ann Alpha, Bo Beta 2 January 2026" in words
    assert "PART I First things" in words
    assert "APPENDIX A More" in words
    assert "See Chapter 2, Table 1.1 and Equation 1.1." in words
    assert "Figure 1.1: Dots" in words
    assert "\u22120.30" in words


def test_every_internal_link_leads_somewhere(reader: PdfReader):
    inside = [link for link in links(reader) if "/URI" not in link.get("/A", {})]

    assert len(inside) > 10
    assert all(link.get("/Dest") or link["/A"].get("/D") for link in inside)
    assert addresses(reader) == {"https://example.org/x"}


def test_chapters_begin_on_new_pages(reader: PdfReader):
    openings = [
        page.extract_text().split("\n")[0]
        for page in reader.pages
        if "CHAPTER" in page.extract_text()
    ]

    assert openings == ["CHAPTER 1", "CHAPTER 2"]


def test_the_same_sources_give_the_same_bytes_in_any_folder(tmp_path: Path):
    for name in ("here", "a longer {name} é"):
        render_pdf(book(tmp_path / name), tmp_path / name / "out.pdf")

    here, there = (path.read_bytes() for path in sorted(tmp_path.glob("*/out.pdf")))
    assert here == there
    assert str(tmp_path).encode() not in here


def test_text_of_a_table_is_printed_as_it_stands(tmp_path: Path):
    escaped = ["".join(f"&#{ord(letter)};" for letter in word) for word in HOSTILE]
    table = "| A |\n|---|\n" + "".join(f"| {word} |\n" for word in escaped)
    words = text(read(brief(tmp_path, table), tmp_path))

    for word in HOSTILE:
        assert word in words


def test_a_long_table_repeats_its_head(tmp_path: Path):
    table = "| Study | Year |\n|---|---|\n" + "".join(f"| S{n} | {n} |\n" for n in range(150))
    found = read(brief(tmp_path, table), tmp_path)

    assert len(found.pages) > 2
    assert all("Study Year" in " ".join(page.extract_text().split()) for page in found.pages)


def test_a_link_out_of_the_document_needs_the_address_of_the_site(tmp_path: Path):
    source = "Read [the register](/chapters/register.qmd#S001) and [data](data/x.csv)."
    without = read(brief(tmp_path / "a", source), tmp_path)
    url = '  site-url: "https://example.org/review/"\n'
    with_site = read(brief(tmp_path / "b", source, settings=url), tmp_path)

    assert addresses(without) == set()
    assert "the register" in text(without)
    assert {
        "https://example.org/review/2026.1/chapters/register.html#S001",
        "https://example.org/review/2026.1/data/x.csv",
    } <= addresses(with_site)


def test_an_address_that_could_run_something_is_text(tmp_path: Path):
    found = read(brief(tmp_path, "[x](javascript:alert%281%29)"), tmp_path)

    assert addresses(found) == set()


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ("# One {#sec-one}\n\ntext\n\n### Deep\n", 5, "skips a level"),
        ("# One {#sec-one}\n\n![x](gone.svg)\n", 3, "`gone.svg` does not exist"),
        ("# One {#sec-one}\n\n```{=typst}\n#panic()\n```\n", None, "typst could not make the PDF"),
    ],
)
def test_a_fault_names_its_chapter(tmp_path: Path, source: str, line: int | None, message: str):
    document = book(
        tmp_path, index="# Preface {.unnumbered}\n", one=source, two="# Another {#sec-two}\n"
    )

    with pytest.raises(RenderError, match=message) as caught:
        render_pdf(document, tmp_path / "out.pdf")

    assert caught.value.where is not None
    assert (caught.value.where.path, caught.value.where.line) == ("one.qmd", line)
    assert not (tmp_path / "out.pdf").exists()


def test_a_chapter_cannot_read_what_is_not_its_own(tmp_path: Path):
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    source = f'# One {{#sec-one}}\n\n```{{=typst}}\n#read("{tmp_path}/secret.txt")\n```\n'
    document = book(tmp_path, index="# Preface {.unnumbered}\n", one=source)

    with pytest.raises(RenderError, match="typst could not make the PDF"):
        render_pdf(document, tmp_path / "out.pdf")


def test_headings_of_one_name_in_two_chapters_are_two_places(tmp_path: Path):
    index = "# Preface {.unnumbered}\n\n[a](one.qmd#part-of-it) [b](two.qmd#part-of-it)\n"
    found = read(book(tmp_path, index=index), tmp_path)
    preface = next(page for page in found.pages if page.extract_text().startswith("Preface"))
    places = [note.get_object() for note in preface["/Annots"]]
    goals = {str(place.get("/Dest") or place["/A"]["/D"]) for place in places}

    assert len(goals) == 2


def test_the_short_document_says_edition_and_licence(tmp_path: Path):
    source = "## What is known\n\nLittle.\n\n### More\n\nNothing.\n"
    found = read(brief(tmp_path, source), tmp_path)
    words = text(found)

    assert titles(found.outline) == [(1, "What is known"), (2, "More")]
    assert "EDITION 2026.1" in words
    assert "Licence CC BY 4.0" in words


def test_contents_can_be_left_out(tmp_path: Path):
    document = book(tmp_path)
    with_contents = len(read(document, tmp_path).pages)
    settings = (tmp_path / "_quarto.yml").read_text(encoding="utf-8")
    (tmp_path / "_quarto.yml").write_text(settings + "toc: false\n", encoding="utf-8")

    without = read(assemble(open_project(tmp_path), "typst"), tmp_path)
    assert len(without.pages) == with_contents - 1


def test_a_wide_figure_and_its_caption_stand_on_a_turned_page(tmp_path: Path):
    source = "::: {#fig-dots .landscape}\n![](dots.svg)\n\nDots\n:::\n"
    found = read(brief(tmp_path / "brief", source), tmp_path)
    turned = read(
        book(tmp_path / "book", index="# Preface {.unnumbered}\n", one=f"# One\n\n{source}"),
        tmp_path,
    )

    assert "Figure 1: Dots" in text(found)
    flipped = [page for page in turned.pages if page.mediabox.width > page.mediabox.height]
    assert ["Figure\u00a01.1: Dots" in page.extract_text() for page in flipped] == [True]


def test_text_goes_on_where_a_figure_must_wait(tmp_path: Path):
    """A figure that does not fit stands at the foot of the next page, and leaves no gap."""
    tall = books.SVG.replace('width="2in" height="1in"', 'width="4in" height="7in"')
    words = "Words that follow. " * 60
    source = (
        f"# One {{#sec-one}}\n\n{words}\n\n{words}\n\n![Tall](tall.svg){{#fig-tall}}\n\nAfter it.\n"
    )
    pages = {"index": "# Preface {.unnumbered}\n", "one": source}
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "tall.svg").write_text(tall, encoding="utf-8")
    found = read(book(tmp_path / "book", **pages), tmp_path)
    texts = [page.extract_text() for page in found.pages]
    (opening,) = (number for number, text in enumerate(texts) if "Words that follow" in text)

    assert "After it." in texts[opening]
    assert "Figure\u00a01.1: Tall" in texts[opening + 1]


def test_a_note_in_a_chapter_title_is_printed_once(tmp_path: Path):
    one = "# One^[A note.] thing {#sec-one}\n\n![Dots](dots.svg){#fig-dots}\n\n| A |\n|-|\n| 1 |\n"
    words = text(
        read(book(tmp_path, index="# Preface\n", one=one + ": E {#tbl-effects}\n"), tmp_path)
    )

    assert words.count("A note.") == 1


def test_tabs_stand_one_under_another_with_headings(tmp_path: Path):
    tabs = "::: {.panel-tabset}\n### R\n\nIn R.\n\n#### Deeper\n\n### Python\n\nIn Python.\n:::\n"
    found = read(brief(tmp_path, f"## Code\n\n{tabs}"), tmp_path)

    assert "Code R In R. Deeper Python In Python." in text(found)
    assert {"/H1", "/H2", "/H3"} <= tags(found).keys()


def test_a_sign_that_no_font_has_is_still_text(tmp_path: Path):
    found = read(brief(tmp_path, "A 漢 sign."), tmp_path)

    assert "漢" in text(found)


def test_a_link_to_a_chapter_leads_to_its_beginning(tmp_path: Path):
    pages = {
        "index": "# Preface {.unnumbered}\n\n[a](extra.qmd) [b](one.qmd)\n",
        "extra": "# More\n",
    }
    found = read(book(tmp_path, **pages), tmp_path)
    preface = next(page for page in found.pages if page.extract_text().startswith("Preface"))

    assert len(preface["/Annots"]) == 2


def test_rough_edges_of_a_foreign_book_are_warnings(tmp_path: Path):
    source = (
        "# One {#sec-one}\n\n#### Deep\n\n[none](#absent), [two](#dup), ![r](https://e.org/a.png) "
        "and ![i](dots.svg){width=40px}\n\n## A {#dup}\n\n## B {#dup}\n\n![gone](gone.png)\n\n"
        "::: {#rem-x}\nA remark.\n:::\n\n@rem-x, $a \\cap b \\otimes c$ and $\\nosuch{x}$.\n"
    )
    plain = books.BOOK.removeprefix("review: {}\n")
    pages = {**books.PAGES, "index.qmd": "# Home\n", "one.qmd": source}
    document = books.document(tmp_path, plain, pages, "typst")

    render_pdf(document, tmp_path / "out.pdf")

    said = sorted(str(fault) for fault in document.faults.warnings)
    assert [line.split(" ", maxsplit=1)[0] for line in said] == [
        "one.qmd:11:",
        "one.qmd:17:",
        "one.qmd:3:",
        "one.qmd:5:",
        "one.qmd:5:",
        "one.qmd:9:",
    ]
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")


def test_a_formula_that_typst_refuses_is_printed_as_tex(tmp_path: Path):
    pages = {
        "index": "# Preface {.unnumbered}\n\nGood: $x^2$.\n",
        "one": "# One\n\n$$\\frac{}{}$$\n\nText, $\\sqrt{}$ and $y_1$.\n\n$$\\frac{}{}$$\n",
    }
    document = book(tmp_path, **pages)
    found = read(document, tmp_path)

    said = [str(fault) for fault in document.faults.warnings]
    assert said == [
        "one.qmd:3: typst cannot set the formula `\\frac{}{}`, which is printed as TeX",
        "one.qmd:5: typst cannot set the formula `\\sqrt{}`, which is printed as TeX",
    ]
    assert {"x^2", "y_1"} <= {node["/Alt"] for node in tags(found)["/Formula"]}
    assert "\\sqrt{}" in text(found)


def test_characters_without_a_font_are_named_with_their_place(tmp_path: Path):
    source = "# One\n\nA \u00e9, \u2713, \u2192.\n\nA 漢 and a 🎉.\n\n`漢 字 語 読`\n"
    document = book(tmp_path, index="# Preface {.unnumbered}\n", one=source)
    read(document, tmp_path)

    expected = (
        "one.qmd:5: no font of the PDF has the characters `漢` (U+6F22 cjk unified "
        "ideograph-6f22), `🎉` (U+1F389 party popper), `字` (U+5B57 cjk unified ideograph-5b57) "
        "and 2 more"
    )
    assert [str(fault) for fault in document.faults.warnings] == [expected]


LONG = (
    "# One {#sec-one}\n\n## A heading that is much longer than the line that it has to stand on "
    "and so must be broken\n\nSee <https://example.org/a/very/long/address/that/no/line/can/hold/"
    "without/being/broken/somewhere/in/the/middle> and `a_name_of_code_that_is_long_enough_to_fill_"
    "more_than_a_line_by_itself_if_nothing_breaks_it`.\n\n```python\nvalue = function(argument"
    "=1, second_argument=2, third_argument=3, fourth_argument=4, fifth=5)\n```\n\n"
    "| Name | A | B | C | D | E | F | G |\n|---|---|---|---|---|---|---|---|\n"
    "| Incomprehensibilities | internationalisation | 1 | 2 | 3 | 4 | counterrevolutionaries | x |"
    "\n\n: Wide {#tbl-wide}\n"
)


def test_no_line_runs_over_the_margin(tmp_path: Path):
    document = book(tmp_path, index="# Preface {.unnumbered}\n", one=LONG)
    render_pdf(document, tmp_path / "out.pdf")

    assert pdf_glyphs.over_the_margin(tmp_path / "out.pdf") == []
    pages = PdfReader(tmp_path / "out.pdf").pages
    assert sum(len(pdf_glyphs.runs(one)) for one in pages) > len(pages)


def test_no_line_of_a_built_review_runs_over_the_margin(built: Path):
    (path,) = (built / "_site").glob("*.pdf")

    assert pdf_glyphs.over_the_margin(path) == []


def test_headings_without_text_do_not_stop_the_pdf(tmp_path: Path):
    written = "## {#empty}\n\nText.\n\n## ![A dot](dots.svg)\n\n[There](#empty).\n"
    reader = read(brief(tmp_path / "brief", written), tmp_path)

    assert "Text." in text(reader)


def test_commands_of_a_chapter_are_known_to_formulas(tmp_path: Path):
    made = brief(tmp_path / "brief", "$$\\newcommand{\\RR}{\\mathbb{R}}$$\n\nThe $\\RR$.\n")
    reader = read(made, tmp_path)

    assert not made.faults.warnings
    assert "\\RR" not in text(reader)
