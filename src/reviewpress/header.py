"""Compare the header of a CSV file with the columns of its model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from reviewpress.errors import Location
from reviewpress.problems import Problem
from reviewpress.reading import TextTable
from reviewpress.schemas import Column
from reviewpress.suggestions import did_you_mean, nearest

RULES = {
    "csv.header": "the first line names every column once",
    "csv.unknown-column": "a column of the file is declared in the schema",
    "csv.missing-column": "a declared column stands in the file",
}


def match(
    table: TextTable, columns: Sequence[Column], schema: str
) -> tuple[TextTable | None, list[Problem]]:
    """Find the declared columns in the header.

    Args:
        table: The file as it was read.
        columns: Columns of the table's model.
        schema: Path of the schema file, for hints.

    Returns:
        The table with misspelt columns under the name that was meant, or None where the first
        line is no header at all; and the problems.
    """
    known = [column.name for column in columns]
    needed = [column.name for column in columns if not column.absent]
    if problem := _no_header(table, known, needed):
        return None, [problem]
    problems = list(_unusable_names(table))
    if problems:
        return None, problems
    missing = [column.name for column in columns if column.name not in table.header]
    names = list(table.header)
    for position, name in enumerate(table.header):
        if name in known:
            continue
        hint = did_you_mean(name, missing) or f"declare it in {schema}, or delete it"
        problems.append(
            Problem(
                Location(table.path, 1, position + 1),
                f'"{name}" is not a column of this table',
                rule="csv.unknown-column",
                hint=hint,
            )
        )
        if meant := nearest(name, missing):
            names[position] = meant
            missing.remove(meant)
    problems += [
        Problem(
            Location(table.path, 1),
            f'the column "{name}" is missing',
            rule="csv.missing-column",
            hint=f"it is declared in {schema}",
        )
        for name in missing
        if name in needed
    ]
    return replace(table, header=tuple(names)), problems


def _no_header(table: TextTable, known: Sequence[str], needed: Sequence[str]) -> Problem | None:
    """Tell a file without any known column name, where naming each as unknown would not help."""
    if any(nearest(name, known) for name in table.header):
        return None
    separator = next((mark for mark in ";\t" if mark in table.header[0]), None)
    if len(table.header) == 1 and separator:
        shown = "semicolons" if separator == ";" else "tabs"
        message, hint = f"the columns are separated by {shown}", "save the file with commas"
    else:
        message = "the first line is not a header: it names no column of this table"
        hint = f"the first line must be: {','.join(needed)}"
    return Problem(Location(table.path, 1), message, rule="csv.header", hint=hint)


def _unusable_names(table: TextTable) -> list[Problem]:
    counts = Counter(table.header)
    seen: set[str] = set()
    problems = []
    for position, name in enumerate(table.header, start=1):
        where = Location(table.path, 1, position)
        if not name:
            problems.append(Problem(where, "the column has no name", rule="csv.header"))
        elif counts[name] > 1 and name in seen:
            message = f'two columns are named "{name}"'
            hint = f"the first is column {table.header.index(name) + 1}"
            problems.append(Problem(where, message, rule="csv.header", hint=hint))
        seen.add(name)
    return problems
