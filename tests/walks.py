"""A small book with one of everything that readers can touch, made into a finished site."""

from __future__ import annotations

from pathlib import Path

import books

from reviewpress.pandoc.html import search
from reviewpress.pandoc.html.site import write_site
from reviewpress.project import open_project
from reviewpress.publishing import decorate

CONFIGURATION = """project: {type: book}
lang: en-GB
book:
  title: A book of walks
  author: [Ann Alpha]
  chapters: [index.qmd, one.qmd, two.qmd]
bibliography: r.bib
review: {edition: "2026.1", date: 2026-01-02}
"""
LEVELS = ("low", "high", "moderate", "very-low")
ROWS = "\n".join(
    f"| =S{n:02} | {n * 7 % 13} | [{LEVELS[n % 4]}]{{.confidence .confidence-{LEVELS[n % 4]}}} |"
    for n in range(1, 15)
)
PAGES = {
    "index.qmd": "# Summary {.unnumbered}\n\n::: {.answer}\nWalks are long.\n:::\n",
    "one.qmd": (
        "# One {#sec-one}\n\n## Long table {#sec-long}\n\nSee [@alpha2001], @fig-dots, @sec-two "
        "and a note.^[It says *more*.] F2, F2 and F2 are named.\n\n"
        f"| Study | Size | Confidence |\n|:--|--:|:--|\n{ROWS}\n\n: Sizes. {{#tbl-sizes}}\n\n"
        "| A | B |\n|--|--|\n| 1 | 2 |\n\n![Dots](dots.svg){#fig-dots}\n\n"
        "```python\nprint(1)\n```\n"
    ),
    "two.qmd": (
        "# Two {#sec-two}\n\nThe heron walks.\n\n## Wide things\n\n[F2]{#F2} is one.\n\n"
        f"|{' Column of things |' * 12}\n|{'--|' * 12}\n|{' aaaaaaaaaaaaaa |' * 12}\n\n"
        "::: {#refs}\n:::\n"
    ),
    "dots.svg": books.SVG,
    "r.bib": "@book{alpha2001, author={Alpha, Ann}, title={On herons}, year={2001}}\n",
}


def site(folder: Path) -> Path:
    """Write the book into `folder`, render it with the embedded engine, and return its pages."""
    out = folder / "_book"
    write_site(books.document(folder, CONFIGURATION, PAGES, "html"), out)
    search.index(out)
    decorate(open_project(folder), out)
    return out
