"""An effect-direction plot: a study a row, a mark in the column of its direction."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reviewpress.plots import style

COLUMNS = ("negative", "null", "mixed", "positive", "not-seen")
WORDS = {
    "negative": "worse",
    "null": "no\ndifference",
    "mixed": "mixed,\ndivided",
    "positive": "better",
    "not-seen": "result\nnot seen",
}
_KEPT = ("group", "label", "direction", "comparison", "sample")
_ROW_INCHES = 0.205
_GROUP_ROWS = 1.25
_HEAD_INCHES = 0.3
_INDENT_INCHES = 0.1
_PAD_INCHES = 0.1
_NOT_SEEN_GAP = 0.25
_MARK_POINTS = 7.0


def directions(
    told: pd.DataFrame,
    *,
    title: str,
    subtitle: str = "",
    labels: Mapping[str, str] | None = None,
    sample: str = "sample",
    width: float = style.COLUMN_INCHES,
) -> Figure:
    """Draw the direction of each study, grouped, with the comparison it rests on.

    Args:
        told: One row per study in the order to draw; `group`, `label`, `direction` and
            `comparison` (text; may be blank), and perhaps `sample` (a number; missing where it is
            not known).
        title: What the figure shows, as a sentence.
        subtitle: What was counted.
        labels: Words for the groups, where the code does not do.
        sample: What the samples count, such as `schools`; the number stands in brackets.
        width: Width in inches.
    """
    names = dict(labels or {})
    head = f"compared with ({sample})" if "sample" in told else "compared with"
    left = max(_width(told["label"]) + _INDENT_INCHES, 1.0) + _PAD_INCHES
    compared = [_compared(row) for row in told.to_dict("records")]
    right = _width([head, *compared]) + 2 * _PAD_INCHES
    groups = list(dict.fromkeys(told["group"]))
    rows = len(told) + _GROUP_ROWS * len(groups)
    figure, axes = style.canvas(
        rows * _ROW_INCHES + _HEAD_INCHES,
        title=title,
        data=told[[name for name in _KEPT if name in told]],
        subtitle=subtitle,
        margins=(left, right, 0.05),
        width=width,
    )
    axes.set(xlim=(-0.5, 4.5 + _NOT_SEEN_GAP), ylim=(rows, -_HEAD_INCHES / _ROW_INCHES))
    axes.set(xticks=[], yticks=[])
    _heads(axes, head)
    y = 0.0
    for group in groups:
        y += _GROUP_ROWS
        text = names.get(group, style.words(group))
        _text(axes, y - 0.75, text, weight="bold", offset=-left)
        for row in told[told["group"] == group].to_dict("records"):
            _row(axes, y, row, left=left)
            y += 1
    return figure


def _heads(axes: Axes, compared: str) -> None:
    for name in COLUMNS:
        axes.text(
            _x(name), -0.15, WORDS[name], ha="center", va="bottom", size=style.SMALL_POINTS,
            color=style.MUTED, linespacing=1.1,
        )  # fmt: skip
    _text(axes, -0.15, compared, offset=None, colour=style.MUTED, va="bottom")


def _row(axes: Axes, y: float, row: Mapping[Hashable, Any], *, left: float) -> None:
    axes.plot([-0.5, 4.5 + _NOT_SEEN_GAP], [y, y], color=style.RULE, linewidth=0.6, zorder=0)
    fill = style.FILLS[str(row["direction"])]
    axes.scatter(
        [_x(str(row["direction"]))], [y], s=_MARK_POINTS**2, marker=fill.marker,
        facecolor=fill.colour, hatch=fill.hatch * 2, linewidth=0.8,
        edgecolor=style.MUTED if fill.hatch else fill.colour, zorder=3,
    )  # fmt: skip
    _text(axes, y, str(row["label"]), offset=-left + _INDENT_INCHES)
    _text(axes, y, _compared(row), offset=None, colour=style.MUTED)


def _compared(row: Mapping[Hashable, Any]) -> str:
    size = row.get("sample")
    return str(row["comparison"]) + ("" if pd.isna(size) else f" ({int(size):,})")


def _width(lines: Iterable[object]) -> float:
    return max(style.inches(str(line), style.SMALL_POINTS) for line in lines)


def _x(direction: str) -> float:
    return COLUMNS.index(direction) + (_NOT_SEEN_GAP if direction == "not-seen" else 0.0)


def _text(
    axes: Axes,
    y: float,
    text: str,
    *,
    offset: float | None,
    weight: str = "normal",
    colour: str = style.INK,
    va: str = "center_baseline",
) -> None:
    """Write beside the axes: `offset` inches from their left edge, or at their right edge."""
    at = 0.0 if offset is not None else 1.0
    points = 72 * offset if offset is not None else 6.0
    axes.annotate(
        text, (at, y), xycoords=("axes fraction", "data"), xytext=(points, 0),
        textcoords="offset points", ha="left", va=va, size=style.SMALL_POINTS, color=colour,
        weight=weight, annotation_clip=False,
    )  # fmt: skip
