"""Bars: counts by category, and counts by year, split into values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reviewpress.plots import style
from reviewpress.plots.drawing import with_names

_ROW_INCHES = 0.27
_BAR = 0.72
_KEY_ROWS = 0.75
_YEARS_INCHES = 2.2
_KEY_INCHES = 0.22
_DIGIT_INCHES = 0.075


def stacked(
    table: pd.DataFrame,
    *,
    title: str,
    subtitle: str = "",
    labels: Mapping[str, str] | None = None,
    width: float = style.COLUMN_INCHES,
) -> Figure:
    """Draw one bar per row of `table`, split into its columns, each part with its number.

    Args:
        table: Counts; the index names the bars, the columns the values, in order. Values that
            never occur are left out.
        title: What the figure shows, as a sentence.
        subtitle: What was counted.
        labels: Words for codes of the index or the columns, where the code does not do.
        width: Width in inches.
    """
    names = dict(labels or {})
    table = table.loc[:, table.any()]
    rows, left = style.row_labels((_words(name, names) for name in table.index), width)
    figure, axes = style.canvas(
        (len(rows) + _KEY_ROWS) * _ROW_INCHES,
        title=title,
        data=with_names(table, "name"),
        subtitle=subtitle,
        margins=(left, 0.05, 0.05),
        width=width,
    )
    longest = float(table.sum(axis="columns").max()) or 1.0
    axes.set(xlim=(0, longest), ylim=(len(rows) - 0.5, -0.5 - _KEY_ROWS), xticks=[])
    axes.set_yticks(range(len(rows)), rows)
    inches_each = (width - left - 0.05) / longest
    for row, counts in enumerate(table.itertuples(index=False, name=None)):
        for start, count, fill in _parts(counts, table.columns):
            style.rectangle(axes, (start, row - _BAR / 2), (count, _BAR), fill)
            if count * inches_each > len(str(count)) * _DIGIT_INCHES:
                style.number(axes, (start + count / 2, row), count, fill)
    labelled = [(_words(name, names), str(name)) for name in table.columns]
    _key(axes, labelled, at=(0.0, -0.5 - _KEY_ROWS / 2), inch=(1 / inches_each, 1 / _ROW_INCHES))
    return figure


def years(
    table: pd.DataFrame,
    *,
    title: str,
    subtitle: str = "",
    labels: Mapping[str, str] | None = None,
    width: float = style.COLUMN_INCHES,
) -> Figure:
    """Draw one column per year, split into values.

    Args:
        table: Counts; the index holds every year from first to last, the columns the values.
        title: What the figure shows, as a sentence.
        subtitle: What was counted.
        labels: Words for codes of the columns, where the code does not do.
        width: Width in inches.
    """
    figure, axes = style.canvas(
        _YEARS_INCHES,
        title=title,
        data=with_names(table, "year"),
        subtitle=subtitle,
        margins=(0.25, 0.05, 0.25),
        width=width,
    )
    first, last = int(table.index.min()), int(table.index.max())
    top = int(table.sum(axis="columns").max())
    room = top * _YEARS_INCHES / (_YEARS_INCHES - _KEY_INCHES)
    axes.set(xlim=(first - 0.6, last + 0.6), ylim=(0, room))
    axes.set_yticks(range(0, top + 1, max(1, top // 4)))
    axes.grid(axis="y", color=style.RULE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_xticks([year for year in table.index if year % 5 == 0 or year in {first, last}])
    for year, counts in zip(table.index, table.itertuples(index=False, name=None), strict=True):
        for start, count, fill in _parts(counts, table.columns):
            style.rectangle(axes, (year - 0.36, start), (0.72, count), fill)
            style.number(axes, (year, start + count / 2), count, fill)
    labelled = [(_words(name, labels or {}), str(name)) for name in table.columns]
    inch = ((last - first + 1.2) / (width - 0.3), -room / _YEARS_INCHES)
    _key(axes, labelled, at=(first - 0.5, room + _KEY_INCHES / 2 * inch[1]), inch=inch)
    return figure


def _parts(
    counts: Iterable[int], columns: Iterable[object]
) -> Iterable[tuple[int, int, style.Fill]]:
    """Yield where each part of a bar begins, how much it is, and its fill; none for zero."""
    start = 0
    for position, (count, column) in enumerate(zip(counts, columns, strict=True)):
        if count:
            yield start, int(count), style.fill_of(str(column), position)
        start += int(count)


def _key(
    axes: Axes,
    labelled: list[tuple[str, str]],
    *,
    at: tuple[float, float],
    inch: tuple[float, float],
) -> None:
    """Name the values in a row that begins at `at`, each beside a sample of its fill.

    Args:
        axes: Where to draw.
        labelled: Words and code of each value.
        at: Left end and middle of the row in data coordinates.
        inch: Data units per inch, across and down.
    """
    x, y = at
    for position, (text, code) in enumerate(labelled):
        corner = (x, y - 0.055 * inch[1])
        style.rectangle(
            axes, corner, (0.13 * inch[0], 0.11 * inch[1]), style.fill_of(code, position)
        )
        axes.text(
            x + 0.18 * inch[0], y, text, ha="left", va="center", size=style.SMALL_POINTS,
            color=style.MUTED,
        )  # fmt: skip
        x += (0.36 + style.inches(text, style.SMALL_POINTS)) * inch[0]


def _words(code: object, names: Mapping[str, str]) -> str:
    return names.get(str(code), style.words(str(code)))
