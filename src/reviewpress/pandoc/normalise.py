"""Give the constructs of Quarto's Markdown one form each, the same for every writer."""

from __future__ import annotations

from reviewpress.pandoc import ast, callouts, code_notes, equations, floats, tex_blocks
from reviewpress.pandoc.ast import Node, Nodes
from reviewpress.pandoc.fragments import Fragments
from reviewpress.pandoc.options import Options

_CAPTIONS = ("fig-cap", "tbl-cap", "lst-cap", "title", "name")


def normalise(blocks: Nodes, fragments: Fragments, options: Options) -> None:
    """Turn floats, equations, callouts, theorems and tab sets into their nodes, in place."""
    appearance = str(options.values.get("callout-appearance") or "default")
    icon = "true" if options.flag("callout-icon", default=True) else "false"
    code_notes.join(blocks)
    tex_blocks.to_math(blocks)
    if options.values.get("html-math-method") != "mathml":
        tex_blocks.references_to_math(blocks)
    visits: dict[str, ast.Visit] = {
        "Figure": lambda node: _one(floats.from_figure(node)),
        "Table": lambda node: _one(floats.from_table(node)),
        "CodeBlock": lambda node: _one(floats.from_code(node, fragments)),
        "Div": lambda node: _one(
            floats.from_div(node, fragments, options.crossref.custom)
            or callouts.from_div(node, fragments, (appearance, icon))
        ),
        "Para": _paragraph,
        "Plain": _paragraph,
    }
    ast.rewrite(blocks, visits)


def _paragraph(node: Node) -> Nodes | None:
    equations.label(node["c"])
    return _one(floats.from_paragraph(node)) if node["t"] == "Para" else None


def _one(node: Node | None) -> Nodes | None:
    return None if node is None else [node]


def written_in_attributes(blocks: Nodes) -> list[str]:
    """Collect the Markdown that stands in attributes, to be parsed together."""
    found = []
    for node in ast.descend(blocks):
        attributes = ast.get_attr(node)
        for key, text in attributes[2] if attributes else ():
            if key in _CAPTIONS:
                found.append(text)
    return found
