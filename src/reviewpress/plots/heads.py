"""Slanted heads over narrow columns; all lengths in inches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from matplotlib.axes import Axes

from reviewpress.plots import style

_SLOPE_DEGREES = 38
_SINE, _COSINE = 0.62, 0.79
_LINE_INCHES = 0.2
_LEAN = 0.6  # of a column, from where on a head may stand out


def step(texts: Mapping[int, str], count: int, across: float) -> float:
    """Return how wide columns may be for no head to leave the figure.

    Args:
        texts: Heads by the place of their column, from 0.
        count: Number of columns.
        across: Room for columns and heads.
    """
    rooms = (
        (across - style.inches(text, style.SMALL_POINTS) * _COSINE) / (place + _LEAN)
        for place, text in texts.items()
    )
    return min([across / count, *rooms])


def height(texts: Iterable[str]) -> float:
    """Return the room that heads take above the columns."""
    longest = max((style.inches(text, style.SMALL_POINTS) for text in texts), default=0.0)
    return longest * _SINE + _LINE_INCHES


def draw(axes: Axes, texts: Mapping[float, str]) -> None:
    """Write heads over the columns whose middles are given, ending above 0."""
    for x, text in texts.items():
        axes.text(
            x - 0.04, -0.07, text, rotation=_SLOPE_DEGREES, rotation_mode="anchor", ha="left",
            va="bottom", size=style.SMALL_POINTS, color=style.MUTED,
        )  # fmt: skip
