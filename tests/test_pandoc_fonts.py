"""A project may bring fonts for what those of our packages lack."""

from __future__ import annotations

import shutil
from pathlib import Path

import books
import pytest
from pypdf import PdfReader

from reviewpress.errors import RenderError
from reviewpress.pandoc import fonts
from reviewpress.pandoc.assemble import Document
from reviewpress.pandoc.pdf import render_pdf

# A large black square, which of matplotlib's fonts STIX alone has.
SQUARE = "\u2b1b"


def book(folder: Path, paths: str) -> Document:
    settings = books.BOOK.replace("typst: default", f"typst: {{font-paths: {paths}}}")
    pages = {**books.PAGES, "two.qmd": f"# Another {{#sec-two}}\n\nA {SQUARE} square.\n"}
    return books.document(folder, settings, pages, "typst")


def test_a_font_of_the_project_is_taken_for_what_others_lack(tmp_path: Path):
    folder = tmp_path / "book"
    (folder / "type").mkdir(parents=True)
    shutil.copy(fonts.installed()[0].parent / "STIXGeneral.ttf", folder / "type")
    document = book(folder, "[type]")
    out = tmp_path / "out.pdf"

    render_pdf(document, out)

    used = {
        str(font.get_object()["/BaseFont"])
        for page in PdfReader(out).pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    assert any("STIXGeneral" in name for name in used)
    assert not any("LastResort" in name for name in used)
    assert document.faults.warnings == []


def test_without_it_the_author_is_told_what_to_do(tmp_path: Path):
    document = book(tmp_path, "[]")
    render_pdf(document, tmp_path / "out.pdf")

    (told,) = document.faults.warnings
    assert str(told).startswith(f"two.qmd:3: no font of the PDF has the character `{SQUARE}`")
    assert "font-paths" in str(told.hint)


@pytest.mark.parametrize("paths", ["nowhere", "../out"])
def test_a_folder_without_fonts_or_elsewhere_is_refused(tmp_path: Path, paths: str):
    (tmp_path / "out").mkdir()
    shutil.copy(fonts.installed()[0], tmp_path / "out")

    with pytest.raises(RenderError, match=f"there is no font in a folder `{paths}`"):
        render_pdf(book(tmp_path / "book", paths), tmp_path / "out.pdf")


def test_what_is_no_font_is_named(tmp_path: Path):
    (tmp_path / "type").mkdir()
    (tmp_path / "type/bad.ttf").write_bytes(b"no font")

    with pytest.raises(RenderError, match=r"the font `bad\.ttf` cannot be read"):
        render_pdf(book(tmp_path, "type"), tmp_path / "out.pdf")
