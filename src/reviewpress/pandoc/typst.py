"""Blocks in Typst: each becomes a call of a function of the templates, text stays a string.

The functions (`callout`, `float`, `data-table`, ...) are those of `templates/typst/elements.typ`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from reviewpress.pandoc import ast, typst_boxes, typst_floats, typst_text
from reviewpress.pandoc.ast import Node, Nodes
from reviewpress.pandoc.typst_boxes import Box
from reviewpress.pandoc.typst_text import Page, literal

_DELIMITERS = {"OneParen": "{})", "TwoParens": "({})"}
_MARKERS = {"LowerAlpha": "a", "UpperAlpha": "A", "LowerRoman": "i", "UpperRoman": "I"}
_TASKS = ("\u2610", "\u2612")
_TEXTS = frozenset(("Str", "Code", "Math"))


def blocks(nodes: Nodes, page: Page) -> str:
    """Write blocks as Typst markup.

    Args:
        nodes: Blocks of pandoc's syntax tree with the engine's own nodes, numbered.
        page: The document around them.
    """
    parts: list[str] = []
    for node in nodes:
        written = _block(node, page)
        if not written:
            continue
        # A list that follows a line of text directly belongs to it and stands close.
        parts.append(written + ("\n" if node["t"] == "Plain" else "\n\n"))
    return "".join(parts).rstrip("\n")


def inlines(nodes: Nodes, page: Page) -> str:
    """Write inlines as Typst markup."""
    return typst_text.inlines(nodes, page, partial(blocks, page=page))


def _block(node: Node, page: Page) -> str:
    kind = node["t"]
    if kind == "HorizontalRule":
        return "#divider();"
    if kind == "Null":
        return ""
    return _BLOCKS[kind](node, page)


def _paragraph(node: Node, page: Page) -> str:
    if typst_floats.is_picture(node["c"]):
        return typst_floats.picture(node["c"], page)
    if node["t"] == "Para" and len(node["c"]) == 1 and node["c"][0]["t"] == "Strong":
        return f"#lead[{inlines(node['c'][0]['c'], page)}];"
    return inlines(node["c"], page)


def _header(node: Node, page: Page) -> str:
    level, attributes, title = node["c"]
    number = ast.value(attributes, "number")
    listed = _listed(title)
    is_text = _has_text(listed)
    if not is_text and not ast.select(listed, "Image"):
        return typst_text.anchor(page, attributes[0])
    label = typst_text.label(page, attributes[0])
    # PDF/UA takes a heading that is only a picture for an empty one.
    text = ("" if is_text else "#sym.zws;") + inlines(listed, page)
    # The contents and the bookmarks repeat a heading, and must not repeat its notes and ids.
    shown = "" if listed == title else f"shown: [{inlines(title, page)}], "
    rest = f"{label}{'outlined: false, ' if 'unlisted' in attributes[1] else ''}{shown}"
    if level == 1 and page.is_book:
        running = literal(ast.stringify(title))
        return f"#chapter({_opening(number, page)}running-title: {running}, {rest}title: [{text}]);"
    depth = level - 1 if page.is_book else level
    tagged = ast.value(attributes, "tagged") or str(level)
    shown_number = f"number: {literal(number)}, " if number else ""
    return f"#section(depth: {depth}, level: {tagged}, {shown_number}{rest})[{text}];"


def _has_text(inlines: Nodes) -> bool:
    """Say whether there is more to read than what pictures say."""
    bare = _listed(inlines)
    ast.rewrite(bare, {"Image": lambda _: []})
    return any(node["t"] in _TEXTS for node in ast.descend(bare))


def _opening(number: str, page: Page) -> str:
    """Write what a chapter or, where the number is a letter, an appendix is called."""
    if not number:
        return ""
    kind = page.options.prefix("apx" if number.isalpha() else "ch")
    return f"label: {literal(f'{kind} {number}')}, number: {literal(f'{number}.')}, "


def _listed(title: Nodes) -> Nodes:
    """Return a title without notes and ids."""
    copied = ast.copied(title)
    ast.rewrite(copied, {"Note": lambda _: []})
    for node in ast.descend(copied):
        attributes = ast.get_attr(node)
        if attributes:
            attributes[0] = ""
    return copied


def _code(node: Node, page: Page) -> str:
    attributes, source = node["c"]
    language = attributes[1][0] if attributes[1] else ""
    name = ast.value(attributes, "filename")
    arguments = [
        f"lang: {literal(language)}, " if language.isalnum() else "",
        f"name: {literal(name)}, " if name else "",
        typst_text.label(page, attributes[0]),
    ]
    return f"#code-block({''.join(arguments)}{literal(source)});"


def _raw(node: Node, page: Page) -> str:
    output_format, source = node["c"]
    return str(source) if page.is_trusted and output_format == "typst" else ""


def _lines(node: Node, page: Page) -> str:
    return "#linebreak();".join(inlines(line, page) for line in node["c"])


def _quote(node: Node, page: Page) -> str:
    return f"#quotation[{blocks(node['c'], page.within())}];"


def _bullets(node: Node, page: Page) -> str:
    items = node["c"]
    marker = "marker: [], body-indent: 0pt, " if all(_is_task(item) for item in items) else ""
    return f"#list({marker}{_items(items, page)});"


def _is_task(item: Nodes) -> bool:
    first = item[0]["c"] if item and item[0]["t"] in ("Plain", "Para") else []
    return bool(first) and first[0].get("c") in _TASKS


def _numbered(node: Node, page: Page) -> str:
    (start, style, delimiter), items = node["c"]
    marker = _MARKERS.get(style["t"], "1")
    numbering = _DELIMITERS.get(delimiter["t"], "{}.").format(marker)
    if style["t"] == "Example":
        numbering = "(1)"
    return f"#enum(start: {start}, numbering: {literal(numbering)}, {_items(items, page)});"


def _items(items: list[Nodes], page: Page) -> str:
    is_tight = all(block["t"] != "Para" for item in items for block in item)
    written = ", ".join(f"[{blocks(item, page.within())}]" for item in items)
    return f"tight: {str(is_tight).lower()}, {written}"


def _definitions(node: Node, page: Page) -> str:
    items = ", ".join(
        f"terms.item([{inlines(term, page)}], [{_joined(definitions, page)}])"
        for term, definitions in node["c"]
    )
    return f"#terms({items});"


def _joined(parts: list[Nodes], page: Page) -> str:
    return "\n\n".join(blocks(part, page) for part in parts)


def _div(node: Node, page: Page) -> str:
    attributes, content = node["c"]
    return typst_boxes.write(Box(attributes, content, page, blocks))


_BLOCKS: Mapping[str, Callable[[Node, Page], str]] = {
    "Plain": _paragraph,
    "Para": _paragraph,
    "Header": _header,
    "CodeBlock": _code,
    "RawBlock": _raw,
    "LineBlock": _lines,
    "BlockQuote": _quote,
    "BulletList": _bullets,
    "OrderedList": _numbered,
    "DefinitionList": _definitions,
    "Div": _div,
    "Table": partial(typst_floats.bare_table, blocks=blocks),
    "Figure": partial(typst_floats.bare_figure, blocks=blocks),
}
