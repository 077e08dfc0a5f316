"""The trace as a picture: implications, the findings that they rest on, and the studies behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from reviewpress.plots import style
from reviewpress.plots.drawing import listed

_TOKEN_INCHES = (0.42, 0.22)
_ROW_INCHES = 0.285
_HEAD_INCHES = 0.34
_GROUP_INCHES = 0.24
_FINDINGS_AT = 2.75
_DOTS_INCHES = 0.48
_BARS_AT = _FINDINGS_AT + _TOKEN_INCHES[0] + _DOTS_INCHES + 0.08
_LEVELS = ("very-low", "low", "moderate", "high")
_RELATIONS = ("supports", "qualifies", "contradicts")
_CARRIES = {"linewidth": 1.1, "color": style.POSITIONS[0]}
_LIMITS = {"linewidth": 0.8, "color": "#8b8992", "linestyle": (0, (3, 2.5))}


def trace(
    implications: pd.DataFrame,
    findings: pd.DataFrame,
    *,
    title: str,
    subtitle: str = "",
    labels: Mapping[str, str] | None = None,
) -> Figure:
    """Draw implications, findings and numbers of studies in three layers.

    Args:
        implications: One row per implication, in order: `implication_id`, `audience`, `rests_on`
            and `limited_by` (lists of finding ids). Those of an audience follow each other.
        findings: One row per finding, in order: `finding_id`, `confidence`, and the numbers of
            studies `supports`, `qualifies`, `contradicts`.
        title: What the figure shows, as a sentence.
        subtitle: What lines and bars stand for.
        labels: Words for audiences, where the code does not do.
    """
    names = dict(labels or {})
    left, groups, height = _left(implications)
    rows = len(findings) * _ROW_INCHES
    height = max(height, rows)
    shift = (height - rows) / 2
    right = {
        name: shift + (place + 0.5) * _ROW_INCHES
        for place, name in enumerate(findings["finding_id"])
    }
    figure, axes = style.canvas(
        _HEAD_INCHES + height,
        title=title,
        data=_data(implications, findings),
        subtitle=subtitle,
        margins=(0.0, 0.0, 0.04),
    )
    axes.set(xlim=(0, style.COLUMN_INCHES), ylim=(height, -_HEAD_INCHES), xticks=[], yticks=[])
    _heads(axes)
    for audience, y in groups.items():
        _text(axes, (0.0, y), names.get(audience, style.words(audience)), weight="bold")
    for row in implications.to_dict("records"):
        start = (_TOKEN_INCHES[0], left[row["implication_id"]])
        for column, look in (("limited_by", _LIMITS), ("rests_on", _CARRIES)):
            for finding in row[column]:
                _curve(axes, start, (_FINDINGS_AT, right[finding]), look)
        _token(axes, (0.0, start[1]), row["implication_id"], style.Fill(style.POSITIONS[0]))
    most = max(1, int(findings[list(_RELATIONS)].sum(axis="columns").max()))
    for row in findings.to_dict("records"):
        y = right[row["finding_id"]]
        _token(axes, (_FINDINGS_AT, y), row["finding_id"], style.Fill(style.MUTED))
        filled = _LEVELS.index(row["confidence"]) + 1
        dots = "●" * filled + "○" * (len(_LEVELS) - filled)
        _text(axes, (_FINDINGS_AT + _TOKEN_INCHES[0] + 0.06, y), dots)
        _bar(axes, y, [int(row[name]) for name in _RELATIONS], most)
    return figure


def _data(implications: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
    """Return one row per line from an implication to a finding, with what stands behind it."""
    lines = (
        {
            "implication_id": row["implication_id"],
            "audience": row["audience"],
            "relation": relation.replace("_", "-"),
            "finding_id": finding,
        }
        for row in implications.to_dict("records")
        for relation in ("rests_on", "limited_by")
        for finding in row[relation]
    )
    told = listed(lines, ("implication_id", "audience", "relation", "finding_id"))
    behind = findings[["finding_id", "confidence", *_RELATIONS]]
    alone = behind[~behind["finding_id"].isin(told["finding_id"])]
    return pd.concat([told.merge(behind, on="finding_id", how="left"), alone], ignore_index=True)


def _left(implications: pd.DataFrame) -> tuple[dict[str, float], dict[str, float], float]:
    """Return where implications and the names of their audiences stand, and how far down."""
    y, places, groups = 0.0, {}, {}
    for row in implications.to_dict("records"):
        if row["audience"] not in groups:
            groups[row["audience"]] = y + _GROUP_INCHES / 2
            y += _GROUP_INCHES
        places[row["implication_id"]] = y + _ROW_INCHES / 2
        y += _ROW_INCHES
    return places, groups, y


def _heads(axes: Axes) -> None:
    y = -_HEAD_INCHES * 0.65
    for x, text in ((0.0, "Implications"), (_FINDINGS_AT, "Findings")):
        _text(axes, (x, y), text, color=style.MUTED)
    x = _BARS_AT
    for name in _RELATIONS:
        style.rectangle(axes, (x, y - 0.05), (0.1, 0.1), style.FILLS[name])
        _text(axes, (x + 0.13, y), name, color=style.MUTED)
        x += 0.21 + style.inches(name, style.SMALL_POINTS)


def _bar(axes: Axes, y: float, counts: Sequence[int], most: int) -> None:
    each = (style.COLUMN_INCHES - _BARS_AT - 0.02) / most
    x = _BARS_AT
    for name, count in zip(_RELATIONS, counts, strict=True):
        fill = style.FILLS[name]
        style.rectangle(axes, (x, y - 0.085), (count * each, 0.17), fill)
        if count and count * each > style.inches(str(count), style.SMALL_POINTS) + 0.01:
            style.number(axes, (x + count * each / 2, y), count, fill)
        x += count * each


def _curve(
    axes: Axes, start: tuple[float, float], end: tuple[float, float], look: Mapping[str, Any]
) -> None:
    steps = [place / 24 for place in range(25)]
    width, fall = end[0] - start[0], end[1] - start[1]
    xs = [start[0] + width * t for t in steps]
    ys = [start[1] + fall * t * t * (3 - 2 * t) for t in steps]
    axes.plot(xs, ys, zorder=1, solid_capstyle="round", **look)


def _token(axes: Axes, at: tuple[float, float], name: str, fill: style.Fill) -> None:
    width, height = _TOKEN_INCHES
    axes.add_patch(
        FancyBboxPatch(
            (at[0], at[1] - height / 2), width, height, facecolor=fill.colour, edgecolor="none",
            boxstyle="round,pad=0,rounding_size=0.05", zorder=3,
        )
    )  # fmt: skip
    axes.text(
        at[0] + width / 2, at[1], name, ha="center", va="center_baseline", zorder=4,
        size=style.TEXT_POINTS, color=fill.text,
    )  # fmt: skip


def _text(
    axes: Axes,
    at: tuple[float, float],
    text: str,
    *,
    color: str = style.INK,
    weight: str = "normal",
) -> None:
    axes.text(
        *at, text, ha="left", va="center_baseline", size=style.SMALL_POINTS, color=color,
        weight=weight,
    )  # fmt: skip
