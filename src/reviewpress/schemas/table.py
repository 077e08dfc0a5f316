"""The base of all table models, and how the rest of the tool reads a model."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.api.pandas.container import DataFrameSchema

from reviewpress.schemas.columns import Column, ColumnType, declared

_TYPES: dict[Any, ColumnType] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "yes/no",
    dt.date: "date",
}

# Missing cells are missing in every type, so whole numbers and yes/no are pandas' nullable ones.
DTYPES: dict[ColumnType, Any] = {
    "text": pd.StringDtype(na_value=np.nan),
    "whole number": pd.Int64Dtype(),
    "number": np.dtype("float64"),
    "yes/no": pd.BooleanDtype(),
    "date": np.dtype("datetime64[ns]"),
}


class Table(pa.DataFrameModel):
    """Base model of a table: one CSV file, one row of the class docstring's kind per line.

    A model is an ordinary Pandera model. Pandera's own `@check` and `@dataframe_check` work; give
    them a `name`, under which `review.checks` knows the rule, and an `error`, which is shown.
    """

    class Config:
        """Refuse columns that no one described."""

        strict = True

    @classmethod
    def to_schema(cls) -> DataFrameSchema:
        """Make the Pandera schema, with types that can hold missing cells."""
        schema = super().to_schema()
        # Pandera keeps one schema a class; replacing types in it is far quicker than a copy.
        for name, column in schema.columns.items():
            column.dtype = DTYPES[_type(cls, name)]
        return schema


@cache
def columns(model: type[Table]) -> tuple[Column, ...]:
    """List the columns of a model in the order of their declaration, base models first.

    Raises:
        TypeError: A column was not declared with `column()`, or its type is not one of ours.
    """
    schema = model.to_schema()
    return tuple(_column(model, name, schema) for name in schema.columns)


def key(model: type[Table]) -> tuple[str, ...]:
    """Name the columns that together are the key of a model; none for a table without one."""
    return tuple(column.name for column in columns(model) if column.key)


def subject(model: type[Table]) -> str:
    """Say what a table holds: the first line of its model's docstring."""
    return next(iter((model.__doc__ or "").strip().splitlines()), "")


def vocabulary(model: type[Table], name: str) -> tuple[str, ...]:
    """Return the allowed values of a column in their declared order; empty where any may stand."""
    return next(column.vocabulary for column in columns(model) if column.name == name)


def _column(model: type[Table], name: str, schema: DataFrameSchema) -> Column:
    found = schema.columns[name]
    noted = declared(found.metadata)
    if noted is None:
        raise TypeError(f"the column `{name}` is not declared with column(description, ...)")
    _refuse_unfit(name, kind := _type(model, name), noted)
    column = Column(
        name=name,
        description=str(found.description),
        type=kind,
        absent=not found.required,
        **noted,
    )
    for base in model.__mro__[1:]:
        if issubclass(base, Table) and base is not Table and name in base.to_schema().columns:
            return _over(_column(base, name, base.to_schema()), column)
    return column


def _refuse_unfit(name: str, kind: ColumnType, noted: dict[str, Any]) -> None:
    """Refuse words for a number, and a range for a word."""
    if kind != "text" and (noted["vocabulary"] or noted["pattern"]):
        raise TypeError(f"the column `{name}` is no text, so it has no vocabulary or pattern")
    if kind not in {"whole number", "number"} and not noted["minimum"] is noted["maximum"] is None:
        raise TypeError(f"the column `{name}` is no number, so it has no minimum or maximum")


def _over(base: Column, column: Column) -> Column:
    """Let `column` stand in place of `base`, whose key, anchor and reference it keeps.

    The tool's functions rely on the type and the words of the base models, so a review may
    narrow them only.
    """
    if column.type != base.type:
        raise TypeError(f"the column `{column.name}` must stay a {base.type}")
    if base.vocabulary and not (column.vocabulary and set(column.vocabulary) <= {*base.vocabulary}):
        allowed = ", ".join(base.vocabulary)
        raise TypeError(f"the vocabulary of `{column.name}` must stay within: {allowed}")
    return replace(
        column,
        key=column.key or base.key,
        anchor=column.anchor or base.anchor,
        reference=column.reference or base.reference,
    )


def _type(model: type[Table], name: str) -> ColumnType:
    annotation, _ = model.__fields__[name]
    try:
        return _TYPES[annotation.arg]
    except KeyError:
        raise TypeError(
            f"the column `{name}` has a type other than str, int, float, bool or datetime.date"
        ) from None
