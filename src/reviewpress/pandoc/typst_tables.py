"""Tables in Typst: head cells that repeat and are tagged, columns as wide as their text needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from reviewpress.pandoc import ast, column_widths
from reviewpress.pandoc.ast import Node, Nodes
from reviewpress.pandoc.column_widths import Layout, Room
from reviewpress.pandoc.typst_text import Write

_ALIGNMENTS = {"AlignLeft": "left", "AlignRight": "right", "AlignCenter": "center"}
_WHOLE_LINES = 30
_NUMBER = re.compile(r"[-\u2212+]?\d[\d.,\u00a0]*%?|\u2013|")
_NEGATIVE = re.compile(r"-(?=\d[\d.,]*%?$)")


def layout(node: Node, room: Room, *, is_flipped: bool, can_turn: bool, has_widths: bool) -> Layout:
    """Choose how a table is set.

    Args:
        node: A `Table`.
        room: Widths that may be taken.
        is_flipped: Whether it stands, or asks to stand, on a flipped page.
        can_turn: Whether it may be put on a flipped page.
        has_widths: Whether its author chose the widths. Those of a pipe table with long lines
            come from the dashes under its head, which nobody counts.
    """
    rows = _whole_rows(node)
    chosen = column_widths.choose(rows, room, is_flipped=is_flipped, can_turn=can_turn)
    given = [width.get("c", 0.0) for _, width in node["c"][2]]
    if not any(given) or not (has_widths or _has_blocks(node)):
        return chosen
    reach = "page" if chosen.reach == "flipped" and not is_flipped else chosen.reach
    width = {"text": room.text, "page": room.page, "flipped": room.flipped}[reach]
    rest = max(1 - sum(given), 0.1) / max(given.count(0.0), 1)
    return Layout(tuple(width * (part or rest) for part in given), chosen.size, reach)


def lines(node: Node, chosen: Layout) -> list[float]:
    """Estimate how many lines of text each row of a table has."""
    return column_widths.lines(_whole_rows(node), chosen)


def _whole_rows(node: Node) -> list[list[Nodes]]:
    """Return the cells of the rows that have one for each column, as most have."""
    count = len(node["c"][2])
    rows = [[cell[4] for cell in row[1]] for row in ast.table_rows(node)]
    return [row for row in rows if len(row) == count]


def _is_numeric(rows: list[list[Nodes]], column: int) -> bool:
    """Say whether a column holds numbers only, which then stand under one another."""
    texts = [ast.stringify(row[column]).strip() for row in rows]
    return any(texts) and all(_NUMBER.fullmatch(text) for text in texts)


def _has_blocks(node: Node) -> bool:
    """Say whether a cell holds more than a line of text, as only drawn tables can."""
    cells = (cell[4] for row in ast.table_rows(node) for cell in row[1])
    return any(len(cell) > 1 or (cell and cell[0]["t"] != "Plain") for cell in cells)


def table(node: Node, chosen: Layout, write: Write) -> str:
    """Write a table without caption.

    Args:
        node: A `Table`.
        chosen: How it is set.
        write: Writes the blocks of a cell.
    """
    _, _, columns, head, bodies, foot = node["c"]
    rows = _whole_rows(node)[len(head[1]) :]
    aligns = [
        _ALIGNMENTS.get(alignment["t"]) or ("right" if _is_numeric(rows, index) else "left")
        for index, (alignment, _) in enumerate(columns)
    ]
    widths = ["auto" if width is None else f"{width:.2f}mm" for width in chosen.columns]
    header = list(_cells(head[1], write, function="head-cell"))
    footer = list(_cells(foot[1], write))
    body = [
        cell
        for _, _, inner_head, rows in bodies
        for cell in [*_cells(inner_head, write, is_strong=True), *_cells(rows, write)]
    ]
    arguments = [
        f"columns: {_array(widths)}",
        f"align: {_array(aligns)}",
        f"size: {chosen.size:g}pt",
        f"header: {_array(header)}",
        *(["whole-rows: false"] if max(lines(node, chosen), default=0) > _WHOLE_LINES else []),
        *([f"footer: {_array(footer)}"] if footer else []),
        *body,
    ]
    return "#data-table(\n  " + ",\n  ".join(arguments) + ",\n);"


def _array(items: list[str]) -> str:
    return "(" + "".join(f"{item}, " for item in items).rstrip() + ")"


def _cells(
    rows: list[list[Any]], write: Write, *, function: str = "", is_strong: bool = False
) -> Iterator[str]:
    for _, cells in rows:
        for _, alignment, row_span, column_span, blocks in cells:
            content = write(_breakable(_numbers(blocks)))
            content = f"#strong[{content}];" if is_strong and content else content
            settings = [
                *([f"align: {where}"] if (where := _ALIGNMENTS.get(alignment["t"])) else []),
                *([f"rowspan: {row_span}"] if row_span > 1 else []),
                *([f"colspan: {column_span}"] if column_span > 1 else []),
            ]
            name = function or ("table.cell" if settings else "")
            yield f"{name}({', '.join(settings)})[{content}]" if settings else f"{name}[{content}]"


def _numbers(blocks: Nodes) -> Nodes:
    """Give a cell that is a negative number a minus sign in place of its hyphen."""
    if len(blocks) != 1 or blocks[0]["t"] not in ("Plain", "Para") or len(blocks[0]["c"]) != 1:
        return blocks
    node = blocks[0]["c"][0]
    if node["t"] != "Str" or not _NEGATIVE.match(node["c"]):
        return blocks
    return [ast.plain([ast.text(_NEGATIVE.sub("\u2212", node["c"], count=1))])]


def _breakable(blocks: Nodes) -> Nodes:
    """Let long names of data break, in a copy of a cell that holds one."""
    names = [node for node in ast.descend(blocks) if node["t"] in ("Str", "Code")]
    if all(column_widths.breakable(_text(node)) == _text(node) for node in names):
        return blocks
    copied = ast.copied(blocks)
    for node in ast.descend(copied):
        if node["t"] == "Str":
            node["c"] = column_widths.breakable(node["c"])
        elif node["t"] == "Code":
            node["c"][1] = column_widths.breakable(node["c"][1])
    return copied


def _text(node: Node) -> str:
    return str(node["c"] if node["t"] == "Str" else node["c"][1])
