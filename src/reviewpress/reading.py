"""Read a CSV file as text, with the line of every row, and say what is wrong with its form.

Cells stay text: what they mean is for the table's model to say. A row that cannot be trusted (of
the wrong length) is kept, but marked, so that its key still counts where other tables refer to it.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from reviewpress.errors import Location
from reviewpress.problems import Problem

UNREADABLE = {
    "csv.missing": "the file of a table can be read",
    "csv.encoding": "a table is UTF-8",
    "csv.nul": "a table holds no NUL characters",
    "csv.empty": "a table has a header line",
    "csv.quote": "a quoted cell is closed, and a comma or a line end follows",
}
RULES = UNREADABLE | {
    "csv.ragged": "a row has as many cells as the header",
    "csv.repeated-header": "the header stands in the first line only",
    "csv.blank-line": "no line between rows is blank",
}

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_LINE_END = re.compile(r"\r\n?|\n")
_CELL = re.compile(r'(?:"(?:[^"]|"")*"|(?!")[^,\r\n]*)(?:,|\r\n?|\n|\Z)')


@dataclass(frozen=True, slots=True)
class TextTable:
    """The cells of a CSV file.

    Attributes:
        path: Path relative to the review.
        header: Column names in the order of the file.
        rows: Cells as text, each row as long as the header.
        lines: Line of the file on which each row begins.
        sound: Whether each row had the right number of cells.
    """

    path: str
    header: tuple[str, ...]
    rows: list[list[str]]
    lines: list[int]
    sound: list[bool]


def read(file: Path, path: str) -> tuple[TextTable | None, list[Problem]]:
    """Read the CSV file `file`, which messages call `path`.

    Returns:
        The table, or None where nothing can be made of the file, and all problems of its form.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        return None, [Problem(Location(path), message, rule="csv.missing")]
    text, problem = _decode(content, path)
    if text is None or problem:
        return None, [problem] if problem else []
    return _parse(text, path)


def _decode(content: bytes, path: str) -> tuple[str | None, Problem | None]:
    if content.startswith(_UTF16_MARKS):
        return None, Problem(
            Location(path, 1),
            "the file is UTF-16, not UTF-8",
            rule="csv.encoding",
            hint="save it again as CSV UTF-8",
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, _not_utf8(content, error.start, path)
    if "\0" in text:
        return None, Problem(
            Location(path, _line_at(text[: text.index("\0")])),
            "the file holds a NUL character",
            rule="csv.nul",
            hint="it is damaged, or no CSV file: export it again",
        )
    return text, None


def _not_utf8(content: bytes, start: int, path: str) -> Problem:
    """Point at the first foreign byte; line ends are the same in every likely encoding."""
    guess = content[start : start + 1].decode("cp1252", errors="replace")
    return Problem(
        Location(path, _line_at(content[:start].decode("latin-1"))),
        f"the byte 0x{content[start]:02X} is not UTF-8",
        rule="csv.encoding",
        hint=f'a "{guess}" in Windows-1252? Save the file again as CSV UTF-8',
    )


def _line_at(before: str) -> int:
    return len(_LINE_END.findall(before)) + 1


def _parse(text: str, path: str) -> tuple[TextTable | None, list[Problem]]:
    rows: list[list[str]] = []
    lines: list[int] = []
    # A long cell is no fault; left alone, the reader takes one of 131,073 characters for one.
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for row in reader:
            rows.append(row)
            lines.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        return None, [_broken_quote(text, line, path, error)]
    while rows and not any(rows[-1]):
        del rows[-1], lines[-1]
    if not rows or not any(rows[0]):
        return None, [
            Problem(
                Location(path, 1 if rows else None),
                "the first line is blank" if rows else "the file is empty",
                rule="csv.empty",
                hint="the first line must hold the names of the columns",
            )
        ]
    return _table(path, rows, lines)


def _broken_quote(text: str, line: int, path: str, error: csv.Error) -> Problem:
    """Say which cell of the row that begins on `line` is quoted wrongly."""
    start = sum(len(part) for part in islice(io.StringIO(text, newline=""), line - 1))
    column = 1
    while (cell := _CELL.match(text, start)) and cell.end() > start:
        start = cell.end()
        column += 1
    is_open = "expected after" not in str(error)
    return Problem(
        Location(path, line, column),
        "the quoted cell that opens here is never closed"
        if is_open
        else "text follows the closing quote of a cell, or an earlier quote was never closed",
        rule="csv.quote",
        hint='close the cell with a quote; write a quote inside a quoted cell twice: ""',
    )


def _table(path: str, rows: list[list[str]], lines: list[int]) -> tuple[TextTable, list[Problem]]:
    """Make all rows as long as the header, and report those that were not."""
    header = rows[0]
    table = TextTable(path, tuple(name.strip() for name in header), [], [], [])
    problems = []
    for row, line in zip(rows[1:], lines[1:], strict=True):
        problem = None
        if len(row) != len(header) or row == header:
            problem = _row_problem(row, header, Location(path, line))
            problems.append(problem)
        if row and row != header:
            table.rows.append((row + [""] * len(header))[: len(header)] if problem else row)
            table.lines.append(line)
            table.sound.append(problem is None)
    return table, problems


def _row_problem(row: list[str], header: list[str], where: Location) -> Problem:
    if row == header:
        return Problem(
            where,
            "the header stands here a second time",
            rule="csv.repeated-header",
            hint="delete the line",
        )
    if not row:
        return Problem(where, "the line is blank", rule="csv.blank-line", hint="delete the line")
    cells = "1 cell" if len(row) == 1 else f"{len(row)} cells"
    return Problem(
        replace(where, column=min(len(row), len(header)) + 1),
        f"the row has {cells}, the header {len(header)}",
        rule="csv.ragged",
        hint="a comma too few?"
        if len(row) < len(header)
        else "a comma too many? A cell that holds a comma must stand in quotes",
    )
