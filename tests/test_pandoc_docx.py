from __future__ import annotations

import re
import zipfile
from pathlib import Path

import books
import docx
import pytest
import word_order
from books import book, brief
from docx.document import Document as WordDocument

from reviewpress.pandoc.assemble import Document
from reviewpress.pandoc.docx import render_docx

SOURCE = """## What is known {#sec-known}

::: {.key-points}
**Little.**
:::

::: {.callout-warning}
## Mind the gap

Text.
:::

![Dots](dots.svg){#fig-dots fig-alt="Three dots"}

| Study | Effect |
|:--|--:|
| Alpha | 0.1 |

: Effects {#tbl-effects}

See @fig-dots, [known](#sec-known), [the register](/register.qmd#S001), [I1](#I01){.chip}.

::: {.implication-card #I01 audience="policy" confidence="low"}
**[I01]{.card-id} Do this.**

::: {.sceptic}
Why?
:::
:::
"""


def write(document: Document, folder: Path) -> WordDocument:
    render_docx(document, folder / "out.docx")
    return docx.Document(str(folder / "out.docx"))


def part(folder: Path, name: str) -> str:
    with zipfile.ZipFile(folder / "out.docx") as archive:
        return archive.read(name).decode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("brief")
    write(brief(made, SOURCE, "docx"), made)
    return made


@pytest.fixture(scope="module")
def word(folder: Path) -> WordDocument:
    return docx.Document(str(folder / "out.docx"))


def styled(word: WordDocument) -> list[tuple[str, str]]:
    return [(line.style.name if line.style else "", line.text) for line in word.paragraphs]


def test_each_kind_of_paragraph_has_its_style(word: WordDocument):
    lines = styled(word)

    for expected in (
        ("Title", "A brief"),
        ("Date", "2 January 2026 \u00b7 Edition 2026.1"),
        ("Heading 1", "What is known"),
        ("Key Points", "Little."),
        ("Callout Warning Title", "Mind the gap"),
        ("Callout Warning", "Text."),
        ("Image Caption", "Figure\u00a01: Dots"),
        ("Table Caption", "Table\u00a01: Effects"),
        ("Card Number", "I01 \u00b7 policy \u00b7 low \u25cf\u25cf\u25cb\u25cb"),
        ("Card Title", "Do this."),
        ("Sceptic", "Why?"),
        ("Colophon", "Licence CC BY 4.0"),
    ):
        assert expected in lines


def test_every_style_that_is_used_is_defined(folder: Path):
    used = set(
        re.findall(r'<w:(?:p|r|tbl)Style w:val="([^"]+)"', part(folder, "word/document.xml"))
    )
    defined = set(re.findall(r'w:styleId="([^"]+)"', part(folder, "word/styles.xml")))

    assert used
    assert used <= defined


def test_the_page_is_a4_with_a_foot(word: WordDocument):
    section = word.sections[0]

    assert section.page_width is not None
    assert round(section.page_width.mm) == 210
    assert section.footer.paragraphs[0].text.startswith("A brief \u00b7 Edition 2026.1")


def test_a_drawing_becomes_pixels_with_alternative_text(folder: Path):
    with zipfile.ZipFile(folder / "out.docx") as archive:
        pictures = [name for name in archive.namelist() if name.startswith("word/media/")]

    assert [Path(name).suffix for name in pictures] == [".png"]
    assert 'descr="Three dots"' in part(folder, "word/document.xml")


def test_a_table_repeats_its_head(folder: Path):
    assert "<w:tblHeader" in part(folder, "word/document.xml")


def test_internal_links_have_a_bookmark(folder: Path):
    document = part(folder, "word/document.xml")
    anchors = set(re.findall(r'w:anchor="([^"]+)"', document))
    bookmarks = set(re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', document))

    assert {"fig-dots", "sec-known", "I01"} <= anchors
    assert anchors <= bookmarks


def test_a_link_out_of_the_document_is_text_or_absolute(tmp_path: Path, folder: Path):
    url = '  site-url: "https://example.org/r"\n'
    write(brief(tmp_path, SOURCE, "docx", settings=url), tmp_path)

    assert "register" not in part(folder, "word/_rels/document.xml.rels")
    assert "the register" in part(folder, "word/document.xml")
    assert "https://example.org/r/2026.1/register.html#S001" in part(
        tmp_path, "word/_rels/document.xml.rels"
    )


def test_the_same_sources_give_the_same_bytes_in_any_folder(tmp_path: Path):
    for name in ("here", "there"):
        render_docx(brief(tmp_path / name, SOURCE, "docx"), tmp_path / name / "out.docx")

    assert (tmp_path / "here/out.docx").read_bytes() == (tmp_path / "there/out.docx").read_bytes()


def test_hostile_text_is_text(tmp_path: Path):
    hostile = "<w:p/> &amp; {{< var x >}} ]]>"
    escaped = "".join(f"&#{ord(letter)};" for letter in hostile)
    found = write(brief(tmp_path, f"{escaped}\n\n`<w:br/>`{{=html}}", "docx"), tmp_path)

    assert hostile in [line.text for line in found.paragraphs]


def test_a_book_has_numbered_chapters(tmp_path: Path):
    lines = styled(write(book(tmp_path, "docx"), tmp_path))

    assert ("Heading 1", "1 One thing") in lines
    assert ("Heading 2", "1.1 Part of it") in lines
    assert ("Heading 1", "A More") in lines


FIGURES = (
    "## Pictures {#sec-pictures}\n\n[![Linked](dots.svg)](https://example.org)\n\n"
    "![Plain](dots.svg)\n\n![Numbered](dots.svg){#fig-one}\n\n"
    "::: {#vid-one}\nText.\n\nA film\n:::\n\nSee @fig-one, @vid-one and @sec-pictures.\n"
)


def test_pictures_have_words_and_captions_and_stand_in_no_table(tmp_path: Path):
    custom = "crossref:\n  custom:\n    - {kind: float, key: vid, reference-prefix: Film}\n"
    pages = {"index.qmd": f"---\ntitle: T\n---\n\n{FIGURES}", "dots.svg": books.SVG}
    word = write(books.document(tmp_path, books.BRIEF + custom, pages, "docx"), tmp_path)

    captions = [text for style, text in styled(word) if style == "Image Caption"]
    assert captions == ["Linked", "Plain", "Figure\u00a01: Numbered", "Film\u00a01: A film"]
    assert not word.tables
    described = re.findall(r'<wp:docPr descr="([^"]*)"', part(tmp_path, "word/document.xml"))
    assert described == ["Linked", "Plain", "Numbered"]


def test_every_link_inside_has_one_bookmark_and_marks_have_ids_of_their_own(tmp_path: Path):
    write(brief(tmp_path, SOURCE + FIGURES.partition("::: {#vid")[0], "docx"), tmp_path)
    xml = part(tmp_path, "word/document.xml")

    names = re.findall(r'<w:bookmarkStart w:id="\d+" w:name="([^"]+)"', xml)
    assert len(names) == len(set(names))
    assert set(re.findall(r'<w:hyperlink w:anchor="([^"]+)"', xml)) <= set(names)
    for pattern in (r'<w:bookmarkStart w:id="(\d+)"', r'<wp:docPr [^>]*id="(\d+)"'):
        ids = re.findall(pattern, xml)
        assert len(ids) == len(set(ids)) > 0


def test_word_finds_everything_in_the_order_that_it_wants(tmp_path: Path):
    lists = "\n- a\n- b\n\n1. c\n\nA note.^[It.] $x^2$\n\n```python\nx = 1\n```\n\n> Said.\n"
    write(brief(tmp_path, SOURCE + FIGURES.partition("::: {#vid")[0] + lists, "docx"), tmp_path)
    seen, found = word_order.faults(tmp_path / "out.docx")

    assert found == []
    assert {"pPr", "rPr", "tblPr", "tbl", "style", "sectPr"} <= seen.keys()


def test_properties_tell_title_authors_and_language(word: WordDocument):
    properties = word.core_properties

    assert properties.title == "A brief"
    assert properties.language == "en-GB"
    assert properties.created is not None
    assert properties.created.date().isoformat() == "2026-01-02"


def test_commands_of_a_chapter_are_written_out_in_formulas(tmp_path: Path):
    text = "$$\\newcommand{\\RR}{\\mathbb{R}} x$$\n\nThe $\\RR$.\n"
    write(brief(tmp_path / "made", text, "docx"), tmp_path)

    xml = part(tmp_path, "word/document.xml")
    assert "\\RR" not in xml
    assert '<m:scr m:val="double-struck"' in xml
