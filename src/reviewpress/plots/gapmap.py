"""A map of the evidence: a mark per pair of categories, its size the studies, its look the design.

Strength is told by lightness and shape together, so that it survives grey print: the darker, the
stronger. A pair without a study is drawn too, as a small cross.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reviewpress.plots import heads as slanted
from reviewpress.plots import key, style

_ROW_INCHES = 0.37
_PAD_INCHES = 0.06
_LARGEST_POINTS = 24.0
_SMALLEST_POINTS = 11.5
_LEVELS = (
    style.Fill("#00415a", marker="s"),
    style.Fill("#0072b2", marker="h"),
    style.Fill("#8fcdf0", style.INK, marker="o"),
    style.Fill(style.PAPER, style.INK, marker="o"),
)
_UNCLEAR = style.Fill(style.UNCLEAR.colour, style.INK, style.UNCLEAR.hatch, "o")
_GAP = ("no study", style.Fill(style.MUTED, marker="x"))
_CROSS_POINTS = 3.0


def gapmap(
    cells: pd.DataFrame,
    rows: Sequence[str],
    columns: Sequence[str],
    levels: Sequence[str],
    *,
    title: str,
    subtitle: str = "",
    labels: Mapping[str, str] | None = None,
    links: Mapping[tuple[str, str], str] | None = None,
) -> Figure:
    """Draw a mark for each pair of categories.

    Args:
        cells: One row per pair that has a study, of `synthesis.gapmap.cells`: the first two
            columns are row and column; `studies`, `strongest`.
        rows: Rows in order.
        columns: Columns in order.
        levels: Levels of strength, the strongest first, four at most; `unclear` need not be named.
        title: What the figure shows, as a sentence.
        subtitle: What size and look stand for.
        labels: Words for codes of rows, columns and levels, where the code does not do.
        links: Where the mark of a row and a column leads to, such as the list of its studies.

    Raises:
        ValueError: There are more levels than the eye can tell apart.
    """
    if len(levels) > len(_LEVELS):
        raise ValueError(f"a map tells {len(_LEVELS)} levels of strength apart, not {len(levels)}")
    names = {name: style.words(name) for name in (*rows, *columns, *levels, "unclear")}
    names |= dict(labels or {})
    fills = dict(zip(levels, _LEVELS, strict=False)) | {"unclear": _UNCLEAR}
    texts, left = style.row_labels((names[name] for name in rows), style.COLUMN_INCHES)
    heads = dict(enumerate(names[name] for name in columns))
    step = slanted.step(heads, len(columns), style.COLUMN_INCHES - left)
    head, height = slanted.height(heads.values()), len(rows) * _ROW_INCHES
    used = set(cells["strongest"])
    items = [(names[level], fill) for level, fill in fills.items() if level in used]
    above = head + key.height([*items, _GAP])
    figure, axes = style.canvas(
        above + height, title=title, data=cells, subtitle=subtitle, margins=(0.0, 0.0, 0.04)
    )
    axes.set(xlim=(0, style.COLUMN_INCHES), ylim=(height, -above))
    axes.set(xticks=[], yticks=[])
    for place, text in enumerate(texts):
        y = (place + 0.5) * _ROW_INCHES
        axes.text(left - _PAD_INCHES, y, text, ha="right", va="center", size=style.TEXT_POINTS)
        right = left + step * len(columns)
        axes.plot([left, right], [y, y], color=style.RULE, linewidth=0.6, zorder=0)
    slanted.draw(axes, {left + (place + 0.5) * step: text for place, text in heads.items()})
    centre = {
        (row, column): (left + (x + 0.5) * step, (y + 0.5) * _ROW_INCHES)
        for y, row in enumerate(rows)
        for x, column in enumerate(columns)
    }
    _draw(axes, cells, centre, fills)
    for pair, target in (links or {}).items():
        (x, y), half = centre[pair], (step / 2, _ROW_INCHES / 2)
        told = f"the studies of {names[pair[0]]} and {names[pair[1]]}"
        size = (2 * half[0], 2 * half[1])
        style.link(axes, (x - half[0], y - half[1]), size, target=target, name=told)
    key.draw(axes, [*items, _GAP], -above)
    return figure


def _draw(
    axes: Axes,
    cells: pd.DataFrame,
    centre: Mapping[tuple[str, str], tuple[float, float]],
    fills: Mapping[str, style.Fill],
) -> None:
    largest = float(cells["studies"].max()) if len(cells) else 1.0
    empty = dict(centre)
    for row in cells.to_dict("records"):
        pair = tuple(row.values())[:2]
        at = empty.pop(pair)
        count, fill = int(row["studies"]), fills[row["strongest"]]
        points = max(_SMALLEST_POINTS, _LARGEST_POINTS * (count / largest) ** 0.5)
        key.mark(axes, ([at[0]], [at[1]]), fill, points)
        style.number(axes, at, count, fill)
    for x, y in empty.values():
        key.mark(axes, ([x], [y]), _GAP[1], _CROSS_POINTS)
