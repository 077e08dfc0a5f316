"""The way back from references to the places that cite them."""

from __future__ import annotations

from pathlib import Path

import books
from bs4 import BeautifulSoup

from reviewpress.pandoc.html.site import write_site

BOOK = (
    "project: {type: book}\nbibliography: r.bib\n"
    "book: {title: T, chapters: [index.qmd, one.qmd, two.qmd]}\n"
)
PAGES = {
    "index.qmd": "# Home {.unnumbered}\n\n@a1\n",
    "one.qmd": (
        "# One\n\n@a1 and [@a1]\n\n## Part <i>\n\nA note.^[@a1]\n\n## Other {.unnumbered}\n\n@b2\n"
    ),
    "two.qmd": "---\nnocite: '@c3'\n---\n\n# Two\n\n::: {#refs}\n:::\n",
    "r.bib": "".join(
        f"@book{{{key}, author={{{key.upper()}, A}}, title={{T}}, year={{2001}}}}\n"
        for key in ("a1", "b2", "c3")
    ),
}


def test_each_section_that_cites_is_listed_once(tmp_path: Path):
    write_site(books.document(tmp_path, BOOK, PAGES, "html"), tmp_path / "_book")

    page = BeautifulSoup((tmp_path / "_book/two.html").read_text(encoding="utf-8"), "lxml")

    def links(key: str) -> list[tuple[str, str]]:
        found = page.select(f"#ref-{key} .cited-in a")
        return [(one.get_text(), str(one["href"])) for one in found]

    assert links("a1") == [
        ("Home", "index.html#home"),
        ("1", "one.html"),
        ("1.1", "one.html#part"),
    ]
    assert links("b2") == [("Other", "one.html#other")]
    assert links("c3") == []


def test_the_line_is_no_part_of_the_entry_for_those_who_read_the_page_without_scripts(
    tmp_path: Path,
):
    write_site(books.document(tmp_path, BOOK, PAGES, "html"), tmp_path / "_book")

    page = BeautifulSoup((tmp_path / "_book/two.html").read_text(encoding="utf-8"), "lxml")

    assert all(line.has_attr("hidden") for line in page.select(".cited-in"))
