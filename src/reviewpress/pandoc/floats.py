"""Figures, tables and listings that can be referred to.

Each becomes `Div [id, ["rp-float", kind, ...], [("kind", kind), ...]] [caption, body...]` with the
caption as `Div ["", ["rp-caption"], []] [Plain ...]`; a float inside a float is a sub-float.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from reviewpress.pandoc import ast
from reviewpress.pandoc.ast import Attr, Node, Nodes
from reviewpress.pandoc.categories import Category, category_of
from reviewpress.pandoc.fragments import Fragments

_OWN_TO_IMAGE = frozenset(("width", "height"))
_BOOTSTRAP = frozenset(
    (
        *("primary", "secondary", "success", "danger", "warning", "info", "light", "dark"),
        *("striped", "hover", "active", "bordered", "borderless", "sm", "responsive"),
        *(f"responsive-{size}" for size in ("sm", "md", "lg", "xl", "xxl")),
    )
)

_VALUE = r"\"[^\"]*\"|'[^']*'|[^\s\"'{}]+"
_ONE = rf"#[^\s{{}}]+|\.[^\s{{}}]+|[\w:-]+\s*=\s*(?:{_VALUE})"
_ATTRIBUTES = re.compile(rf"\{{\s*(?:(?:{_ONE})\s*)*\}}")
_ATTRIBUTE = re.compile(rf"#(?P<id>\S+)|\.(?P<name>\S+)|(?P<key>[\w:-]+)\s*=\s*(?P<value>{_VALUE})")


def make_float(attributes: Attr, caption: Nodes, body: Nodes) -> Node:
    """Build a float.

    Args:
        attributes: Id, classes and attributes; `kind` is added from the id.
        caption: Inlines without label and number.
        body: Blocks.
    """
    kind = attributes[0].split("-")[0].lower() if "-" in attributes[0] else "fig"
    marked = [attributes[0], ["rp-float", kind, *attributes[1]], [["kind", kind], *attributes[2]]]
    return ast.div(marked, [ast.div(ast.attr("", ["rp-caption"]), [ast.plain(caption)]), *body])


def is_float(node: Node) -> bool:
    """Say whether a node is a float."""
    return node["t"] == "Div" and "rp-float" in node["c"][0][1]


def caption_of(node: Node) -> Nodes:
    """Return the caption of a float, which may be changed in place."""
    return node["c"][1][0]["c"][1][0]["c"]  # type: ignore[no-any-return]


def body_of(node: Node) -> Nodes:
    """Return the blocks of a float without its caption."""
    return node["c"][1][1:]  # type: ignore[no-any-return]


def can_float(identifier: str, custom: Mapping[str, Category] | None = None) -> bool:
    """Say whether an id is one of a figure, table, listing or of the project's own kinds."""
    category = category_of(identifier, custom)
    return category is not None and category.form == "float"


def from_figure(node: Node) -> Node | None:
    """Turn pandoc's figure with a float's id into a float."""
    attributes, caption, blocks = node["c"]
    if not can_float(attributes[0]) or len(blocks) != 1 or blocks[0]["t"] not in ("Plain", "Para"):
        return None
    for image in ast.descend(blocks):
        if image["t"] == "Image":
            _share(image["c"][0], attributes)
            image["c"][1] = []
    return make_float(attributes, inlines_of(caption[1]), [ast.plain(blocks[0]["c"])])


def from_paragraph(node: Node) -> Node | None:
    """Turn a paragraph that is one picture with a float's id, perhaps linked, into a float."""
    inlines = [inline for inline in node["c"] if inline["t"] not in ("Space", "SoftBreak")]
    if len(inlines) != 1:
        return None
    image = inlines[0]
    is_linked = image["t"] == "Link" and len(image["c"][1]) == 1
    image = image["c"][1][0] if is_linked else image
    if image["t"] != "Image" or not can_float(image["c"][0][0]):
        is_captioned = is_linked and image["t"] == "Image" and image["c"][1]
        return _figure(inlines, image) if is_captioned else None
    attributes: Attr = [image["c"][0][0], [], []]
    image["c"][0][0] = ""
    _share(image["c"][0], attributes)
    caption, image["c"][1] = image["c"][1], []
    return make_float(attributes, caption, [ast.plain(inlines)])


def _figure(inlines: Nodes, image: Node) -> Node:
    """Build a figure that nothing can refer to, of a picture that is a link."""
    caption, image["c"][1] = image["c"][1], []
    return {"t": "Figure", "c": [ast.attr(), [None, [ast.plain(caption)]], [ast.plain(inlines)]]}


def _share(own: Attr, outer: Attr) -> None:
    """Give a float the classes and attributes of its picture, sizes left out."""
    outer[1] += [name for name in own[1] if name != "border" and name not in outer[1]]
    for key, text in own[2]:
        if key not in _OWN_TO_IMAGE:
            ast.put(outer, key, text)


def from_table(node: Node) -> Node | None:
    """Apply the attributes in a table's caption; with a table's id it becomes a float."""
    attributes, caption, *_ = node["c"]
    inlines = inlines_of(caption[1])
    if not inlines:
        return None
    inlines, own = split_attributes(inlines)
    attributes[1] += [_bootstrap(name) for name in own[1]]
    if widths := ast.pop(own, "tbl-colwidths"):
        set_widths(node, widths)
        own[2].append(["tbl-colwidths", widths])
    if not own[0].startswith("tbl-"):
        caption[1] = [ast.plain(inlines)] if inlines else []
        return None
    caption[1] = []
    return make_float([own[0], [], own[2]], inlines, [node])


def from_code(node: Node, fragments: Fragments) -> Node | None:
    """Turn a code block with a listing's id and caption into a float."""
    attributes = node["c"][0]
    if not attributes[0].startswith("lst-"):
        return None
    caption = ast.pop(attributes, "lst-cap")
    if caption is None:
        return None
    outer = [attributes[0], list(attributes[1]), []]
    attributes[0] = ""
    return make_float(outer, fragments.inlines(caption), [node])


def from_div(
    node: Node, fragments: Fragments, custom: Mapping[str, Category] | None = None
) -> Node | None:
    """Turn a block with a float's id into a float; its last paragraph is the caption.

    What stands inside must be normalised already, so that sub-floats are found.
    """
    attributes, blocks = node["c"]
    if not can_float(attributes[0], custom) or "rp-float" in attributes[1]:
        return None
    kind = attributes[0].split("-")[0].lower()
    written = ast.pop(attributes, f"{kind}-cap")
    if len(blocks) > 1 and blocks[-1]["t"] == "Para":
        caption = blocks.pop()["c"]
    elif written is not None:
        caption = fragments.inlines(written)
    else:
        caption = _caption_inside(blocks)
    if widths := ast.value(attributes, "tbl-colwidths"):
        for table in ast.descend(blocks):
            if table["t"] == "Table":
                set_widths(table, widths)
    attributes[1] = [_bootstrap(name) for name in attributes[1]] if kind == "tbl" else attributes[1]
    if len(blocks) == 1 and blocks[0]["t"] == "Para" and len(blocks[0]["c"]) == 1:
        image = blocks[0]["c"][0]
        if image["t"] == "Image":
            _share(image["c"][0], attributes)
            blocks = [ast.plain([image])]
    return make_float(attributes, caption, blocks)


def _caption_inside(blocks: Nodes) -> Nodes:
    for table in ast.descend(blocks):
        if table["t"] == "Table" and table["c"][1][1]:
            caption = inlines_of(table["c"][1][1])
            table["c"][1] = [None, []]
            return caption
    return []


def inlines_of(blocks: Nodes) -> Nodes:
    """Join the text of paragraphs."""
    inlines: Nodes = []
    for block in blocks:
        if block["t"] in ("Plain", "Para"):
            inlines += [ast.SPACE, *block["c"]] if inlines else block["c"]
    return inlines


def split_attributes(inlines: Nodes) -> tuple[Nodes, Attr]:
    """Divide a caption from the `{#id .class key="value"}` at its end."""
    last = inlines[-1] if inlines else None
    if last is None or last["t"] != "Str" or not last["c"].endswith("}"):
        return inlines, ast.attr()
    begin = next(
        (i for i, node in enumerate(inlines) if node["t"] == "Str" and node["c"].startswith("{")),
        None,
    )
    found = None if begin is None else parse_attributes(ast.stringify(inlines[begin:]))
    if found is None:
        return inlines, ast.attr()
    kept = inlines[:begin]
    while kept and kept[-1]["t"] in ("Space", "SoftBreak"):
        kept.pop()
    return kept, found


def parse_attributes(written: str) -> Attr | None:
    """Read `{#id .class key="value"}`, in which pandoc may have made the quotes curly."""
    for curly, straight in (("\u201c", '"'), ("\u201d", '"'), ("\u2018", "'"), ("\u2019", "'")):
        written = written.replace(curly, straight)
    if not _ATTRIBUTES.fullmatch(written):
        return None
    found = ast.attr()
    for match in _ATTRIBUTE.finditer(written[1:-1]):
        if match["id"]:
            found[0] = match["id"]
        elif match["name"]:
            found[1].append(match["name"])
        else:
            found[2].append([match["key"], match["value"].strip("\"'")])
    return found


def _bootstrap(name: str) -> str:
    return f"table-{name}" if name in _BOOTSTRAP else name


def set_widths(table: Node, written: str) -> None:
    """Apply `tbl-colwidths`, a list of percentages or `auto`."""
    columns = table["c"][2]
    try:
        given = json.loads(written if written.startswith("[") else f"[{written}]")
    except ValueError:
        return
    if not isinstance(given, list) or not all(isinstance(width, (int, float)) for width in given):
        if given == [False]:
            for column in columns:
                column[1] = {"t": "ColWidthDefault"}
        return
    widths = [float(given[min(i, len(given) - 1)]) for i in range(len(columns))]
    total = max(sum(widths), 100.0)
    for column, width in zip(columns, widths, strict=True):
        column[1] = {"t": "ColWidth", "c": round(width / total, 4)}
