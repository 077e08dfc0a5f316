"""Equations that can be referred to: `$$ ... $$ {#eq-x}`.

Each becomes `Span [id, ["rp-equation"], [("alt", ...)]] [Math]`.
"""

from __future__ import annotations

from reviewpress.pandoc import ast
from reviewpress.pandoc.ast import Node, Nodes
from reviewpress.pandoc.floats import parse_attributes


def label(inlines: Nodes) -> None:
    """Join each displayed formula of a paragraph with the label that follows it."""
    index = 0
    while index < len(inlines):
        node = inlines[index]
        if node["t"] == "Math" and node["c"][0]["t"] == "DisplayMath":
            _join(inlines, index)
        index += 1


def _join(inlines: Nodes, index: int) -> None:
    start = index + 1
    while start < len(inlines) and inlines[start]["t"] in ("Space", "SoftBreak"):
        start += 1
    if start == len(inlines) or not _opens(inlines[start]):
        return
    for end in range(start, len(inlines)):
        if inlines[end]["t"] == "Str" and inlines[end]["c"].endswith("}"):
            attributes = parse_attributes(ast.stringify(inlines[start : end + 1]))
            if attributes is not None:
                attributes[1] = ["rp-equation", *attributes[1]]
                inlines[index : end + 1] = [ast.span(attributes, [inlines[index]])]
            return


def _opens(node: Node) -> bool:
    return node["t"] == "Str" and str(node["c"]).startswith("{#eq-")
