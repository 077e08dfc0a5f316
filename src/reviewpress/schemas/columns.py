"""Declare a column of a table: what it means, what may stand in it, what it refers to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandera.pandas as pa

ColumnType = Literal["text", "whole number", "number", "yes/no", "date"]

_METADATA_KEY = "reviewpress"
# What can be the address of a place on a page, in a PDF and in a DOCX alike.
ANCHOR = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")

_REFERENCE = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Column:
    """What a model declares about one column.

    Attributes:
        name: Name in the header of the CSV file.
        description: What the column holds, for the data dictionary.
        type: Kind of value.
        unit: Unit of a number, or None.
        vocabulary: The allowed values in their natural order; empty where any value may stand.
        reference: `table.column` that holds every value of this one, or None.
        key: Whether the column is the key of the table, or part of it.
        anchor: Whether a value becomes the address of a place in the review.
        unique: Whether no value may stand twice.
        blank: Whether cells may be blank.
        absent: Whether a table may do without the column.
        pattern: Regular expression that a whole value must match, or None.
        minimum: Least allowed number, or None.
        maximum: Greatest allowed number, or None.
    """

    name: str
    description: str
    type: ColumnType
    unit: str | None = None
    vocabulary: tuple[str, ...] = ()
    reference: str | None = None
    key: bool = False
    anchor: bool = False
    unique: bool = False
    blank: bool = False
    absent: bool = False
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None


def column(  # noqa: PLR0913 - a declaration reads best in one place
    description: str,
    *,
    unit: str | None = None,
    vocabulary: Sequence[str] = (),
    reference: str | None = None,
    key: bool = False,
    anchor: bool = False,
    unique: bool = False,
    blank: bool = False,
    pattern: str | None = None,
    minimum: float | None = None,
    maximum: float | None = None,
) -> Any:
    """Declare a column in the body of a model.

    Write `year: int = column("Year of publication")`. The annotation gives the type:
    `str`, `int`, `float`, `bool` or `datetime.date`. With `| None` a table may do without the
    column; that a *cell* may be blank is said by `blank`.

    Args:
        description: What the column holds, in a sentence that a reader of the data understands.
        unit: Unit of a number, such as `schools` or `years`.
        vocabulary: The allowed values, in the order in which tables and figures show them.
        reference: `table.column` in which every value must be found.
        key: The column is the table's key; several such columns make a composite key.
        anchor: A value becomes the address of a place in the review, so it must begin with a
            letter and hold letters, digits, `_`, `.` and `-` only.
        unique: No value may stand twice.
        blank: Cells may be blank.
        pattern: Regular expression that a whole value must match.
        minimum: Least allowed number.
        maximum: Greatest allowed number.

    Raises:
        ValueError: The description is blank, the reference is not `table.column`, the vocabulary
            holds a value twice, or a key column may be blank.
    """
    _refuse_nonsense(description, vocabulary, reference, key_may_be_blank=key and blank)
    metadata = {
        "unit": unit,
        "vocabulary": tuple(vocabulary),
        "reference": reference,
        "key": key,
        "anchor": anchor,
        "unique": unique,
        "blank": blank,
        "pattern": pattern,
        "minimum": minimum,
        "maximum": maximum,
    }
    return pa.Field(
        description=description.strip(),
        nullable=blank,
        unique=unique,
        isin=list(vocabulary) or None,
        str_matches=rf"^(?:{pattern})\Z" if pattern else None,
        ge=minimum,
        le=maximum,
        metadata={_METADATA_KEY: metadata},
    )


def _refuse_nonsense(
    description: str, vocabulary: Sequence[str], reference: str | None, *, key_may_be_blank: bool
) -> None:
    if not description.strip():
        raise ValueError("a column needs a description")
    if isinstance(vocabulary, str) or len(set(vocabulary)) != len(vocabulary):
        raise ValueError("a vocabulary is a tuple of different values")
    if reference is not None and not _REFERENCE.fullmatch(reference):
        raise ValueError(f"a reference is written `table.column`, not `{reference}`")
    if key_may_be_blank:
        raise ValueError("a key column cannot be blank")


def declared(metadata: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return what `column` noted in a Pandera column's metadata, or None for another's."""
    noted = (metadata or {}).get(_METADATA_KEY)
    return dict(noted) if noted is not None else None
