"""A map of the evidence: a disc per pair of categories, its area the count, its number in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reviewpress.plots import style
from reviewpress.plots.drawing import with_names

_ROW_INCHES = 0.36
_PAD_INCHES = 0.12
_LARGEST_POINTS = 23.0
_SMALLEST_POINTS = 10.0
_SLOPE_DEGREES = 38
_SINE = 0.62
_COSINE = 0.79


def discs(
    table: pd.DataFrame,
    *,
    title: str,
    subtitle: str = "",
    labels: Mapping[str, str] | None = None,
    width: float = style.COLUMN_INCHES,
) -> Figure:
    """Draw the counts of a table as discs with their numbers; an empty pair stays empty.

    Args:
        table: Counts; the index names the rows, the columns the columns, in order.
        title: What the figure shows, as a sentence.
        subtitle: What was counted.
        labels: Words for codes, where the code does not do.
        width: Width in inches.
    """
    names = dict(labels or {})
    named = (names.get(str(name), style.words(str(name))) for name in table.index)
    rows, left = style.row_labels(named, width)
    columns = [names.get(str(name), style.words(str(name))) for name in table.columns]
    slanted = [style.inches(column, style.SMALL_POINTS) for column in columns]
    head = max(slanted) * _SINE + 0.15
    right = _overhang(slanted, width - left)
    figure, axes = style.canvas(
        len(rows) * _ROW_INCHES + head,
        title=title,
        data=with_names(table, "name"),
        subtitle=subtitle,
        margins=(left, right, 0.02),
        width=width,
    )
    axes.set(xlim=(-0.5, len(columns) - 0.5), xticks=[])
    axes.set(ylim=(len(rows) - 0.5, -0.5 - head / _ROW_INCHES))
    axes.set_yticks(range(len(rows)), rows)
    for row in range(len(rows)):
        axes.plot([-0.5, len(columns) - 0.5], [row, row], color=style.RULE, linewidth=0.6, zorder=0)
    for column, text in enumerate(columns):
        axes.text(
            column - 0.1, -0.55, text, rotation=_SLOPE_DEGREES, rotation_mode="anchor", ha="left",
            va="bottom", size=style.SMALL_POINTS, color=style.MUTED, clip_on=False,
        )  # fmt: skip
    _draw(axes, table)
    return figure


def _overhang(slanted: Sequence[float], across: float) -> float:
    """Return the room that slanted heads need to the right of the last column, in inches."""
    step = across / len(slanted)
    ends = [(place + 0.4) * step + long * _COSINE for place, long in enumerate(slanted)]
    return max(0.05, max(ends) - across + _PAD_INCHES)


def _draw(axes: Axes, table: pd.DataFrame) -> None:
    largest = float(table.to_numpy().max()) or 1.0
    for row, counts in enumerate(table.itertuples(index=False, name=None)):
        for column, count in enumerate(counts):
            if not count:
                continue
            is_unclear = "unclear" in {str(table.index[row]), str(table.columns[column])}
            colour = style.UNCLEAR.colour if is_unclear else style.FILLS["medium"].colour
            points = max(_SMALLEST_POINTS, _LARGEST_POINTS * (count / largest) ** 0.5)
            axes.plot(
                column, row, "o", markersize=points, color=colour, markeredgewidth=0.6,
                markeredgecolor=style.MUTED if is_unclear else colour,
            )  # fmt: skip
            axes.text(
                column, row, str(count), ha="center", va="center_baseline",
                size=style.SMALL_POINTS, color=style.INK if is_unclear else style.PAPER,
            )  # fmt: skip
