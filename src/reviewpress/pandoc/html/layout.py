"""Panels: figures, tables or text side by side, as `layout-ncol`, `layout-nrow`, `layout` say."""

from __future__ import annotations

import json
import math
from typing import Any

from reviewpress.pandoc import ast
from reviewpress.pandoc.ast import Attr, Node, Nodes
from reviewpress.pandoc.html.markup import attributes, of_attr
from reviewpress.pandoc.html.writer import Writer

KEYS = ("layout-ncol", "layout-nrow", "layout", "layout-align", "layout-valign")
_JUSTIFY = {"left": "flex-start", "center": "center", "right": "flex-end"}


def panel(writer: Writer, node: Node) -> str:
    """Write a block with a layout."""
    attr, blocks = node["c"]
    own = of_attr(attr, "quarto-layout-panel", without=KEYS)
    return f"<div{own}>\n{rows(writer, attr, blocks)}\n</div>"


def rows(writer: Writer, attr: Attr, blocks: Nodes) -> str:
    """Write the rows of a layout.

    Args:
        writer: The page.
        attr: Holds the layout.
        blocks: A cell each; a heading goes with what follows it.
    """
    cells: list[Nodes] = []
    heading: Nodes = []
    for block in blocks:
        if block["t"] == "Header":
            heading = [block]
        else:
            cells.append([*heading, block])
            heading = []
    align = ast.value(attr, "layout-align")
    valign = ast.value(attr, "layout-valign")
    valign_class = f" quarto-layout-valign-{valign}" if valign else ""
    parts = []
    queue = list(cells)
    for widths in _widths(attr, len(cells)):
        written = []
        for width in widths:
            if width < 0:
                written.append(_cell("", abs(width), "left", "quarto-figure-spacer"))
            elif queue:
                written.append(_filled(writer, queue.pop(0), width, align))
        inner = "\n".join(written)
        parts.append(f'<div class="quarto-layout-row{valign_class}">\n{inner}\n</div>')
    return "\n".join(parts)


def _filled(writer: Writer, cell: Nodes, width: float, align: str) -> str:
    holds_float = any(one["t"] in ("Image", "Table", "Figure") for one in ast.descend(cell))
    is_sub = any(one["t"] == "Div" and ast.value(one["c"][0], "parent") for one in cell)
    name = "quarto-layout-cell-subref" if is_sub else ""
    return _cell(writer.blocks(cell), width, align or ("center" if holds_float else "left"), name)


def _cell(html: str, width: float, align: str, name: str) -> str:
    classes = " ".join(filter(None, [name, "quarto-layout-cell"]))
    style = f"flex-basis: {round(width, 1)}%;justify-content: {_JUSTIFY.get(align, 'center')};"
    return f"<div{attributes(('class', classes), ('style', style))}>\n{html}\n</div>"


def _widths(attr: Attr, count: int) -> list[list[float]]:
    """Return the widths of each row's cells in per cent; a negative one is a gap."""
    if written := ast.value(attr, "layout"):
        return _parse(written, count)
    columns = _whole(ast.value(attr, "layout-ncol"))
    lines = _whole(ast.value(attr, "layout-nrow"))
    if not columns:
        columns = math.ceil(count / lines) if lines else 1
    return [[100 / columns] * min(columns, count - start) for start in range(0, count, columns)]


def _parse(written: str, count: int) -> list[list[float]]:
    try:
        given = json.loads(written.replace("'", '"'))
    except ValueError:
        return [[100.0]] * count
    lists: list[list[Any]] = given if given and isinstance(given[0], list) else [given]
    result: list[list[float]] = []
    while sum(1 for row in result for width in row if width > 0) < count:
        for row in lists:
            numbers = [float(str(width).removesuffix("%")) for width in row]
            total = sum(abs(number) for number in numbers)
            scale = 100 / total if total and not str(row[0]).endswith("%") else 1
            result.append([number * scale for number in numbers])
        if not any(width > 0 for row in result for width in row):
            break
    return result


def _whole(written: str) -> int:
    return int(written) if written.isdigit() else 0
