"""Named tokens sorted into columns: what each proposition or finding came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import cycle

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from reviewpress.plots import style
from reviewpress.plots.drawing import listed

_TOKEN_INCHES = (0.44, 0.25)
_STEP_INCHES = (0.5, 0.31)
_HEAD_INCHES = 0.42
_HEAD_LINE_INCHES = 0.135
_GAP_INCHES = 0.22
_PAD_INCHES = 0.12


def tokens(
    rows: Mapping[str, Mapping[str, Sequence[str]]],
    columns: Sequence[str],
    *,
    title: str,
    subtitle: str = "",
    colours: Sequence[str] = style.POSITIONS,
    labels: Mapping[str, str] | None = None,
    width: float = style.COLUMN_INCHES,
) -> Figure:
    """Draw a token per name, in the row and column it belongs to.

    Args:
        rows: For each row, in order, the names in each column.
        columns: Columns in order.
        title: What the figure shows, as a sentence.
        subtitle: What was sorted.
        colours: Colours of the rows, taken in turn.
        labels: Words for codes of rows and columns, where the code does not do.
        width: Width in inches.
    """
    names = dict(labels or {})
    heads = [names.get(column, style.words(column)) for column in columns]
    heads_of_rows = [names.get(row, style.words(row)) for row in rows] if len(rows) > 1 else [""]
    left = max(style.inches(head, weight="bold") for head in heads_of_rows)
    left += _PAD_INCHES if left else 0.0
    across = (width - left) / len(columns)
    per_line = max(1, int((across - 0.06) / _STEP_INCHES[0]))
    lines = [
        max(1, *(int(np.ceil(len(held.get(one, ())) / per_line)) for one in columns))
        for held in rows.values()
    ]
    height = _HEAD_INCHES + sum(lines) * _STEP_INCHES[1] + len(lines) * _GAP_INCHES
    figure, axes = style.canvas(
        height,
        title=title,
        data=_data(rows),
        subtitle=subtitle,
        margins=(left, 0.0, 0.05),
        width=width,
    )
    axes.set(xlim=(0, width - left), ylim=(height, 0), xticks=[], yticks=[])
    for place, head in enumerate(heads):
        lines_up = reversed(style.wrap(head, across - _PAD_INCHES))
        for line, text in enumerate(lines_up):
            axes.text(
                place * across, _HEAD_INCHES - 0.1 - line * _HEAD_LINE_INCHES, text, ha="left",
                va="baseline", size=style.TEXT_POINTS, color=style.MUTED,
            )  # fmt: skip
    y = _HEAD_INCHES
    drawn = zip(heads_of_rows, rows.values(), lines, cycle(colours), strict=False)
    for row_head, held, count, colour in drawn:
        axes.axhline(y, color=style.RULE, linewidth=0.8)
        top = y + _GAP_INCHES / 2
        axes.text(
            -left, top + _TOKEN_INCHES[1] / 2, row_head, ha="left",
            va="center", size=style.TEXT_POINTS, weight="bold", color=colour, clip_on=False,
        )  # fmt: skip
        for place, column in enumerate(columns):
            for index, name in enumerate(held.get(column, ())):
                x = place * across + (index % per_line) * _STEP_INCHES[0]
                _token(axes, (x, top + (index // per_line) * _STEP_INCHES[1]), name, colour)
        y += count * _STEP_INCHES[1] + _GAP_INCHES
    return figure


def _data(rows: Mapping[str, Mapping[str, Sequence[str]]]) -> pd.DataFrame:
    """Return one row per token."""
    told = (
        {"row": row, "column": column, "name": name}
        for row, held in rows.items()
        for column, names in held.items()
        for name in names
    )
    return listed(told, ("row", "column", "name"))


def _token(axes: Axes, at: tuple[float, float], name: str, colour: str) -> None:
    width, height = _TOKEN_INCHES
    axes.add_patch(
        FancyBboxPatch(
            at, width, height, boxstyle="round,pad=0,rounding_size=0.06", facecolor=colour,
            edgecolor="none",
        )
    )  # fmt: skip
    axes.text(
        at[0] + width / 2, at[1] + height / 2, name, ha="center", va="center_baseline",
        size=style.TEXT_POINTS, color=style.PAPER,
    )  # fmt: skip
