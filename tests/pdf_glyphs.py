"""Boxes of the glyphs of a PDF, from its drawing operators and the widths of its fonts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pypdf import PageObject, PdfReader

_BYTES_PER_GLYPH = 2
# Signs such as a full stop may hang out of a line by less than this, in points.
_HANGING = 3.5
_RIGHT_MARGIN = 26 / 25.4 * 72
_LEFT_MARGIN = 24 / 25.4 * 72
_FLAT_MARGIN = 22 / 25.4 * 72


@dataclass(frozen=True, slots=True)
class Run:
    """A row of glyphs drawn by one operator, in points from the left edge of the page.

    Attributes:
        left: Where it begins.
        right: Where it ends.
        size: Size of its font on the page.
        glyphs: How many there are.
    """

    left: float
    right: float
    size: float
    glyphs: int


def runs(page: PageObject) -> list[Run]:
    """Measure the text that a page draws.

    Works for the fonts that typst embeds: composite ones, two bytes a glyph, widths in `/W`.
    """
    found: list[Run] = []
    fonts = _fonts(page)
    state: dict[str, Any] = {"font": {}, "size": 1.0}

    def before(operator: bytes, operands: Any, cm: list[float], tm: list[float]) -> None:
        if operator == b"Tf":
            state["font"], state["size"] = fonts[operands[0]], float(operands[1])
        if operator not in (b"Tj", b"TJ"):
            return
        items = operands[0] if operator == b"TJ" else [operands[0]]
        width = sum(_width(item, state["font"], state["size"]) for item in items)
        left = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        right = left + width * (tm[0] * cm[0] + tm[1] * cm[2])
        size = state["size"] * abs(tm[3] * cm[3])
        glyphs = sum(len(_glyphs(item)) for item in items)
        found.append(Run(min(left, right), max(left, right), size, glyphs))

    page.extract_text(visitor_operand_before=before)
    return found


def over_the_margin(path: Path) -> list[tuple[int, float, float]]:
    """Return page, left and right of each row of glyphs that leaves the text area of a book."""
    found = []
    for number, one in enumerate(PdfReader(path).pages, start=1):
        width, is_turned = float(one.mediabox.width), one.mediabox.width > one.mediabox.height
        right = width - (_FLAT_MARGIN if is_turned else _RIGHT_MARGIN) + _HANGING
        left = (_FLAT_MARGIN if is_turned else _LEFT_MARGIN) - _HANGING
        found += [
            (number, run.left, run.right)
            for run in runs(one)
            if run.left < left or run.right > right
        ]
    return found


def _width(item: Any, widths: dict[int, float], size: float) -> float:
    if isinstance(item, (int, float)):
        return -float(item) / 1000 * size
    return sum(widths.get(glyph, widths[-1]) for glyph in _glyphs(item)) / 1000 * size


def _glyphs(item: Any) -> list[int]:
    if isinstance(item, (int, float)):
        return []
    raw = item.original_bytes if hasattr(item, "original_bytes") else bytes(item)
    starts = range(0, len(raw), _BYTES_PER_GLYPH)
    return [int.from_bytes(raw[start : start + _BYTES_PER_GLYPH]) for start in starts]


def _fonts(page: PageObject) -> dict[str, dict[int, float]]:
    resources: Any = page["/Resources"].get_object()
    written = resources.get("/Font", {})
    return {name: dict(_widths(font.get_object())) for name, font in written.items()}


def _widths(font: Any) -> Iterator[tuple[int, float]]:
    """Yield the width of each glyph, that of all others under -1."""
    descendant = font["/DescendantFonts"][0].get_object()
    yield -1, float(descendant.get("/DW", 1000))
    written = [one.get_object() for one in descendant.get("/W", ())]
    index = 0
    while index < len(written):
        first, second = int(written[index]), written[index + 1]
        if isinstance(second, list):
            yield from ((first + offset, float(one)) for offset, one in enumerate(second))
            index += 2
        else:
            yield from ((glyph, float(written[index + 2])) for glyph in range(first, second + 1))
            index += 3
