from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewpress import reading

CELLS = st.text(
    st.one_of(st.sampled_from('\r\n",; \t\ufeff\u2028é'), st.characters(exclude_categories=["Cs"])),
    max_size=12,
).filter(lambda text: "\0" not in text)


def parse(tmp_path: Path, content: bytes | str):
    file = tmp_path / "t.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return reading.read(file, "data/t.csv")


def places(problems):
    return [(str(problem.where), problem.rule) for problem in problems]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_reads_the_same_cells_from_any_newline_and_mark(tmp_path: Path, mark: bytes, end: str):
    text = end.join(["a,b", '1,"x, ""y"""', "2,é", ""])

    table, problems = parse(tmp_path, mark + text.encode())

    assert problems == []
    assert table.header == ("a", "b")
    assert table.rows == [["1", 'x, "y"'], ["2", "é"]]
    assert table.lines == [2, 3]


@given(
    rows=st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=8),
    end=st.sampled_from(["\n", "\r\n"]),
    mark=st.sampled_from(["", "\ufeff"]),
)
def test_line_numbers_survive_any_quoting(tmp_path_factory, rows, end, mark):
    written = io.StringIO()
    writer = csv.writer(written, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerow(["first", "second"])
    expected = []
    for row in rows:
        # An editor counts \r\n, \n and \r as one line end each.
        before = written.getvalue().replace("\r\n", "\n").replace("\r", "\n")
        expected.append(before.count("\n") + 1)
        writer.writerow(row)
    file = tmp_path_factory.mktemp("csv") / "t.csv"
    file.write_bytes((mark + written.getvalue()).encode())

    table, problems = reading.read(file, "data/t.csv")

    kept = len(table.rows)
    assert problems == []
    assert table.rows == rows[:kept]
    assert table.lines == expected[:kept]
    assert not any("".join(row) for row in rows[kept:])


@given(content=st.binary(max_size=200))
def test_no_file_makes_reading_raise(tmp_path_factory, content):
    file = tmp_path_factory.mktemp("csv") / "t.csv"
    file.write_bytes(content)

    table, problems = reading.read(file, "data/t.csv")

    assert table is not None or problems
    assert all(problem.rule in reading.RULES for problem in problems)


@given(rows=st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=5), column=st.integers(0, 1))
def test_an_open_quote_is_found_where_it_opens(tmp_path_factory, rows, column):
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows([["a", "b"], *rows])
    before = written.getvalue()
    line = before.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    file = tmp_path_factory.mktemp("csv") / "t.csv"
    file.write_bytes((before + "x," * column + '"never\nclosed,').encode())

    table, problems = reading.read(file, "data/t.csv")

    assert table is None
    assert places(problems) == [(f"data/t.csv:{line}:{column + 1}", "csv.quote")]


def test_text_after_a_closing_quote_is_told(tmp_path: Path):
    table, problems = parse(tmp_path, 'a,b\n1,2\n3,"x"y\n')

    assert table is None
    assert places(problems) == [("data/t.csv:3:2", "csv.quote")]
    assert "follows the closing quote" in problems[0].message


def test_a_cell_may_be_as_long_as_it_likes(tmp_path: Path):
    table, problems = parse(tmp_path, f"a,b\n1,{'x' * 200_000}\n")

    assert problems == []
    assert table is not None
    assert len(table.rows[0][1]) == 200_000


def test_an_open_quote_before_much_text_is_told_where_it_opens(tmp_path: Path):
    table, problems = parse(tmp_path, 'a,b\n1,"' + "x" * 200_000)

    assert table is None
    assert places(problems) == [("data/t.csv:2:2", "csv.quote")]


@pytest.mark.parametrize(
    ("content", "place", "rule"),
    [
        (b"", "data/t.csv", "csv.empty"),
        (b"\xef\xbb\xbf", "data/t.csv", "csv.empty"),
        (b"\n\n", "data/t.csv", "csv.empty"),
        (b"\na,b\n1,2\n", "data/t.csv:1", "csv.empty"),
        (b"a,b\r\n1,\xe9\r\n", "data/t.csv:2", "csv.encoding"),
        (b"a,b\n\xe9,2\n", "data/t.csv:2", "csv.encoding"),
        ("a,b\n1,2\n".encode("utf-16"), "data/t.csv:1", "csv.encoding"),
        (b"a,b\n1,\0\n", "data/t.csv:2", "csv.nul"),
    ],
)
def test_a_file_of_which_nothing_can_be_made(tmp_path: Path, content, place, rule):
    table, problems = parse(tmp_path, content)

    assert table is None
    assert places(problems) == [(place, rule)]


def test_a_missing_file_is_a_problem(tmp_path: Path):
    table, problems = reading.read(tmp_path / "none.csv", "data/none.csv")

    assert table is None
    assert places(problems) == [("data/none.csv", "csv.missing")]


def test_rows_of_the_wrong_length_are_told_and_kept_as_unsound(tmp_path: Path):
    table, problems = parse(tmp_path, "a,b,c\n1,2,3\n4,5\n6,7,8,9\n")

    assert places(problems) == [("data/t.csv:3:3", "csv.ragged"), ("data/t.csv:4:4", "csv.ragged")]
    assert table.rows == [["1", "2", "3"], ["4", "5", ""], ["6", "7", "8"]]
    assert table.sound == [True, False, False]


def test_blank_lines_between_rows_are_told_and_those_at_the_end_are_not(tmp_path: Path):
    table, problems = parse(tmp_path, "a,b\n1,2\n\n3,4\n\n,\n\n")

    assert places(problems) == [("data/t.csv:3", "csv.blank-line")]
    assert table.rows == [["1", "2"], ["3", "4"]]
    assert table.lines == [2, 4]


def test_a_header_that_stands_twice_is_told_and_no_row(tmp_path: Path):
    table, problems = parse(tmp_path, "a,b\n1,2\na,b\n3,4\n")

    assert places(problems) == [("data/t.csv:3", "csv.repeated-header")]
    assert table.rows == [["1", "2"], ["3", "4"]]
