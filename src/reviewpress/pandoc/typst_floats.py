"""Figures, tables and listings with their captions, and pictures, in Typst."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from reviewpress.pandoc import ast, typst_tables, typst_text
from reviewpress.pandoc.ast import Attr, Node, Nodes
from reviewpress.pandoc.options import CrossrefOptions
from reviewpress.pandoc.typst_text import Page, literal

Blocks = Callable[[Nodes, Page], str]
_KEPT_LINES = 18
_ROWS = re.compile(r"\[([^\]]*)\]")
_BLANK = frozenset(("Space", "SoftBreak"))


def is_picture(inlines: Nodes) -> bool:
    """Say whether a paragraph is one picture, perhaps a link, and nothing else."""
    return _image(inlines) is not None


def picture(inlines: Nodes, page: Page, alternative: str = "") -> str:
    """Write a paragraph that is one picture; a link around it is kept."""
    image = _image(inlines)
    if image is None:
        return ""
    function = "fitted-picture" if page.is_narrow else "picture"
    arguments = typst_text.image_arguments(image, page, alternative)
    written = f"#{function}({arguments});"
    outer = next(node for node in inlines if node["t"] not in _BLANK)
    address = page.resolve(outer["c"][2][0]) if outer["t"] == "Link" else None
    if address is None:
        return written
    place = f"label({literal(address[1:])})" if address.startswith("#") else literal(address)
    return f"#link({place})[{written}];"


def _image(inlines: Nodes) -> Node | None:
    shown = [node for node in inlines if node["t"] not in _BLANK]
    if len(shown) == 1 and shown[0]["t"] == "Link":
        shown = shown[0]["c"][1]
    return shown[0] if len(shown) == 1 and shown[0]["t"] == "Image" else None


def write(attributes: Attr, content: Nodes, page: Page, blocks: Blocks) -> str:
    """Write a float, `rp-float`, with what it holds.

    Args:
        attributes: Id, classes and attributes of the float.
        content: Its caption, then its body.
        page: The document around it.
        blocks: Writes blocks.
    """
    caption, *body = content
    inlines: Nodes = caption["c"][1][0]["c"]
    kind = ast.value(attributes, "kind") or "fig"
    body = _unwrapped(body)
    columns = columns_of(attributes, len(body))
    if columns:
        written = panel(body, columns, page, blocks)
    elif sum(block["t"] == "Table" for block in body) == 1:
        return _table_float(attributes, body, inlines, page=page, blocks=blocks)
    else:
        alternative = ast.value(attributes, "fig-alt") or ast.stringify(inlines)
        written = _body(body, page, blocks, alternative)
    arguments = _arguments(attributes, kind, inlines, page=page, blocks=blocks)
    keep = "" if kind == "fig" or columns else "keep: false, "
    may_move = kind == "fig" and page.is_book and not (page.is_narrow or page.is_flipped)
    floats = "floats: true, " if may_move else ""
    return f"#float({arguments}{keep}{floats})[{written}];"


def _unwrapped(body: Nodes) -> Nodes:
    """Take away a container around everything that has no look of its own."""
    while len(body) == 1 and body[0]["t"] == "Div" and not body[0]["c"][0][1]:
        body = body[0]["c"][1]
    return body


def bare_table(node: Node, page: Page, blocks: Blocks) -> str:
    """Write a table without a number; its caption stands above it."""
    attributes, (_, caption), *_ = node["c"]
    inlines = [inline for block in caption for inline in block["c"]]
    return _table_float(attributes, [node], inlines, page=page, blocks=blocks)


def bare_figure(node: Node, page: Page, blocks: Blocks) -> str:
    """Write a figure without a number."""
    attributes, (_, caption), body = node["c"]
    inlines = [inline for block in caption for inline in block["c"]]
    written = _body(body, page, blocks, ast.stringify(inlines))
    return f"#float({_arguments(attributes, 'fig', inlines, page=page, blocks=blocks)})[{written}];"


def _table_float(
    attributes: Attr, body: Nodes, caption: Nodes, *, page: Page, blocks: Blocks
) -> str:
    """Write a table with its caption, and the notes that stand beside it in `body`."""
    node = next(block for block in body if block["t"] == "Table")
    can_turn = not page.is_flipped and not page.is_narrow
    is_turned = can_turn and "landscape" in node["c"][0][1]
    chosen = typst_tables.layout(
        node,
        page.room,
        is_flipped=page.is_flipped or is_turned,
        can_turn=can_turn,
        has_widths=bool(ast.value(attributes, "tbl-colwidths")),
    )
    inside = page.within(len(node["c"][2]))
    table = typst_tables.table(node, chosen, lambda cell: blocks(cell, inside))
    parts = [table if block is node else blocks([block], page) for block in body]
    content = "\n\n".join(parts)
    arguments = _arguments(attributes, "tbl", caption, page=page, blocks=blocks)
    keep = "" if sum(typst_tables.lines(node, chosen)) <= _KEPT_LINES else "keep: false, "
    wide = "wide: true, " if chosen.reach != "text" and not page.is_narrow else ""
    here = "" if attributes is node["c"][0] else typst_text.anchor(page, node["c"][0][0])
    written = f"#float({arguments}{keep}{wide})[{here}{content}];"
    is_turned = is_turned or (chosen.reach == "flipped" and can_turn)
    return f"#landscape[{written}];" if is_turned else written


def _arguments(attributes: Attr, kind: str, caption: Nodes, *, page: Page, blocks: Blocks) -> str:
    name = _name(attributes, page.options)
    text = typst_text.inlines(caption, page, lambda nodes: blocks(nodes, page))
    return "".join(
        [
            f"kind: {literal(kind)}, ",
            f"name: {literal(name)}, " if name else "",
            f"caption: [{text}], " if text else "",
            "above: true, " if _is_above(kind, page.options) else "",
            typst_text.label(page, attributes[0]),
        ]
    )


def _is_above(kind: str, options: CrossrefOptions) -> bool:
    own = options.custom.get(kind)
    return kind in ("tbl", "lst") or (own is not None and own.location == "top")


def _name(attributes: Attr, options: CrossrefOptions) -> str:
    """Return what stands before a caption, `Figure 1.1:`, or `(a)` in a panel."""
    number = ast.value(attributes, "number")
    category = options.category_of(attributes[0])
    if not number or category is None:
        return ""
    if ast.value(attributes, "parent"):
        return f"({number})"
    return f"{options.named(category.prefix, number)}{options.delimiter}"


def _body(body: Nodes, page: Page, blocks: Blocks, alternative: str) -> str:
    parts = [
        picture(block["c"], page, alternative)
        if block["t"] in ("Plain", "Para") and is_picture(block["c"])
        else blocks([block], page)
        for block in body
    ]
    return "\n\n".join(parts)


def panel(body: Nodes, columns: int, page: Page, blocks: Blocks) -> str:
    """Write blocks side by side in columns of one width."""
    inside = page.within(columns)
    cells = ", ".join(f"[{blocks([block], inside)}]" for block in body)
    return f"#panel(columns: (1fr,) * {columns}, {cells});"


def columns_of(attributes: Attr, count: int) -> int:
    """Return how many columns `layout-ncol`, `layout-nrow` or `layout` ask for; 0 for none."""
    across, down = (ast.value(attributes, f"layout-n{name}") for name in ("col", "row"))
    if across.isdigit():
        return int(across)
    if down.isdigit() and int(down):
        return math.ceil(count / int(down))
    rows = _ROWS.findall(ast.value(attributes, "layout").removeprefix("["))
    return max((row.count(",") + 1 for row in rows), default=0)
