"""The PRISMA 2020 flow diagram, reports and studies told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from reviewpress.plots import style
from reviewpress.plots.drawing import listed
from reviewpress.synthesis.flow import Flow

_LEFT = (0.0, 2.75)  # x and width of the boxes on the way in, inches
_RIGHT = (3.2, 3.04)  # x and width of the boxes on the way out
_GAP_INCHES = 0.26
_LINE_INCHES = 0.152
_PAD_INCHES = 0.12


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a box before it is wrapped."""

    text: str
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class _Step:
    """One level of the diagram: the box on the way in and, perhaps, the one on the way out.

    Attributes:
        names: What links call the two boxes.
        inside: Lines of the first.
        outside: Lines of the second, if there is one.
    """

    names: tuple[str, str]
    inside: tuple[_Line, ...]
    outside: tuple[_Line, ...] = ()

    def height(self) -> float:
        return max(_height(self.inside, _LEFT[1]), _height(self.outside, _RIGHT[1]))


def flow(
    counts: Flow,
    reasons: Sequence[tuple[str, int]],
    *,
    title: str,
    subtitle: str = "",
    notes: Mapping[str, str] | None = None,
    links: Mapping[str, str] | None = None,
) -> Figure:
    """Draw the flow of records.

    Args:
        counts: Counts that close.
        reasons: Reasons for exclusion after assessment, with their number.
        title: What the figure shows, as a sentence.
        subtitle: What a reader must know of how it was counted.
        notes: Words added to the box `identified`, `on_abstract`, `not_retrieved`, `assessed`,
            `undecided` or `studies`.
        links: Where boxes lead to, such as the list of works behind one: by `identified`,
            `duplicates`, `screened`, `on_abstract`, `sought`, `not_retrieved`, `assessed`,
            `excluded` or `included`.
    """
    steps = _steps(counts, reasons, dict(notes or {}))
    height = sum(step.height() for step in steps) + _GAP_INCHES * (len(steps) - 1)
    data = _data(counts, reasons)
    figure, axes = style.canvas(
        height, title=title, data=data, subtitle=subtitle, margins=(0.02, 0.02, 0.04)
    )
    axes.set(xlim=(0, style.COLUMN_INCHES - 0.04), ylim=(height, 0), xticks=[], yticks=[])
    y = 0.0
    for index, step in enumerate(steps):
        middle = y + step.height() / 2
        own = dict(links or {})
        is_last = index == len(steps) - 1
        inside = (y, step.height())
        _box(axes, _LEFT, inside, step.inside, is_strong=is_last)
        _link(axes, _LEFT, inside, name=step.inside[0].text, target=own.get(step.names[0]))
        if step.outside:
            height = _height(step.outside, _RIGHT[1])
            outside = (middle - height / 2, height)
            _box(axes, _RIGHT, outside, step.outside)
            text, target = step.outside[0].text, own.get(step.names[1])
            _link(axes, _RIGHT, outside, name=text, target=target)
            _arrow(axes, (_LEFT[0] + _LEFT[1], middle), (_RIGHT[0], middle))
        y += step.height()
        if not is_last:
            centre = _LEFT[0] + _LEFT[1] / 2
            _arrow(axes, (centre, y), (centre, y + _GAP_INCHES))
        y += _GAP_INCHES
    return figure


def _data(counts: Flow, reasons: Sequence[tuple[str, int]]) -> pd.DataFrame:
    """Return one row per count, and one per reason for leaving out after assessment."""
    steps = [{"step": name, "reason": "", "n": number} for name, number in asdict(counts).items()]
    told = [
        {"step": "excluded_after_assessment", "reason": label, "n": number}
        for label, number in reasons
    ]
    return listed([*steps, *told], ("step", "reason", "n"))


def _steps(
    counts: Flow, reasons: Sequence[tuple[str, int]], notes: Mapping[str, str]
) -> tuple[_Step, ...]:
    def box(text: str, number: int, note: str = "") -> tuple[_Line, ...]:
        below = (_Line(notes[note]),) if notes.get(note) else ()
        return (_Line(f"{text} (n = {number})", is_bold=True), *below)

    listed = sorted(reasons, key=lambda reason: -reason[1])
    after = (
        *box("Excluded after assessment", counts.excluded_after_assessment),
        *(_Line(f"{label}: {number}") for label, number in listed),
    )
    undecided = box("Awaiting a decision", counts.undecided, "undecided")
    return (
        _Step(
            ("identified", "duplicates"),
            box("Records identified", counts.identified, "identified"),
            box("Duplicates removed", counts.duplicates),
        ),
        _Step(
            ("screened", "on_abstract"),
            box("Records screened", counts.screened),
            box("Excluded at title or abstract", counts.excluded_on_abstract, "on_abstract"),
        ),
        _Step(
            ("sought", "not_retrieved"),
            box("Reports sought", counts.sought),
            box("Reports not retrieved", counts.not_retrieved, "not_retrieved"),
        ),
        _Step(
            ("assessed", "excluded"),
            box("Reports assessed", counts.assessed, "assessed"),
            (*after, *(undecided if counts.undecided else ())),
        ),
        _Step(
            ("included", ""),
            (
                *box("Reports included", counts.reports),
                *box("Studies included", counts.studies, "studies"),
            ),
        ),
    )


def _wrap(lines: Sequence[_Line], width: float) -> list[_Line]:
    inches = width - 2 * _PAD_INCHES
    return [
        _Line(part, is_bold=line.is_bold)
        for line in lines
        for part in style.wrap(
            line.text,
            inches,
            points=style.SMALL_POINTS,
            weight="bold" if line.is_bold else "normal",
        )
    ]


def _height(lines: Sequence[_Line], width: float) -> float:
    return len(_wrap(lines, width)) * _LINE_INCHES + 1.6 * _PAD_INCHES if lines else 0.0


def _box(
    axes: Axes,
    across: tuple[float, float],
    down: tuple[float, float],
    lines: Sequence[_Line],
    *,
    is_strong: bool = False,
) -> None:
    (x, width), (y, height) = across, down
    axes.add_patch(
        FancyBboxPatch(
            (x, y), width, height, boxstyle="round,pad=0,rounding_size=0.05",
            facecolor="#eef4f4" if is_strong else style.PAPER,
            edgecolor=style.POSITIONS[0] if is_strong else style.MUTED,
            linewidth=1.2 if is_strong else 0.8, clip_on=False,
        )
    )  # fmt: skip
    wrapped = _wrap(lines, width)
    top = y + (height - len(wrapped) * _LINE_INCHES) / 2
    for index, line in enumerate(wrapped):
        axes.text(
            x + _PAD_INCHES, top + (index + 0.5) * _LINE_INCHES, line.text, va="center", ha="left",
            size=style.SMALL_POINTS, color=style.INK, weight="bold" if line.is_bold else "normal",
        )  # fmt: skip


def _link(
    axes: Axes,
    across: tuple[float, float],
    down: tuple[float, float],
    *,
    name: str,
    target: str | None,
) -> None:
    if target:
        (x, width), (y, height) = across, down
        style.link(axes, (x, y), (width, height), target=target, name=f"list of {name}")


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    axes.annotate(
        "", end, start,
        arrowprops={"arrowstyle": "-|>", "color": style.MUTED, "linewidth": 0.9, "shrinkA": 0,
                    "shrinkB": 0, "mutation_scale": 8},
    )  # fmt: skip
