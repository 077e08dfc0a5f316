"""Write dates as Quarto does: by `date-format`, else as is usual in the document's language."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TOKEN = re.compile(r"\[([^\]]*)\]|Y{4}|YY|M{1,4}|D{1,2}|Do|d{3,4}")
_STYLES = {
    "full": ("dddd, MMMM D, YYYY", "dddd D MMMM YYYY"),
    "long": ("MMMM D, YYYY", "D MMMM YYYY"),
    "medium": ("MMM D, YYYY", "D MMM YYYY"),
    "short": ("M/D/YY", "DD/MM/YYYY"),
    "iso": ("YYYY-MM-DD", "YYYY-MM-DD"),
}
_WRITE: dict[str, Callable[[dt.date], str]] = {
    "YYYY": lambda day: f"{day.year:04}",
    "YY": lambda day: f"{day.year % 100:02}",
    "MMMM": lambda day: _MONTHS[day.month - 1],
    "MMM": lambda day: _MONTHS[day.month - 1][:3],
    "MM": lambda day: f"{day.month:02}",
    "M": lambda day: str(day.month),
    "DD": lambda day: f"{day.day:02}",
    "D": lambda day: str(day.day),
    "dddd": lambda day: _DAYS[day.weekday()],
    "ddd": lambda day: _DAYS[day.weekday()][:3],
}


def read_date(written: object) -> dt.date | None:
    """Read a date of YAML, which may be text; None where it is no date."""
    if isinstance(written, dt.datetime):
        return written.date()
    if isinstance(written, dt.date):
        return written
    try:
        return dt.date.fromisoformat(str(written))
    except ValueError:
        return None


def write_date(day: dt.date, *, style: str = "long", lang: str = "en") -> str:
    """Write a date.

    Args:
        day: The date.
        style: A name such as `long`, or a pattern such as `D MMMM YYYY`.
        lang: Language tag; American English puts the month first.
    """
    is_american = lang.lower() in ("en", "en-us")
    pattern = _STYLES[style][0 if is_american else 1] if style in _STYLES else style
    return _TOKEN.sub(lambda match: match[1] or _WRITE[match[0]](day), pattern)
