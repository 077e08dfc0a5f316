from __future__ import annotations

from reviewpress.pandoc import ast
from reviewpress.pandoc.ast import Nodes
from reviewpress.pandoc.column_widths import BOOK, SIZES, breakable, choose, lines

LONG = " ".join(["evidence"] * 40)


def cell(text: str) -> Nodes:
    return [ast.plain(ast.words(text))]


def rows(*texts: tuple[str, ...]) -> list[list[Nodes]]:
    return [[cell(text) for text in row] for row in texts]


def test_a_small_table_is_as_wide_as_its_text():
    layout = choose(rows(("Study", "Year"), ("Alpha", "2019")), BOOK)

    assert layout.columns == (None, None)
    assert layout.reach == "text"


def test_long_text_gets_the_room():
    layout = choose(rows(("Id", "Statement", "n"), ("F01", LONG, "12")), BOOK)
    first, statement, last = (width or 0 for width in layout.columns)

    assert layout.reach == "page"
    assert statement > 4 * max(first, last)
    assert abs(first + statement + last - BOOK.page) < 0.01


def test_two_long_columns_share():
    layout = choose(rows(("A", "B"), (LONG, LONG)), BOOK)
    first, second = (width or 0 for width in layout.columns)

    assert abs(first - second) < 3


def test_a_table_of_many_words_turns_the_page_and_stays_readable():
    heads = tuple(f"incomprehensibility{number}" for number in range(8))
    layout = choose(rows(heads, tuple("x" for _ in heads)), BOOK)

    assert layout.reach == "flipped"
    assert layout.size >= SIZES[-1]


def test_a_table_in_a_box_never_turns_the_page():
    heads = tuple(f"incomprehensibility{number}" for number in range(20))
    layout = choose(rows(heads), BOOK.within(2), can_turn=False)

    assert layout.reach == "page"
    assert sum(width or 0 for width in layout.columns) <= BOOK.within(2).page


def test_lines_of_rows_are_estimated():
    table = rows(("Id", "Statement"), ("F01", LONG))
    head, body = lines(table, choose(table, BOOK))

    assert head == 1
    assert 2 < body < 10


def test_long_names_of_data_may_break_and_short_ones_not():
    assert breakable("cerqual_methodological") == "cerqual_\u200bmethodological"
    assert breakable("study_id") == "study_id"
