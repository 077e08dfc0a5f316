"""How wide the columns of a printed table are: long text gets the room, numbers what they need."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from reviewpress.pandoc import ast
from reviewpress.pandoc.ast import Node, Nodes

SIZES = (9.0, 8.5, 8.0, 7.5)
"""Sizes of type that a table may have, in points; the last is the smallest that can be read."""

_MM_PER_PT = 0.3528
_PADDING_MM = 2.9
_SAFETY = 1.06
_SAMPLE = 60
_STEP_MM = 2.0
_POWER = 6
_BOX_MM = 8.0
_CROWDED_LINES = 9.0
_WIDTHS = {
    **dict.fromkeys("iljtfI.,;:'!|()[]\u2019\u2018 ", 0.29),
    **dict.fromkeys("mwMW%@\u2014", 0.82),
    **dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZ", 0.66),
    **dict.fromkeys("rsJ-", 0.38),
    **dict.fromkeys("\u25cf\u25cb", 0.78),
}
_OTHER = 0.5
_WIDE = 1.0
_FIRST_WIDE = 0x2E80
_CODE = 0.6
_CHIP = 0.75
_LONG_NAME = 18
_JOINTS = re.compile(r"(?<=[\w][_./])(?=\w)")
_HYPHENS = re.compile(r"(?<=\w-)(?=\w)|\u200b")
_CHIP_SIZE = 0.84
_CHIPS = frozenset(("chip", "confidence"))
_LINES = frozenset(("Para", "Plain", "BulletList", "OrderedList", "DefinitionList", "LineBlock"))


@dataclass(frozen=True, slots=True)
class Room:
    """Widths a table may take, in millimetres.

    Attributes:
        text: The column of text.
        page: The column of text and the empty one left of it.
        flipped: A page turned on its side.
    """

    text: float
    page: float
    flipped: float

    def within(self, columns: int) -> Room:
        """Return what is left of the text's column inside one of `columns` boxes."""
        inner = (self.text - _BOX_MM) / max(columns, 1)
        return Room(inner, inner, inner)


BOOK = Room(text=116, page=160, flipped=253)
BRIEF = Room(text=132, page=170, flipped=170)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is set.

    Attributes:
        columns: Width of each column in millimetres; None for one as wide as its content.
        size: Size of type in points.
        reach: Whether it takes the whole width of the page, or a flipped page.
    """

    columns: tuple[float | None, ...]
    size: float
    reach: str


def choose(
    rows: Sequence[Sequence[Nodes]], room: Room, *, is_flipped: bool = False, can_turn: bool = True
) -> Layout:
    """Choose widths and size of type for a table.

    Args:
        rows: Cells of each row, head and foot included; cells that span are left empty.
        room: Widths that may be taken.
        is_flipped: Whether the table stands on a flipped page already.
        can_turn: Whether it may be put on one.
    """
    measures = [[_measure(cell) for cell in row] for row in rows]
    count = max((len(row) for row in measures), default=0)
    natural = [_greatest(measures, column, 0) for column in range(count)]
    shortest = [_greatest(measures, column, 1) for column in range(count)]
    places = (
        (("flipped", room.flipped),)
        if is_flipped
        else (
            ("text", room.text),
            ("page", room.page),
        )
    )
    for reach, width in places:
        if sum(_millimetres(natural, SIZES[0])) <= width:
            return Layout((None,) * count, SIZES[0], reach)
    reach, width = places[-1]
    for size in SIZES:
        least = _millimetres(shortest, size)
        if sum(least) <= width:
            columns = _share(measures, least, width=width, size=size)
            heights = _heights(measures, columns, size)
            if size > SIZES[-2] and sum(heights) > _CROWDED_LINES * len(heights):
                continue
            return Layout(tuple(columns), size, reach)
    if can_turn and not is_flipped:
        return choose(rows, room, is_flipped=True)
    least = _millimetres(shortest, SIZES[-1])
    return Layout(tuple(_shrunk(least, width)), SIZES[-1], reach)


def _shrunk(least: list[float], width: float) -> list[float]:
    """Take from the widest columns, whose longest words are then broken, until all fit."""
    columns = list(least)
    while sum(columns) > width:
        widest = max(columns)
        columns = [min(column, widest - _STEP_MM) for column in columns]
    return columns


def lines(rows: Sequence[Sequence[Nodes]], layout: Layout) -> list[float]:
    """Estimate how many lines of text each row has."""
    measures = [[_measure(cell) for cell in row] for row in rows]
    widths = [width or math.inf for width in layout.columns]
    return _heights(measures, widths, layout.size)


def _share(
    measures: list[list[tuple[float, float]]], least: list[float], *, width: float, size: float
) -> list[float]:
    """Give the room that words leave over, a little at a time, to the column it helps most.

    What is to be made small is the sum of the rows' heights. A row is as high as its tallest
    cell; a high power in place of that maximum lets the other tall cells count a little too, or
    two long columns would wait for one another.
    """
    em = size * _MM_PER_PT
    longest = sorted(measures, key=lambda row: -sum(cell[0] for cell in row))[:_SAMPLE]
    lengths = [[cell[0] * em for cell in row] for row in longest]
    columns = list(least)
    powers = [
        [_power(length, columns[index]) for index, length in enumerate(row)] for row in lengths
    ]
    while sum(columns) + _STEP_MM <= width:
        gains = [_gain(lengths, powers, index, columns) for index in range(len(columns))]
        best = max(range(len(columns)), key=gains.__getitem__)
        if gains[best] <= 0:
            break
        columns[best] += _STEP_MM
        for row, known in zip(lengths, powers, strict=True):
            if best < len(row):
                known[best] = _power(row[best], columns[best])
    return [column + (width - sum(columns)) / len(columns) for column in columns]


def _gain(
    lengths: list[list[float]], powers: list[list[float]], column: int, columns: list[float]
) -> float:
    """Return by how much the rows shrink when a column gets a step wider."""
    gain = 0.0
    for row, known in zip(lengths, powers, strict=True):
        if column < len(row):
            total = sum(known)
            after = total - known[column] + _power(row[column], columns[column] + _STEP_MM)
            gain += total ** (1 / _POWER) - after ** (1 / _POWER)
    return gain


def _power(length: float, width: float) -> float:
    lines = max(length / max(width - _PADDING_MM, 1.0), 1.0)
    return lines**_POWER


def _heights(
    measures: list[list[tuple[float, float]]], columns: Sequence[float], size: float
) -> list[float]:
    """Return how many lines each row has."""
    em = size * _MM_PER_PT
    return [
        max(
            max(1.0, cell[0] * em / max(width - _PADDING_MM, 1.0))
            for cell, width in zip(row, columns, strict=False)
        )
        for row in measures
        if row
    ]


def _greatest(measures: list[list[tuple[float, float]]], column: int, which: int) -> float:
    return max((row[column][which] for row in measures if column < len(row)), default=0.0)


def _millimetres(ems: Sequence[float], size: float) -> list[float]:
    return [width * size * _MM_PER_PT * _SAFETY + _PADDING_MM for width in ems]


def _measure(cell: Nodes) -> tuple[float, float]:
    """Return the length of a cell's text in one line, and of its longest word, in em."""
    longest, word, total, line = 0.0, 0.0, 0.0, 0.0
    for kind, width in _pieces(cell):
        if kind == "text":
            word += width
            line += width
        elif kind == "blank":
            longest, word = max(longest, word), 0.0
            line += width
        else:
            longest, word = max(longest, word), 0.0
            total, line = max(total, line), 0.0
    return max(total, line), max(longest, word)


def _pieces(nodes: Nodes) -> Iterator[tuple[str, float]]:
    """Yield what stands on a line, with its width: text, blanks, and ends of lines."""
    for node in nodes:
        kind = node["t"]
        if kind == "Str":
            yield from _words(node["c"], _width)
        elif kind in ("Code", "Math"):
            yield from _words(node["c"][1], lambda text: len(text) * _CODE)
        elif kind in ("Space", "SoftBreak"):
            yield "blank", _WIDTHS[" "]
        elif kind in ("Span", "Link") and set(node["c"][0][1]) & _CHIPS:
            yield "text", _width(ast.stringify(node["c"][1])) * _CHIP_SIZE + _CHIP
        elif kind != "Note":
            yield from _inside(node)


def _words(text: str, measure: Callable[[str], float]) -> Iterator[tuple[str, float]]:
    for index, word in enumerate(_HYPHENS.split(breakable(text))):
        if index:
            yield "blank", 0.0
        yield "text", measure(word)


def breakable(text: str) -> str:
    """Let a long name of data, such as `cerqual_methodological_limitations`, break in a cell."""
    return text if len(text) < _LONG_NAME else _JOINTS.sub("\u200b", text)


def _inside(node: Node) -> Iterator[tuple[str, float]]:
    is_line = node["t"] in _LINES
    for inner in ast.children(node) if "c" in node else ():
        yield from _pieces(inner)
        if is_line:
            yield "end", 0.0
    if node["t"] == "LineBreak":
        yield "end", 0.0


def _width(text: str) -> float:
    return sum(
        _WIDE if ord(letter) >= _FIRST_WIDE else _WIDTHS.get(letter, _OTHER) for letter in text
    )
