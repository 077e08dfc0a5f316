"""Write dates as Quarto does: by `date-format`, else as is usual in the document's language."""

from __future__ import annotations

import datetime as dt
import re

_STYLES = frozenset(("full", "long", "medium", "short"))
_TOKEN = re.compile(r"\[([^\]]*)\]|Y{4}|YY|M{1,4}|D{1,2}|d{3,4}")
# Quarto's tokens in the words of Unicode's date patterns, which Babel reads.
_UNICODE = {
    "YYYY": "yyyy",
    "YY": "yy",
    "DD": "dd",
    "D": "d",
    "dddd": "EEEE",
    "ddd": "EEE",
    "MMMM": "LLLL",
    "MMM": "LLL",
    "MM": "MM",
    "M": "M",
}

# Where browsers write it otherwise than Babel's release of the same locale data.
_OTHERWISE = {("full", "en_GB"): "EEEE d MMMM y"}


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
        style: A name such as `long`, or a pattern such as `D MMMM YYYY`, in which `[text]` stands
            for itself.
        lang: Language tag; one that Babel does not know gets English dates.
    """
    if style == "iso":
        return day.isoformat()
    from babel.dates import format_date  # noqa: PLC0415 - most pages have no date

    locale = _locale(lang)
    if style in _STYLES:
        pattern = _OTHERWISE.get((style, locale), style)
        return str(format_date(day, pattern, locale=locale))

    # In patterns all kinds of English have the same names of months, `Sep` and not `Sept`.
    names = "en" if locale.startswith("en") else locale

    def write(match: re.Match[str]) -> str:
        if match[1] is not None:
            return match[1]
        return str(format_date(day, _UNICODE[match[0]], locale=names))

    return _TOKEN.sub(write, style)


def _locale(lang: str) -> str:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - as above

    try:
        return str(Locale.parse(lang, sep="-"))
    except (UnknownLocaleError, ValueError):
        return "en"
