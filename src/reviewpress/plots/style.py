"""The one look of all figures: sizes, colours, fills and the title that says the finding.

Colours of values are Okabe and Ito's, which readers with colour-blindness tell apart; a shape, a
pattern or a word always says the same. Teal and amber-brown belong to the two positions of a
dispute and to nothing else. What is unclear is drawn, hatched and grey.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from matplotlib.textpath import text_to_path

from reviewpress.plots.drawing import Drawing

COLUMN_INCHES = 6.3
PAGE_INCHES = 9.0

INK = "#1b1b1f"
MUTED = "#5a5a61"
RULE = "#d9d7d1"
GROUND = "#fffefb"  # the paper of the site; a figure brings its own, for the dark theme
PAPER = "#ffffff"
_BLACK = "#000000"  # on vermilion, where ink has too little contrast
POSITIONS = ("#0b5d66", "#9a5b13")

TITLE_POINTS = 10.5
TEXT_POINTS = 8.5
SMALL_POINTS = 7.5

_POINTS_PER_INCH = 72
_LEADING = 1.3
_GAP_INCHES = 0.12
_LABEL_SHARE = 0.42  # most of the width that names of rows may take


@dataclass(frozen=True, slots=True)
class Fill:
    """How an area, or a mark, of one value is drawn.

    Attributes:
        colour: Colour of the area.
        text: Colour of a number on it.
        hatch: Pattern over it, as matplotlib writes them.
        marker: Shape of a mark, as matplotlib writes them.
    """

    colour: str
    text: str = PAPER
    hatch: str = ""
    marker: str = "o"


UNCLEAR = Fill("#e4e2dd", INK, "////", "s")
PLAIN = Fill(INK)
LINK = "link: "  # begins the id of an area that leads somewhere

FILLS = {
    "positive": Fill("#0072b2", marker="^"),
    "null": Fill("#5a5a61", marker="o"),
    "mixed": Fill("#cc79a7", INK, marker="D"),
    "negative": Fill("#d55e00", _BLACK, marker="v"),
    "not-seen": UNCLEAR,
    "supports": Fill("#0072b2"),
    "qualifies": Fill("#8fcdf0", INK, marker="s"),
    "contradicts": Fill("#d55e00", _BLACK, marker="X"),
    "divided": Fill("#cc79a7", INK, marker="D"),
    "silent": UNCLEAR,
    "unclear": UNCLEAR,
    "high": Fill("#00415a"),
    "medium": Fill("#0072b2"),
    "low": Fill("#8fcdf0", INK),
    "holds": Fill("#00415a"),
    "thin": Fill("#8fcdf0", INK, marker="v"),
    "ties": Fill("#e69f00", INK, marker="D"),
    "turns": Fill("#d55e00", _BLACK, marker="X"),
    "nothing": UNCLEAR,
}
SEQUENCE = (
    Fill("#0072b2"),
    Fill("#e69f00", INK),
    Fill("#009e73", INK),
    Fill("#cc79a7", INK),
    Fill("#56b4e9", INK),
    Fill("#d55e00", _BLACK),
    Fill("#f0e442", INK),
)


def canvas(
    height: float,
    *,
    title: str,
    data: pd.DataFrame,
    subtitle: str = "",
    margins: tuple[float, float, float] = (0.0, 0.0, 0.0),
    width: float = COLUMN_INCHES,
) -> tuple[Figure, Axes]:
    """Make a figure with its title and one bare pair of axes.

    Args:
        height: Height of the axes in inches; the title adds to it.
        title: What the figure shows, as a sentence.
        data: What is drawn, one row a mark or a bar; readers can save it.
        subtitle: What was counted, and in which unit.
        margins: Room left of, right of and below the axes, in inches.
        width: Width of the figure in inches.
    """
    heading = "\n".join(wrap(title, width, points=TITLE_POINTS, weight="bold"))
    below = "\n".join(wrap(subtitle, width, points=TEXT_POINTS))
    head = _inches(heading, TITLE_POINTS) + _inches(below, TEXT_POINTS) + _GAP_INCHES
    left, right, bottom = margins
    total = head + height + bottom
    figure = Drawing(data, figsize=(width, total), facecolor=GROUND)
    _head(figure, 1.0, heading, size=TITLE_POINTS, weight="bold", color=INK)
    top = 1 - _inches(heading, TITLE_POINTS) / total
    _head(figure, top, below, size=TEXT_POINTS, color=MUTED)
    box = (left / width, bottom / total, (width - left - right) / width, height / total)
    axes = figure.add_axes(box)
    bare(axes)
    return figure, axes


def _head(figure: Figure, y: float, text: str, **look: Any) -> None:
    figure.text(0, y, text, ha="left", va="top", linespacing=_LEADING, **look)


def bare(axes: Axes) -> None:
    """Take away frame and ticks; labels stay."""
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0, labelsize=TEXT_POINTS, labelcolor=INK, pad=4)
    axes.set_facecolor("none")


def rectangle(
    axes: Axes, corner: tuple[float, float], size: tuple[float, float], fill: Fill
) -> None:
    """Draw one filled area in data coordinates."""
    if size[0] == 0 or size[1] == 0:
        return
    axes.add_patch(
        Rectangle(
            corner,
            *size,
            facecolor=fill.colour,
            hatch=fill.hatch,
            edgecolor="#9a988f" if fill.hatch else PAPER,
            linewidth=0,
        )
    )


def link(
    axes: Axes, corner: tuple[float, float], size: tuple[float, float], *, target: str, name: str
) -> None:
    """Let an area of the figure lead somewhere; only the SVG holds it, and nothing is drawn.

    Args:
        axes: Where to put it.
        corner: One corner in data coordinates.
        size: Width and height.
        target: Address, such as `/chapters/register.qmd#S1`.
        name: What a reader finds there, in plain words.
    """
    area = Rectangle(corner, *size, facecolor=PAPER, alpha=0.0, linewidth=0, zorder=9)
    area.set_url(target)
    area.set_gid(f"{LINK}{name}")
    axes.add_patch(area)


def number(axes: Axes, at: tuple[float, float], count: int, fill: Fill) -> None:
    """Write a count on an area; on a pattern it gets a plain ground."""
    ground = {"facecolor": fill.colour, "edgecolor": "none", "pad": 0.8} if fill.hatch else None
    axes.text(
        *at, str(count), ha="center", va="center_baseline", size=SMALL_POINTS, color=fill.text,
        bbox=ground,
    )  # fmt: skip


def inches(text: str, points: float = TEXT_POINTS, weight: str = "normal") -> float:
    """Measure how wide a line of text will be."""
    font = FontProperties(size=points, weight=weight)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width) / _POINTS_PER_INCH


def wrap(
    text: str, width: float, *, points: float = TEXT_POINTS, weight: str = "normal"
) -> list[str]:
    """Break `text` into lines no wider than `width` inches; a longer word gets its own line."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and inches(longer, points, weight) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def row_labels(names: Iterable[str], width: float) -> tuple[list[str], float]:
    """Break the names of rows so that they leave room for the rows themselves.

    Returns:
        The names, in lines, and the inches that they take with the space after them.
    """
    broken = [wrap(name, width * _LABEL_SHARE) for name in names]
    room = max((inches(line) for lines in broken for line in lines), default=0.0)
    return ["\n".join(lines) for lines in broken], room + _GAP_INCHES


def words(code: str) -> str:
    """Write a code of a vocabulary as words."""
    return code.replace("-", " ").replace("_", " ")


def fill_of(value: str, position: int = 0) -> Fill:
    """Return the fill of a value with a fixed meaning, else one by its position in a list."""
    return FILLS.get(value, SEQUENCE[position % len(SEQUENCE)])


def _inches(text: str, points: float) -> float:
    lines = text.count("\n") + 1 if text else 0
    return lines * points * _LEADING * 1.12 / _POINTS_PER_INCH
