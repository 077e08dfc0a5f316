"""Callouts, theorem-like blocks, proofs and tab sets.

* `Div [id, ["rp-callout", type, ...], [("appearance"), ("icon"), ("collapse")]] [title, body...]`
* `Div [id, ["rp-theorem", prefix, ...], []] [title, body...]`
* `Div [id, ["rp-proof", "proof" | "remark" | "solution", ...], []] [title, body...]`
* `Div [id, ["rp-tabset", ...], []] [Div [id, ["rp-tab"], []] [title, body...], ...]`

with the title as `Div ["", ["rp-title"], []] [Plain ...]`, which is empty where there is none.
"""

from __future__ import annotations

from reviewpress.pandoc import ast
from reviewpress.pandoc.ast import Attr, Node, Nodes
from reviewpress.pandoc.categories import CALLOUTS, PROOFS, category_of
from reviewpress.pandoc.fragments import Fragments

_APPEARANCES = ("default", "simple", "minimal")


def from_div(
    node: Node, fragments: Fragments, defaults: tuple[str, str] = ("default", "true")
) -> Node | None:
    """Turn a block that is a callout, a theorem or a tab set into its node.

    Args:
        node: The block.
        fragments: Parser of titles in attributes.
        defaults: Appearance and icon of callouts that do not say.
    """
    attributes, blocks = node["c"]
    identifier, classes, _ = attributes
    if "panel-tabset" in classes:
        return _tabset(attributes, blocks)
    if "callout" in classes or any(name.startswith("callout-") for name in classes):
        return _callout(attributes, blocks, fragments, defaults)
    category = category_of(identifier) if identifier else None
    if category and category.form == "theorem":
        attributes[1] = ["rp-theorem", category.prefix, *classes]
        return _titled(attributes, blocks, fragments)
    proof = category.style if category and category.form == "proof" else None
    proof = proof or next((name for name in classes if name in PROOFS), None)
    if proof:
        attributes[1] = ["rp-proof", proof, *(name for name in classes if name not in PROOFS)]
        return _titled(attributes, blocks, fragments)
    return None


def title_of(node: Node) -> Nodes:
    """Return the title of a callout, theorem or tab, which may be changed in place."""
    return node["c"][1][0]["c"][1][0]["c"]  # type: ignore[no-any-return]


def _title(inlines: Nodes) -> Node:
    return ast.div(ast.attr("", ["rp-title"]), [ast.plain(inlines)])


def _from_heading(blocks: Nodes) -> Nodes:
    """Take the heading off the head of `blocks`."""
    if blocks and blocks[0]["t"] == "Header":
        inlines: Nodes = blocks.pop(0)["c"][2]
        return inlines
    return []


def _titled(attributes: Attr, blocks: Nodes, fragments: Fragments) -> Node:
    written = ast.pop(attributes, "name")
    title = fragments.inlines(written) if written else _from_heading(blocks)
    for header in ast.descend(blocks):
        if header["t"] == "Header" and "unnumbered" not in header["c"][1][1]:
            header["c"][1][1].append("unnumbered")
    return ast.div(attributes, [_title(title), *blocks])


def _callout(
    attributes: Attr, blocks: Nodes, fragments: Fragments, defaults: tuple[str, str]
) -> Node:
    kinds = [name.removeprefix("callout-") for name in attributes[1] if name.startswith("callout-")]
    kind = next((name for name in kinds if name in CALLOUTS), kinds[0] if kinds else "none")
    # The attribute stays: Quarto writes it out, so that the block has a tool tip.
    written = ast.value(attributes, "title")
    title = fragments.inlines(written) if written else _from_heading(blocks)
    usual = "simple" if kind == "none" else defaults[0]
    appearance = (ast.pop(attributes, "appearance") or usual).lower()
    appearance = appearance if appearance in _APPEARANCES else "default"
    icon = ast.pop(attributes, "icon") or defaults[1]
    has_icon = icon != "false" and kind != "none" and appearance != "minimal"
    collapse = ast.pop(attributes, "collapse")
    rest = [name for name in attributes[1] if name != "callout" and not name.startswith("callout-")]
    pairs = [
        ["appearance", "simple" if appearance == "minimal" else appearance],
        ["icon", str(has_icon).lower()],
        *([["collapse", collapse]] if collapse else []),
        *attributes[2],
    ]
    return ast.div([attributes[0], ["rp-callout", kind, *rest], pairs], [_title(title), *blocks])


def _tabset(attributes: Attr, blocks: Nodes) -> Node:
    level = next((block["c"][0] for block in blocks if block["t"] == "Header"), None)
    tabs: Nodes = []
    for block in blocks:
        if block["t"] == "Header" and block["c"][0] == level:
            own, title = block["c"][1], block["c"][2]
            tabs.append(ast.div([own[0], ["rp-tab", *own[1]], own[2]], [_title(title)]))
        elif tabs:
            tabs[-1]["c"][1].append(block)
    rest = [name for name in attributes[1] if name != "panel-tabset"]
    return ast.div([attributes[0], ["rp-tabset", *rest], attributes[2]], tabs)
