"""A key of marks, each with its words, in as many lines as the width asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes

from reviewpress.plots import style

LINE_INCHES = 0.22
_MARK_POINTS = 7.0
_BEFORE_INCHES, _BETWEEN_INCHES = 0.18, 0.16

Item = tuple[str, style.Fill]


def height(items: Sequence[Item], width: float = style.COLUMN_INCHES) -> float:
    """Return the room that a key takes, in inches."""
    return (_places(items, width)[-1][1] + 1) * LINE_INCHES if items else 0.0


def draw(axes: Axes, items: Sequence[Item], top: float, width: float = style.COLUMN_INCHES) -> None:
    """Draw a key whose first line begins at `top`; axes are in inches and grow downwards."""
    for (text, fill), (x, line) in zip(items, _places(items, width), strict=True):
        y = top + (line + 0.5) * LINE_INCHES
        mark(axes, ([x + 0.07], [y]), fill, _MARK_POINTS)
        axes.text(
            x + _BEFORE_INCHES, y, text, ha="left", va="center_baseline", size=style.SMALL_POINTS,
            color=style.MUTED,
        )  # fmt: skip


def mark(
    axes: Axes, at: tuple[Sequence[float], Sequence[float]], fill: style.Fill, points: float
) -> None:
    """Draw marks of one look; a light one gets an edge, a cross only its lines."""
    is_light = fill.text == style.INK
    colours: dict[str, Any] = (
        {"color": fill.colour}
        if fill.marker == "x"
        else {"facecolor": fill.colour, "edgecolor": style.MUTED if is_light else fill.colour}
    )
    axes.scatter(
        *at, s=points**2, marker=fill.marker, hatch=fill.hatch * 2, linewidth=0.7, zorder=3,
        clip_on=False, **colours,
    )  # fmt: skip


def _places(items: Sequence[Item], width: float) -> list[tuple[float, int]]:
    places, x, line = [], 0.0, 0
    for text, _ in items:
        wide = _BEFORE_INCHES + style.inches(text, style.SMALL_POINTS)
        if x and x + wide > width:
            x, line = 0.0, line + 1
        places.append((x, line))
        x += wide + _BETWEEN_INCHES
    return places
