"""Write tables as HTML, each in a box that scrolls on a narrow screen."""

from __future__ import annotations

from typing import Any

from reviewpress.pandoc import ast
from reviewpress.pandoc.ast import Node
from reviewpress.pandoc.html.markup import attributes, of_attr, scroll_box
from reviewpress.pandoc.html.writer import Writer

_ALIGN = {"AlignLeft": "left", "AlignRight": "right", "AlignCenter": "center"}


def table(writer: Writer, node: Node) -> str:
    """Write a table."""
    attr, caption, columns, head, bodies, foot = node["c"]
    aligns = [_ALIGN.get(column[0]["t"]) for column in columns]
    parts = [f"<table{of_attr(attr, 'caption-top', 'table', without=('tbl-colwidths',))}>"]
    if caption[1]:
        parts.append(f"<caption>{writer.blocks(caption[1])}</caption>")
    widths = [column[1].get("c") for column in columns]
    if any(widths):
        cells = "\n".join(
            f'<col style="width: {round(width * 100)}%">' if width else "<col>" for width in widths
        )
        parts.append(f"<colgroup>\n{cells}\n</colgroup>")
    if head[1]:
        rows = "\n".join(
            _row(writer, row, "header", aligns, row_heads=len(columns)) for row in head[1]
        )
        parts.append(f"<thead>\n{rows}\n</thead>")
    parts += [_body(writer, body, aligns) for body in bodies]
    if foot[1]:
        rows = "\n".join(_row(writer, row, "odd", aligns) for row in foot[1])
        parts.append(f"<tfoot>\n{rows}\n</tfoot>")
    parts.append("</table>")
    return scroll_box("\n".join(parts))


def _body(writer: Writer, body: list[Any], aligns: list[str | None]) -> str:
    attr, row_heads, head_rows, rows = body
    parts = [_row(writer, row, "header", aligns, row_heads=len(aligns)) for row in head_rows]
    for index, row in enumerate(rows):
        name = "even" if index % 2 else "odd"
        parts.append(_row(writer, row, name, aligns, row_heads=row_heads))
    lines = "\n".join(parts)
    return f"<tbody{of_attr(attr)}>\n{lines}\n</tbody>"


def _row(
    writer: Writer, row: list[Any], name: str, aligns: list[str | None], *, row_heads: int = 0
) -> str:
    cells = []
    column = 0
    for attr, own_align, rows, columns, blocks in row[1]:
        align = _ALIGN.get(own_align["t"]) or (aligns[column] if column < len(aligns) else None)
        style = "; ".join(
            filter(None, [f"text-align: {align}" if align else "", ast.value(attr, "style")])
        )
        tag = "th" if column < row_heads else "td"
        pairs = attributes(
            ("rowspan", str(rows) if rows > 1 else None),
            ("colspan", str(columns) if columns > 1 else None),
            ("scope", None if tag == "td" else "col" if name == "header" else "row"),
            ("style", f"{style};" if style else None),
        )
        cells.append(
            f"<{tag}{of_attr(attr, without=('style',))}{pairs}>{writer.blocks(blocks)}</{tag}>"
        )
        column += columns
    return f"<tr{of_attr(row[0], name)}>\n" + "\n".join(cells) + "\n</tr>"
