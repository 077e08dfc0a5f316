"""Check that keys are unique and can be addresses, and that references lead to a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from reviewpress.cells import CheckedTable, quote
from reviewpress.problems import Problem
from reviewpress.schemas import ANCHOR, BASES, Column, key
from reviewpress.suggestions import did_you_mean

# Guessing what each of thousands of unknown values meant would take minutes.
_MOST_GUESSES = 50


def check_unique(table: CheckedTable) -> None:
    """Report each repetition of a key or of another value that may stand once only."""
    keys = key(table.schema.model)
    alone = [column.name for column in table.schema.columns if column.unique]
    if len(keys) == 1:
        alone.append(keys[0])
    for name in dict.fromkeys(alone):
        for row, first in _repetitions(table, [name]):
            value = quote(table.frame.loc[row, name])
            table.report(row, name, f"{value} already stands in line {first}", hint=None)
    together = {tuple(keys): "key"} if len(keys) > 1 else {}
    if unique := table.schema.model.to_schema().unique:
        together.setdefault(tuple([unique] if isinstance(unique, str) else unique), "unique")
    for names, rule in together.items():
        for row, first in _repetitions(table, names):
            values = ", ".join(
                quote(value) for value in table.frame.loc[row, list(names)] if pd.notna(value)
            )
            table.problems.append(
                Problem(
                    table.where(row, names[0]),
                    f"{values} already stand together in line {first}",
                    rule=f"{table.name}.{rule}",
                    hint=f"{', '.join(names)} together tell the rows of the table apart",
                )
            )


def check_anchors(table: CheckedTable) -> None:
    """Report each identifier that cannot be the address of a place in the review."""
    for column in table.schema.columns:
        if not column.anchor or column.name not in table.text.header:
            continue
        cells = table.frame[column.name].dropna()
        for row, value in cells[~cells.str.fullmatch(ANCHOR)].items():
            message = f"{quote(value)} cannot be the address of a place in the review"
            hint = 'begin with a letter; then letters a-z, digits, "_", "." and "-" may follow'
            table.report(int(str(row)), column.name, message, hint=hint)


def _repetitions(table: CheckedTable, names: Sequence[str]) -> list[tuple[int, int]]:
    """Return each row that repeats the values of an earlier one, and that one's line."""
    if not set(names) <= set(table.text.header):
        return []
    cells = table.frame.loc[table.text.sound, list(names)]
    cells = cells.dropna(how="all" if len(names) > 1 else "any")
    repeated = cells[cells.duplicated(keep="first")]
    if repeated.empty:
        return []
    firsts = cells[~cells.duplicated(keep="first")]
    lines = {
        tuple(values): table.text.lines[row]
        for row, values in zip(firsts.index, _tuples(firsts), strict=True)
    }
    return [
        (int(row), lines[values])
        for row, values in zip(repeated.index, _tuples(repeated), strict=True)
    ]


def _tuples(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    plain = frame.astype(object).where(frame.notna(), None)
    return list(plain.itertuples(index=False, name=None))


def check_references(tables: Mapping[str, CheckedTable], broken: frozenset[str]) -> None:
    """Report each value that is not found in the table it refers to.

    Args:
        tables: Tables whose cells were checked.
        broken: Names of tables that exist but could not be read; nothing is said of references
            to them.
    """
    for table in tables.values():
        for column in table.schema.columns:
            if column.reference and column.name in table.text.header:
                _check_reference(table, column, tables, broken=broken)


def _check_reference(
    table: CheckedTable,
    column: Column,
    tables: Mapping[str, CheckedTable],
    *,
    broken: frozenset[str],
) -> None:
    target, _, target_column = str(column.reference).partition(".")
    if target in broken:
        return
    if target not in tables or target_column not in tables[target].frame:
        # A review need not have every table that the base models refer to.
        if target in tables or target not in BASES:
            table.problems.append(
                Problem(
                    table.schema.where(column.name),
                    f"`{column.name}` refers to {column.reference}, which does not exist",
                    rule="schemas.reference",
                )
            )
        return
    if target_column not in tables[target].text.header:
        return
    known = tables[target].frame[target_column].dropna()
    cells = table.frame[column.name]
    missing = cells[cells.notna() & ~cells.isin(known)]
    guesses = _guesses([str(value) for value in missing.unique()], known)
    for row, value in missing.items():
        hint = guesses.get(str(value)) or f"add it to data/{target}.csv, or mend it here"
        message = f"{quote(value)} is not in {column.reference}"
        table.report(int(str(row)), column.name, message, hint=hint)


def _guesses(unknown: Sequence[str], known: pd.Series) -> dict[str, str | None]:
    names = [str(name) for name in known.unique()]
    return {value: did_you_mean(value, names) for value in unknown[:_MOST_GUESSES]}
