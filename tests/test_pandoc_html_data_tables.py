"""Which tables can be sorted, and what their pages load."""

from __future__ import annotations

from pathlib import Path

import books
import pytest

from reviewpress.pandoc.html.data_tables import FOLDER, mark
from reviewpress.pandoc.html.site import write_site

BOOK = "project: {type: book}\nbook: {title: T, chapters: [index.qmd, one.qmd]}\n"
ROW = "<tr><td>a</td></tr>"
HEAD = "<thead><tr><th>A</th></tr></thead>"


def table(rows: int, *, head: str = HEAD, last: str = "") -> str:
    return f"<table class='x'>{head}<tbody>{ROW * rows}{last}</tbody></table>"


def test_a_long_plain_table_is_marked():
    assert mark(table(12)).startswith("<table data-sortable class='x'>")


@pytest.mark.parametrize(
    "html",
    [
        table(11),
        table(12, head=""),
        table(12, head=HEAD.replace("</thead>", "<tr><th>B</th></tr></thead>")),
        table(12, last='<tr><td colspan="2">a</td></tr>'),
        table(12, last="<tr><td rowspan=3>a</td></tr>"),
        table(12).replace("</table>", "<tbody></tbody></table>"),
    ],
    ids=["short", "headless", "two heads", "columns merged", "rows merged", "two bodies"],
)
def test_other_tables_stay_plain(html: str):
    assert mark(html) == html


def test_cells_that_span_one_do_not_count_as_merged():
    html = table(12, last='<tr><td colspan="1">a</td></tr>')

    assert "data-sortable" in mark(html)


def test_only_pages_with_such_a_table_load_what_it_needs(tmp_path: Path):
    rows = "| a |\n" * 12
    pages = {
        "index.qmd": "# Home\n\n| A |\n|--|\n| a |\n",
        "one.qmd": f"# One\n\n| A |\n|--|\n{rows}",
    }

    write_site(books.document(tmp_path, BOOK, pages, "html"), tmp_path / "_book")

    assert "tables.js" not in (tmp_path / "_book/index.html").read_text(encoding="utf-8")
    assert "tables.js" in (tmp_path / "_book/one.html").read_text(encoding="utf-8")
    assert (tmp_path / "_book" / FOLDER / "datatables.js").is_file()


def test_a_book_without_such_tables_carries_no_library(tmp_path: Path):
    pages = {"index.qmd": "# Home\n", "one.qmd": "# One\n\n| A |\n|--|\n| a |\n"}

    write_site(books.document(tmp_path, BOOK, pages, "html"), tmp_path / "_book")

    assert not (tmp_path / "_book" / FOLDER).exists()
