"""Turn the text of cells into values of the type that their column declares."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from reviewpress.schemas import DTYPES, Column, ColumnType

_WHOLE = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LARGEST = 2**63 - 1
_YES_NO = {"true": True, "false": False}
_FIRST_YEAR, _LAST_YEAR = 1678, 2261  # what pandas' nanoseconds can hold
_LOOKALIKES = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1"})
_NOTHING = {"na", "n/a", "nan", "none", "null", "nd", "nr", "?", "-", "unknown", "unclear"}


@dataclass(frozen=True, slots=True)
class Coerced:
    """Values of one column.

    Attributes:
        series: One value a row; missing where the cell is blank or could not be read.
        unreadable: Rows whose cell is not of the declared type.
    """

    series: pd.Series
    unreadable: tuple[int, ...]


def coerce(texts: Sequence[str], column: Column) -> Coerced:
    """Read the cells of a column; each distinct text is parsed once."""
    parse = _PARSERS[column.type]
    meanings = {text: parse(text) for text in set(texts) if not _is_blank(text)}
    values = [meanings.get(text) for text in texts]
    failed = {text for text, meaning in meanings.items() if meaning is None}
    unreadable = [row for row, text in enumerate(texts) if text in failed] if failed else []
    return Coerced(pd.Series(values, dtype=DTYPES[column.type]), tuple(unreadable))


def complaint(column: Column) -> str:
    """Say what a cell of the wrong type is not."""
    return {
        "text": "is not text",
        "whole number": "is not a whole number",
        "number": "is not a number",
        "yes/no": "is not true or false",
        "date": "is not a date such as 2026-01-31",
    }[column.type]


def remedy(text: str, column: Column) -> str | None:
    """Guess how a cell of the wrong type came about, or None."""
    parse = _PARSERS[column.type]
    if text.strip().casefold() in _NOTHING:
        return "leave the cell blank where nothing is known" if column.blank else None
    if column.type == "date":
        return "write the year first: 2026-01-31" if re.search(r"[0-9]", text) else None
    if parse(text.strip()) is not None:
        return "delete the spaces around it"
    if parse(text.translate(_LOOKALIKES)) is not None:
        letter = next(letter for letter in text if ord(letter) in _LOOKALIKES)
        return f"a letter {letter} for a {'zero' if letter in 'Oo' else 'one'}?"
    if parse(re.sub(r"(?<=[0-9])[, ](?=[0-9]{3})", "", text)) is not None:
        return "write the number without separators"
    return None


def _is_blank(text: str) -> bool:
    return not text or text.isspace()


def _whole_number(text: str) -> int | None:
    value = int(text) if _WHOLE.fullmatch(text) and len(text) <= len(str(_LARGEST)) + 1 else None
    return value if value is not None and abs(value) <= _LARGEST else None


def _number(text: str) -> float | None:
    value = float(text) if _NUMBER.fullmatch(text) else math.nan
    return value if math.isfinite(value) else None


def _yes_no(text: str) -> bool | None:
    return _YES_NO.get(text.casefold())


def _date(text: str) -> dt.date | None:
    if not _DATE.fullmatch(text):
        return None
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return date if _FIRST_YEAR <= date.year <= _LAST_YEAR else None


_PARSERS: dict[ColumnType, Callable[[str], object]] = {
    "text": str,
    "whole number": _whole_number,
    "number": _number,
    "yes/no": _yes_no,
    "date": _date,
}
