"""Write dates as Quarto does: by `date-format`, else as is usual in the document's language."""

from __future__ import annotations

import datetime as dt
import os
import re
import time
from collections.abc import Callable

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
# Months as they stand after a day, and how the long form puts the parts, by language.
_NAMES = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
    "dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro "
    "dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października "
    "listopada grudnia",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "cs": "ledna února března dubna května června července srpna září října listopadu prosince",
}
_LONG = {
    **dict.fromkeys(("fr", "it", "nl", "pl", "sv"), "D MMMM YYYY"),
    **dict.fromkeys(("de", "cs"), "D. MMMM YYYY"),
    **dict.fromkeys(("es", "pt"), "D [de] MMMM [de] YYYY"),
    "ru": "D MMMM YYYY [\u0433.]",
    **dict.fromkeys(("zh", "ja"), "YYYY[年]M[月]D[日]"),
    "ko": "YYYY[년] M[월] D[일]",
}
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
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
    "MMM": lambda day: _MONTHS[day.month - 1][:3],
    "MM": lambda day: f"{day.month:02}",
    "M": lambda day: str(day.month),
    "DD": lambda day: f"{day.day:02}",
    "D": lambda day: str(day.day),
    "dddd": lambda day: _DAYS[day.weekday()],
    "ddd": lambda day: _DAYS[day.weekday()][:3],
}


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
    moment = float(os.environ.get("SOURCE_DATE_EPOCH") or time.time())
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
        style: A name such as `long`, or a pattern such as `D MMMM YYYY`.
        lang: Language tag; American English puts the month first.
    """
    is_american = lang.lower() in ("en", "en-us")
    language = lang.partition("-")[0].lower()
    pattern = _STYLES[style][0 if is_american else 1] if style in _STYLES else style
    if style == "long":
        pattern = _LONG.get(language, pattern)
    names = _NAMES[language].split() if language in _NAMES else _MONTHS
    month = names[day.month - 1]
    write: dict[str, Callable[[dt.date], str]] = {**_WRITE, "MMMM": lambda _: month}
    return _TOKEN.sub(lambda match: match[1] or write[match[0]](day), pattern)
