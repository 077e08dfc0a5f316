"""Write dates as Quarto does: by `date-format`, else as is usual in the document's language."""

from __future__ import annotations

import datetime as dt
import re
import time

from reviewpress import process

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
# What Quarto replaces by the day of the build.
MOVING = ("today", "now", "last-modified")
_SHORT_MONTHS = tuple(name[:3].lower() for name in _MONTHS)
_CENTURY = 100
_NAME = rf"(?P<month>(?i:{'|'.join(f'{name}|{name[:3]}' for name in _MONTHS)}))\.?"
_FORMS = (
    re.compile(r"(?P<year>\d{4})[-/](?P<month>\d\d?)[-/](?P<day>\d\d?)(?:[T ].*)?"),
    re.compile(r"(?P<month>\d\d?)[-/](?P<day>\d\d?)[-/](?P<year>\d{4}|\d\d)"),
    re.compile(rf"{_NAME} (?P<day>\d\d?),? (?P<year>\d{{4}})"),
    re.compile(rf"(?P<day>\d\d?) {_NAME},? (?P<year>\d{{4}})"),
)
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
    """Read a date of YAML, which may be text in one of Quarto's forms; None where it is none."""
    if isinstance(written, dt.datetime):
        return written.date()
    if isinstance(written, dt.date):
        return written
    if written in MOVING:
        return _today()
    text = " ".join(str(written).split())
    for form in _FORMS:
        if match := form.fullmatch(text):
            return _date(match)
    return None


def _today() -> dt.date:
    """Return the day of the build, which SOURCE_DATE_EPOCH may set; a review names its own."""
    moment = float(process.environment().get("SOURCE_DATE_EPOCH") or time.time())
    return dt.datetime.fromtimestamp(moment, dt.UTC).date()


def _date(match: re.Match[str]) -> dt.date | None:
    month = match["month"]
    number = int(month) if month.isdigit() else _SHORT_MONTHS.index(month[:3].lower()) + 1
    year = int(match["year"])
    try:
        return dt.date(year + 2000 if year < _CENTURY else year, number, int(match["day"]))
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
