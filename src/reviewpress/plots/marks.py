"""A matrix of marks: what each column says of each row, told by shape first and colour second."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reviewpress.plots import heads as slanted
from reviewpress.plots import key, style

_PAD_INCHES = 0.1
_WIDEST_STEP_INCHES = 0.95
_ROW_INCHES = 0.205
_DENSE_ROW_INCHES = 0.132
_DENSE_ROWS = 25
_GROUP_ROWS = 1.3


def marks(
    cells: pd.DataFrame,
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    title: str,
    subtitle: str = "",
    labels: Mapping[str, str] | None = None,
    groups: Mapping[str, str] | None = None,
    heads: Mapping[str, str] | None = None,
) -> Figure:
    """Draw one mark for each cell that has a value; an empty cell stays empty.

    Args:
        cells: One row per mark: `row`, `column`, `value`; its shape and colour are the value's.
        rows: Rows in order.
        columns: Columns in order.
        title: What the figure shows, as a sentence.
        subtitle: What the marks stand for.
        labels: Words for codes of rows, columns and values, where the code does not do.
        groups: Heading under which each row stands; rows of a group follow each other.
        heads: Heads of the columns that get one; all of them, if not given.
    """
    names = {str(name): style.words(str(name)) for name in (*rows, *columns, *cells["value"])}
    names |= dict(labels or {})
    heads = {name: names[name] for name in columns} if heads is None else heads
    height, places = _down(rows, groups or {})
    left = max(_wide(text) for text in (*(names[row] for row in rows), *(groups or {}).values()))
    left += 2.5 * _PAD_INCHES
    numbered = {list(columns).index(name): text for name, text in heads.items()}
    across = style.COLUMN_INCHES - left - _PAD_INCHES
    step = min(_WIDEST_STEP_INCHES, slanted.step(numbered, len(columns), across))
    head = slanted.height(heads.values())
    used = set(cells["value"])
    items = [(names[value], fill) for value, fill in style.FILLS.items() if value in used]
    above = head + key.height(items)
    figure, axes = style.canvas(
        above + height,
        title=title,
        data=cells[["row", "column", "value"]],
        subtitle=subtitle,
        margins=(0.0, 0.0, 0.04),
    )
    axes.set(xlim=(0, style.COLUMN_INCHES), ylim=(height, -above))
    axes.set(xticks=[], yticks=[])
    middle = {name: left + (place + 0.5) * step for place, name in enumerate(columns)}
    _rows(axes, places, names, groups or {}, span=(left, left + len(columns) * step))
    for name in heads:
        axes.plot([middle[name]] * 2, [-0.04, height], color=style.RULE, linewidth=0.4, zorder=0)
    slanted.draw(axes, {middle[name]: text for name, text in heads.items()})
    points = min(7.0, 72 * 0.85 * min(step, height / max(1, len(rows))))
    for value, own in cells.groupby("value", sort=False):
        at = [middle[name] for name in own["column"]], [places[name] for name in own["row"]]
        key.mark(axes, at, style.fill_of(str(value)), points)
    key.draw(axes, items, -above)
    return figure


def _down(rows: Sequence[str], groups: Mapping[str, str]) -> tuple[float, dict[str, float]]:
    """Return the height of all rows, and where each stands."""
    each = _ROW_INCHES if len(rows) <= _DENSE_ROWS else _DENSE_ROW_INCHES
    y, places, group = 0.0, {}, None
    for name in rows:
        if groups and groups[name] != group:
            group = groups[name]
            y += _GROUP_ROWS * each
        places[name] = y + each / 2
        y += each
    return y, places


def _rows(
    axes: Axes,
    places: Mapping[str, float],
    names: Mapping[str, str],
    groups: Mapping[str, str],
    *,
    span: tuple[float, float],
) -> None:
    group = None
    for name, y in places.items():
        if groups and groups[name] != group:
            group = groups[name]
            _text(axes, (0.0, y - _DENSE_ROW_INCHES), group, weight="bold")
        _text(axes, (_PAD_INCHES if groups else 0.0, y), names[name])
        axes.plot(span, [y, y], color=style.RULE, linewidth=0.6, zorder=0)


def _wide(text: str) -> float:
    return style.inches(text, style.SMALL_POINTS, "bold")


def _text(
    axes: Axes,
    at: tuple[float, float],
    text: str,
    *,
    weight: str = "normal",
) -> None:
    axes.text(
        *at, text, ha="left", va="center_baseline", size=style.SMALL_POINTS, color=style.INK,
        weight=weight,
    )  # fmt: skip
