"""Pages of unchanged chapters are taken from earlier renders, and are what a new render gives."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewpress.errors import RenderError
from reviewpress.pandoc.assemble import assemble
from reviewpress.pandoc.cache import Cache
from reviewpress.pandoc.html.site import write_site
from reviewpress.project import open_project

FEATURES = Path(__file__).parent / "renderer" / "features"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
NOTEBOOK = {
    "cells": [
        {
            "cell_type": "code",
            "execution_count": 1,
            "metadata": {},
            "outputs": [
                {
                    "data": {"text/markdown": "| A |\n|---|\n| old |"},
                    "metadata": {},
                    "output_type": "display_data",
                }
            ],
            "source": "#| label: tbl-cell\n#| tbl-cap: A cell",
        }
    ],
    "metadata": {},
    "nbformat": 4,
    "nbformat_minor": 5,
}
SOURCES = {
    "_quarto.yml": (
        "project: {type: book}\nbook:\n  title: A book\n"
        "  chapters: [index.qmd, one.qmd, two.qmd, references.qmd]\n"
        "bibliography: refs.bib\nformat: {html: {html-math-method: mathml}}\n"
    ),
    "_variables.yml": "count: 7\n",
    "refs.bib": (
        "@book{first, author = {Abel, Ann}, title = {First}, year = 2001}\n"
        "@book{second, author = {Beck, Bo}, title = {Second}, year = 2002}\n"
    ),
    "index.qmd": "# Preface {.unnumbered}\n\nSee [the middle](#sec-middle) and @fig-dot.\n",
    "one.qmd": (
        "# One {#sec-one}\n\n## Middle {#sec-middle}\n\n"
        "As @first says, {{< var count >}} of them.\n\n"
        "![A dot](dot.svg){#fig-dot}\n\n{{< include _part.qmd >}}\n"
    ),
    "two.qmd": (
        "# Two {#sec-two}\n\nAs in @sec-one, @fig-dot and @tbl-cell.\n\n"
        "{{< embed cell.ipynb#tbl-cell >}}\n"
    ),
    "references.qmd": "# References {.unnumbered}\n\n::: {#refs}\n:::\n",
    "_part.qmd": "A part.\n",
    "dot.svg": SVG,
    "cell.ipynb": json.dumps(NOTEBOOK),
}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    root = tmp_path / "book"
    root.mkdir()
    for name, text in SOURCES.items():
        (root / name).write_text(text, encoding="utf-8")
    return root


def write(root: Path, out: Path, *, remember: bool) -> dict[str, bytes]:
    """Write the site of a book, and return its files without those that all sites have."""
    cache = Cache(root / "_build/cache") if remember else None
    write_site(assemble(open_project(root), "html", cache=cache, remember=remember), out)
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and "site_libs" not in path.parts
    }


def read_again(root: Path) -> set[str]:
    """Return the chapters that are read in a render which remembers the one before."""
    cache = Cache(root / "_build/cache")
    document = assemble(open_project(root), "html", cache=cache, remember=True)
    return {one.source for one in document.chapters if one.source not in document.kept}


def test_a_remembered_site_is_the_site(tmp_path: Path):
    root = tmp_path / "features"
    shutil.copytree(FEATURES, root)

    fresh = write(root, tmp_path / "fresh", remember=False)
    first = write(root, tmp_path / "first", remember=True)
    second = write(root, tmp_path / "second", remember=True)

    assert len(fresh) > 20
    assert fresh == first == second


def test_nothing_is_read_where_nothing_changed(book: Path, tmp_path: Path):
    assert read_again(book) == {"index.qmd", "one.qmd", "two.qmd", "references.qmd"}
    write(book, tmp_path / "out", remember=True)
    assert read_again(book) == set()


def replaced(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        text = (root / name).read_text(encoding="utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new), encoding="utf-8")

    return change


ALL = {"index.qmd", "one.qmd", "two.qmd", "references.qmd"}
CHANGES = {
    "a sentence": (replaced("two.qmd", "As in", "Just as in"), {"two.qmd"}),
    "an included file": (replaced("_part.qmd", "A part", "Another part"), {"one.qmd"}),
    "a variable": (replaced("_variables.yml", "7", "8"), {"one.qmd"}),
    "a cell's output": (replaced("cell.ipynb", "old", "new"), {"two.qmd"}),
    "an id that others refer to": (
        replaced("one.qmd", "{#fig-dot}", '{#fig-dot alt="dot"}\n\n![B](dot.svg){#fig-b}'),
        {"one.qmd"},
    ),
    "a number that others show": (
        replaced("one.qmd", "![A dot]", "![B](dot.svg){#fig-b}\n\n![A dot]"),
        {"index.qmd", "one.qmd", "two.qmd"},
    ),
    "a citation": (
        replaced("two.qmd", "As in", "As @second says in"),
        {"two.qmd", "references.qmd"},
    ),
    "the section of a citation": (
        replaced("one.qmd", "## Middle", "## The middle"),
        {"one.qmd", "references.qmd"},
    ),
    "a heading that is linked to": (
        replaced("one.qmd", "{#sec-middle}", "{#sec-centre}"),
        {"index.qmd", "one.qmd", "references.qmd"},
    ),
    "a title": (replaced("one.qmd", "# One", "# The one"), ALL),
    "an entry of the bibliography": (replaced("refs.bib", "Abel", "Abell"), ALL),
    "a setting": (replaced("_quarto.yml", "A book", "The book"), ALL),
    "a chapter's place": (
        replaced("_quarto.yml", "one.qmd, two.qmd", "two.qmd, one.qmd"),
        ALL,
    ),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_a_change_reads_what_shows_it_and_no_more(book: Path, tmp_path: Path, kind: str):
    change, expected = CHANGES[kind]
    write(book, tmp_path / "out", remember=True)
    change(book)

    assert read_again(book) == expected
    remembered = write(book, tmp_path / "again", remember=True)
    assert remembered == write(book, tmp_path / "fresh", remember=False)


def test_a_picture_of_an_unread_chapter_is_copied(book: Path, tmp_path: Path):
    write(book, tmp_path / "out", remember=True)
    replaced("dot.svg", "0 0 9 9", "0 0 8 8")(book)

    assert read_again(book) == set()
    assert b"0 0 8 8" in write(book, tmp_path / "again", remember=True)["dot.svg"]


def test_what_is_doubtful_is_told_each_time(book: Path, tmp_path: Path):
    replaced("two.qmd", "@tbl-cell", "@tbl-nowhere")(book)
    for number in range(2):
        cache = Cache(book / "_build/cache")
        document = assemble(open_project(book), "html", cache=cache, remember=True)
        write_site(document, tmp_path / str(number))
        (told,) = document.faults.warnings
        assert str(told).startswith("two.qmd:3: `@tbl-nowhere` leads nowhere")
    assert read_again(book) == {"two.qmd"}


def test_a_picture_that_went_is_missed(book: Path, tmp_path: Path):
    with (book / "_quarto.yml").open("a", encoding="utf-8") as file:
        file.write("review: {}\n")
    write(book, tmp_path / "out", remember=True)
    (book / "dot.svg").unlink()

    with pytest.raises(RenderError, match=r"the picture `dot\.svg` does not exist") as caught:
        write(book, tmp_path / "again", remember=True)
    assert str(caught.value).startswith("one.qmd:7")


def test_chapters_that_pass_through_lua_are_read_each_time(book: Path, tmp_path: Path):
    (book / "shout.lua").write_text("function Str(s) return s end\n", encoding="utf-8")
    two = book / "two.qmd"
    two.write_text(f"---\nfilters: [shout.lua]\n---\n\n{SOURCES['two.qmd']}", encoding="utf-8")
    write(book, tmp_path / "out", remember=True)

    assert read_again(book) == {"two.qmd"}


def test_a_file_that_defines_commands_is_one_that_formulas_depend_on(book: Path, tmp_path: Path):
    macros = book / "macros.tex"
    macros.write_text("\\newcommand{\\R}{\\mathbb{R}}\n", encoding="utf-8")
    head = "---\ninclude-in-header: macros.tex\n---\n\n"
    for name, formula in (("one.qmd", "$x \\in \\R$"), ("two.qmd", "$y = 1$")):
        text = f"{head if name == 'one.qmd' else ''}{SOURCES[name]}\n{formula}\n"
        (book / name).write_text(text, encoding="utf-8")
    write(book, tmp_path / "out", remember=True)
    macros.write_text("\\newcommand{\\R}{\\mathbf{R}}\n", encoding="utf-8")

    assert "one.qmd" in read_again(book)
    again = write(book, tmp_path / "again", remember=True)
    assert again == write(book, tmp_path / "fresh", remember=False)
    assert again["one.html"] != (tmp_path / "out/one.html").read_bytes()


def test_a_command_means_in_each_chapter_what_it_says(book: Path, tmp_path: Path):
    for name, letter in (("one.qmd", "A"), ("two.qmd", "B")):
        text = f"{SOURCES[name]}\n$\\newcommand{{\\it}}{{{letter}}}$\n\n$\\it$\n"
        (book / name).write_text(text, encoding="utf-8")

    pages = write(book, tmp_path / "out", remember=False)

    assert b"<mi>A</mi>" in pages["one.html"]
    assert b"<mi>B</mi>" in pages["two.html"]


@pytest.mark.parametrize("damage", [b"", b"\xff", b"0\n[]"])
def test_damaged_memories_are_made_anew(book: Path, tmp_path: Path, damage: bytes):
    fresh = write(book, tmp_path / "out", remember=True)
    for entry in (book / "_build/cache").rglob("*"):
        if entry.is_file():
            entry.write_bytes(damage)

    assert read_again(book) == ALL
    assert write(book, tmp_path / "again", remember=True) == fresh
