"""Check the cells and rows of one table against its model.

The models' constraints are run by Pandera. Its failure cases are noisy (a bad cell can yield
several), so they are turned into one problem a cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from pandera.api.pandas.container import DataFrameSchema
from pandera.errors import SchemaError, SchemaErrorReason, SchemaErrors

from reviewpress.coercion import coerce, complaint, remedy
from reviewpress.errors import Location
from reviewpress.problems import Problem
from reviewpress.reading import TextTable
from reviewpress.schema_files import SchemaFile
from reviewpress.schemas import DTYPES, Column
from reviewpress.suggestions import did_you_mean

_LONGEST_LIST = 12
_LONGEST_QUOTE = 60


@dataclass(slots=True)
class CheckedTable:
    """A table while it is checked.

    Attributes:
        name: Name of the table.
        text: The file as it was read, its header matched with the model.
        schema: The model.
        frame: Typed values, one row per row of the file.
        problems: What was found so far.
        faulty: Cells, as row and column name, for which a problem was reported.
    """

    name: str
    text: TextTable
    schema: SchemaFile
    frame: pd.DataFrame
    problems: list[Problem] = field(default_factory=list)
    faulty: set[tuple[int, str]] = field(default_factory=set)

    def where(self, row: int, column: str | None = None) -> Location:
        """Return the place of a row, or of one of its cells."""
        header = self.text.header
        position = header.index(column) + 1 if column in header else None
        return Location(self.text.path, self.text.lines[row], position)

    def report(self, row: int, column: str, message: str, *, hint: str | None) -> None:
        """Report a cell, unless something was reported of it before."""
        if (row, column) in self.faulty or not self.text.sound[row]:
            return
        self.faulty.add((row, column))
        self.problems.append(
            Problem(
                self.where(row, column),
                message,
                rule=f"{self.name}.{column}",
                field=column,
                hint=hint,
            )
        )


def check(name: str, text: TextTable, schema: SchemaFile) -> CheckedTable:
    """Coerce the cells of a table and check each against its column, and each row as a whole."""
    cells = dict(zip(text.header, zip(*text.rows, strict=True), strict=True)) if text.rows else {}
    frame = pd.DataFrame(index=pd.RangeIndex(len(text.rows)))
    table = CheckedTable(name, text, schema, frame)
    declared = {column.name: column for column in schema.columns}
    for header in [*text.header, *declared]:
        if header not in declared or header in frame:
            continue
        column = declared[header]
        if header not in text.header:
            frame[header] = pd.Series(pd.NA, index=frame.index, dtype=DTYPES[column.type])
            continue
        texts = cells.get(header, ())
        coerced = coerce(texts, column)
        frame[header] = coerced.series
        for row in coerced.unreadable:
            message = f"{quote(texts[row])} {complaint(column)}"
            hint = " ".join(filter(None, (remedy(texts[row], column), _declared_in(schema))))
            table.report(row, header, message, hint=hint)
    _check_columns(table)
    _check_rows(table)
    return table


def quote(value: object) -> str:
    """Write a cell's value in quotes, on one line and not longer than a message can bear."""
    text = str(value).replace("\r", " ").replace("\n", " ")
    return f'"{text}"' if len(text) <= _LONGEST_QUOTE else f'"{text[:_LONGEST_QUOTE]}..."'


def _check_columns(table: CheckedTable) -> None:
    """Run the checks of single columns on all rows of the right length."""
    present = [name for name in table.frame if name in table.text.header]
    schema = table.schema.model.to_schema().select_columns(present)
    schema.checks, schema.unique = [], None
    columns = {column.name: column for column in table.schema.columns}
    sound = table.frame.loc[table.text.sound, present] if present else table.frame
    for error in _failures(schema, sound):
        column = columns.get(str(getattr(error.schema, "name", None)))
        if column is None or error.reason_code is SchemaErrorReason.SERIES_CONTAINS_DUPLICATES:
            continue  # keys are checked apart, where the first of the doubles is known
        if error.reason_code is SchemaErrorReason.CHECK_ERROR:
            table.problems.append(_broken_check(table, error))
            continue
        for row, value in _cases(error.failure_cases):
            message, hint = _explain(error, value, column)
            hints = (hint, _declared_in(table.schema))
            table.report(row, column.name, message, hint=" ".join(filter(None, hints)))


def _check_rows(table: CheckedTable) -> None:
    """Run the review's own checks of whole rows, on rows without a bad cell."""
    schema = table.schema.model.to_schema()
    if not schema.checks:
        return
    bad = {row for row, _ in table.faulty}
    rows = [row for row, sound in enumerate(table.text.sound) if sound and row not in bad]
    for error in _failures(DataFrameSchema(checks=schema.checks), table.frame.loc[rows]):
        if error.reason_code is SchemaErrorReason.CHECK_ERROR:
            table.problems.append(_broken_check(table, error))
            continue
        name = _check_name(error)
        message = _check_text(error) or f"the row fails the check `{name}`"
        for row in dict.fromkeys(row for row, _ in _cases(error.failure_cases)):
            table.problems.append(
                Problem(
                    table.where(row),
                    message,
                    rule=f"{table.name}.{name}",
                    hint=f"the check is written in {table.schema.where(name)}",
                )
            )


def _failures(schema: DataFrameSchema, frame: pd.DataFrame) -> Iterable[SchemaError]:
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        return errors.schema_errors
    return ()


def _cases(failure_cases: Any) -> Iterator[tuple[int, object]]:
    """Yield row and value; a check that fails as a whole stands for the first row."""
    if not isinstance(failure_cases, pd.DataFrame):
        yield 0, failure_cases
        return
    for row, value in zip(failure_cases["index"], failure_cases["failure_case"], strict=True):
        yield (0 if pd.isna(row) else int(row)), value


def _explain(error: SchemaError, value: object, column: Column) -> tuple[str, str | None]:
    """Say what is wrong with a cell, and what may be meant."""
    if error.reason_code is SchemaErrorReason.SERIES_CONTAINS_NULLS:
        return "the cell is blank", "Every row needs a value here."
    shown = quote(value)
    name = _check_name(error)
    if name == "isin":
        return f"{shown} is not an allowed value", _meant(str(value), column)
    if name == "str_matches":
        return f"{shown} does not have the form {column.pattern}", None
    if name == "greater_than_or_equal_to":
        return f"{value} is less than {column.minimum}", None
    if name == "less_than_or_equal_to":
        return f"{value} is more than {column.maximum}", None
    own = _check_text(error)
    return (f"{shown}: {own}" if own else f"{shown} fails the check `{name}`"), None


def _meant(value: str, column: Column) -> str:
    allowed = ", ".join(column.vocabulary[:_LONGEST_LIST])
    more = ", ..." if len(column.vocabulary) > _LONGEST_LIST else ""
    guess = did_you_mean(value, column.vocabulary)
    return f"{guess + ' ' if guess else ''}Allowed: {allowed}{more}."


def _broken_check(table: CheckedTable, error: SchemaError) -> Problem:
    name = _check_name(error)
    return Problem(
        table.schema.where(name),
        f"the check `{name}` broke off: {error.failure_cases}",
        rule="schemas.check",
        hint="a check must work for every table, an empty one and missing cells included",
    )


def _check_name(error: SchemaError) -> str:
    return str(getattr(error.check, "name", None) or error.check)


def _check_text(error: SchemaError) -> str | None:
    """Return the text that the author gave a check of their own."""
    text = getattr(error.check, "error", None)
    return str(text) if text else None


def _declared_in(schema: SchemaFile) -> str:
    return f"The column is declared in {schema.path}"
