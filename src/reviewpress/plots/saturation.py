"""A curve of saturation: what each year added, and what had been seen by then."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reviewpress.plots import style
from reviewpress.plots.drawing import with_names

_HEIGHT_INCHES = 2.3
_RIGHT_INCHES = 1.1
_BAR = 0.72
_TICKS = 5
_STEPS = [digit * 10**zeros for zeros in range(9) for digit in (1, 2, 5)]


def saturation(
    table: pd.DataFrame,
    *,
    title: str,
    subtitle: str = "",
    seen: str = "seen so far",
    new: str = "new",
) -> Figure:
    """Draw bars of what was new each year under a line of what had been seen so far.

    Args:
        table: One row per year, which is the index; `new` and `seen`, of
            `synthesis.saturation.by_year`.
        title: What the figure shows, as a sentence.
        subtitle: What was counted.
        seen: Words at the end of the line.
        new: Words at the bars.
    """
    figure, axes = style.canvas(
        _HEIGHT_INCHES,
        title=title,
        data=with_names(table[["new", "seen"]], "year"),
        subtitle=subtitle,
        margins=(0.3, _RIGHT_INCHES, 0.25),
    )
    first, last = int(table.index.min()), int(table.index.max())
    top = max(1, int(table["seen"].max()))
    axes.set(xlim=(first - 0.6, last + 0.6), ylim=(0, top * 1.08))
    axes.set_yticks(range(0, top + 1, next(one for one in _STEPS if top / one <= _TICKS)))
    axes.grid(axis="y", color=style.RULE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_xticks([year for year in table.index if year % 5 == 0 or year in {first, last}])
    for year, count in table["new"].items():
        style.rectangle(axes, (int(str(year)) - _BAR / 2, 0), (_BAR, count), style.FILLS["low"])
        if count:
            axes.text(
                int(str(year)), count + top * 0.015, str(count), ha="center", va="bottom",
                size=style.SMALL_POINTS, color=style.INK, zorder=4,
                bbox={"facecolor": style.GROUND, "edgecolor": "none", "pad": 0.6},
            )  # fmt: skip
    axes.step(table.index, table["seen"], where="mid", color=style.FILLS["high"].colour)
    _say(axes, f"{seen}: {table['seen'].iloc[-1]}", at=float(table["seen"].iloc[-1]))
    _say(axes, new, at=top * 0.03)
    return figure


def _say(axes: Axes, text: str, *, at: float) -> None:
    lines = "\n".join(style.wrap(text, _RIGHT_INCHES - 0.15, points=style.SMALL_POINTS))
    axes.annotate(
        lines, (1.0, at), xycoords=("axes fraction", "data"), xytext=(5, 0),
        textcoords="offset points", ha="left", va="center", size=style.SMALL_POINTS,
        color=style.MUTED, annotation_clip=False,
    )  # fmt: skip
