"""Boxes of the glyphs of a PDF, from its drawing operators and the widths of its fonts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdf import PageObject

_BYTES_PER_GLYPH = 2


@dataclass(frozen=True, slots=True)
class Run:
    """A row of glyphs drawn by one operator, in points from the left edge of the page."""

    left: float
    right: float


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
        found.append(Run(min(left, right), max(left, right)))

    page.extract_text(visitor_operand_before=before)
    return found


def _width(item: Any, widths: dict[int, float], size: float) -> float:
    if isinstance(item, (int, float)):
        return -float(item) / 1000 * size
    raw = item.original_bytes if hasattr(item, "original_bytes") else bytes(item)
    glyphs = (raw[index : index + 2] for index in range(0, len(raw), _BYTES_PER_GLYPH))
    return sum(widths.get(int.from_bytes(one), widths[-1]) for one in glyphs) / 1000 * size


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
