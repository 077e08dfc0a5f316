"""Make plain Quarto books and short documents in a folder, for the tests of paper."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reviewpress.pandoc.assemble import Document, assemble
from reviewpress.project import open_project

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="2in" height="1in" viewBox="0 0 200 100">'
    '<rect width="200" height="100" fill="#dde"/></svg>'
)
BOOK = """review: {}
project:
  type: book
lang: en-GB
book:
  title: A book of things
  subtitle: Seen from afar
  author: [Ann Alpha, Bo Beta]
  date: 2026-01-02
  chapters:
    - index.qmd
    - part: First things
      chapters: [one.qmd, two.qmd]
  appendices: [extra.qmd]
format:
  typst: default
"""
BRIEF = """project:
  type: default
  render: [index.qmd]
lang: en-GB
license: CC BY 4.0
format:
  typst: default
review:
  edition: "2026.1"
  date: 2026-01-02
"""
PAGES = {
    "index.qmd": "# Preface {.unnumbered}\n\nSee @fig-dots and [two](two.qmd#sec-two).\n",
    "one.qmd": (
        "# One thing {#sec-one}\n\n::: {.answer}\nIt is a thing.\n:::\n\n"
        "## Part of it\n\nText.^[A note.]\n\n![Dots](dots.svg){#fig-dots}\n\n"
        "| Study | Effect |\n|:--|--:|\n| Alpha | -0.30 |\n\n: Effects {#tbl-effects}\n\n"
        "$$ y = mx $$ {#eq-line}\n\nSee @sec-two, @tbl-effects and @eq-line.\n"
    ),
    "two.qmd": "# Another {#sec-two}\n\n## Part of it\n\nText, [a site](https://example.org/x).\n",
    "extra.qmd": "# More {#sec-more}\n\nMore of it.\n",
    "dots.svg": SVG,
}


def book(folder: Path, output_format: str = "typst", **pages: str) -> Document:
    """Assemble a book; keywords such as `one` replace the text of `one.qmd`."""
    return document(folder, BOOK, {**PAGES, **_named(pages)}, output_format)


def brief(folder: Path, text: str, output_format: str = "typst", settings: str = "") -> Document:
    """Assemble a short document; `settings` are lines more below `review:`."""
    pages = {"index.qmd": f"---\ntitle: A brief\n---\n\n{text}\n", "dots.svg": SVG}
    return document(folder, BRIEF + settings, pages, output_format)


def document(
    folder: Path, configuration: str, pages: Mapping[str, str], output_format: str
) -> Document:
    """Write a project and assemble it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "_quarto.yml").write_text(configuration, encoding="utf-8")
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    return assemble(open_project(folder), output_format)


def _named(pages: Mapping[str, str]) -> dict[str, str]:
    return {f"{name}.qmd": text for name, text in pages.items()}
