"""Blocks in Typst: each becomes a call of a function of the templates, text stays a string.

The functions (`callout`, `float`, `data-table`, ...) are those of `templates/typst/elements.typ`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from reviewpress.pandoc import ast, cards, typst_floats, typst_text
from reviewpress.pandoc.ast import Attr, Node, Nodes
from reviewpress.pandoc.categories import CALLOUTS, PROOFS, category_of
from reviewpress.pandoc.crossrefs import NBSP
from reviewpress.pandoc.typst_text import Page, literal

_DELIMITERS = {"OneParen": "{})", "TwoParens": "({})"}
_MARKERS = {"LowerAlpha": "a", "UpperAlpha": "A", "LowerRoman": "i", "UpperRoman": "I"}
_TASKS = ("\u2610", "\u2612")
_WRAPPERS = ("answer", "key-points", "small", "notes", "trace", "card-strength")
_OUTPUTS = frozenset(("cell", "cell-output", "rp-embed", "rp-output"))
_SHORT_CARD = 3000


@dataclass(frozen=True, slots=True)
class _Box:
    """A block container: its attributes, what stands in it, and how to write that."""

    attributes: Attr
    content: Nodes
    page: Page

    @property
    def classes(self) -> list[str]:
        return self.attributes[1]  # type: ignore[no-any-return]

    def value(self, key: str) -> str:
        return ast.value(self.attributes, key)

    def title_and_body(self, page: Page) -> tuple[str, str]:
        """Write the title of a callout, theorem or tab, and what follows it."""
        first, *rest = self.content
        return blocks(first["c"][1], page), blocks(rest, page)


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
    text = inlines(title, page)
    if level == 1 and page.is_book:
        return _chapter(attributes, number, text, page)
    depth = level - 1 if page.is_book else level
    arguments = [
        f"depth: {depth}, level: {level}, ",
        f"number: {literal(number)}, " if number else "",
        typst_text.label(page, attributes[0]),
        "outlined: false, " if "unlisted" in attributes[1] else "",
    ]
    return f"#section({''.join(arguments)})[{text}];"


def _chapter(attributes: Attr, number: str, text: str, page: Page) -> str:
    """Write the opening of a chapter or, where the number is a letter, of an appendix."""
    kind = "Appendix" if number.isalpha() else "Chapter"
    arguments = [
        f"label: {literal(f'{kind} {number}')}, number: {literal(f'{number}.')}, "
        if number
        else "",
        typst_text.label(page, attributes[0]),
        "outlined: false, " if "unlisted" in attributes[1] else "",
    ]
    return f"#chapter({''.join(arguments)}title: [{text}]);"


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


# -- containers -----------------------------------------------------------------------------------


def _div(node: Node, page: Page) -> str:
    attributes, content = node["c"]
    classes = attributes[1]
    if _OUTPUTS.intersection(classes):
        page = replace(page, is_trusted=False)
    box = _Box(attributes, content, page)
    for name, write in _BOXES.items():
        if name in classes:
            return write(box)
    return typst_text.anchor(page, attributes[0]) + _wrapped(box)


def _wrapped(box: _Box) -> str:
    """Write a container that has a look but no parts of its own, or just what it holds."""
    for name in _WRAPPERS:
        if name in box.classes:
            return f"#{name}[{blocks(box.content, box.page)}];"
    for name in ("review", "sceptic"):
        if f"position-{name}" in box.classes or name in box.classes:
            return f"#voice({literal(name)})[{blocks(box.content, box.page)}];"
    return blocks(box.content, box.page)


def _page_break(box: _Box) -> str:
    return "" if box.page.is_narrow else "#pagebreak(weak: true);"


def _landscape(box: _Box) -> str:
    if box.page.is_flipped or box.page.is_narrow:
        return blocks(box.content, box.page)
    page = replace(box.page, is_flipped=True)
    here = typst_text.anchor(page, box.attributes[0])
    return f"#landscape[{here}{blocks(box.content, page)}];"


def _float(box: _Box) -> str:
    return typst_floats.write(box.attributes, box.content, box.page, blocks)


def _callout(box: _Box) -> str:
    title, body = box.title_and_body(box.page.within())
    kind = box.classes[1]
    arguments = [
        f"kind: {literal(kind)}, ",
        f"title: [{_callout_title(box, title)}], ",
        "icon: false, " if box.value("icon") == "false" else "",
        typst_text.label(box.page, box.attributes[0]),
    ]
    return f"#callout({''.join(arguments)})[{body}];"


def _callout_title(box: _Box, title: str) -> str:
    """Write the number and name of a callout, its title, or both."""
    category = category_of(box.attributes[0]) if box.value("number") else None
    if category:
        name = NBSP.join((box.page.options.title(category.prefix), box.value("number")))
        return f"#{literal(f'{name}: ' if title else name)};{title}"
    kind = box.classes[1]
    return title or (f"#{literal(kind.capitalize())};" if kind in CALLOUTS else "")


def _theorem(box: _Box) -> str:
    title, body = box.title_and_body(box.page.within())
    kind = box.classes[1]
    is_proof = "rp-proof" in box.classes
    name = PROOFS[kind] if is_proof else box.page.options.title(kind)
    number = box.value("number")
    shown = f"#{literal(NBSP.join(filter(None, (name, number))))};"
    head = f"{shown}#{literal(' (')};{title}#{literal(')')};" if title else shown
    arguments = [
        f"head: [{head}], ",
        "upright: true, " if is_proof else "",
        typst_text.label(box.page, box.attributes[0]),
    ]
    return f"#theorem({''.join(arguments)})[{body}];"


def _tabset(box: _Box) -> str:
    parts = []
    for tab in box.content:
        inner = _Box(tab["c"][0], tab["c"][1], box.page)
        title, body = inner.title_and_body(box.page)
        here = typst_text.anchor(box.page, inner.attributes[0])
        parts.append(f"{here}#labelled-part([{title}])[{body}];")
    return "\n\n".join(parts)


def _columns(box: _Box) -> str:
    columns = [inner for inner in box.content if ast.has_class(inner, "column")]
    page = box.page.within(len(columns))
    widths = [ast.value(inner["c"][0], "width").removesuffix("%") for inner in columns]
    shares = ", ".join(f"{width}fr" if width.isdigit() else "1fr" for width in widths)
    cells = "".join(f", [{_div(inner, page)}]" for inner in columns)
    return f"#panel(columns: ({shares},){cells});"


def _card(box: _Box) -> str:
    """Write an implication: its id and audience stand beside it, so not again in its text."""
    body = blocks(cards.without_id(box.content), box.page.within())
    level = box.value("confidence").replace(" ", "-")
    confidence = f"confidence({literal(level)})[#{literal(cards.confidence(level))};]"
    arguments = [
        f"number: {literal(box.value('number') or box.attributes[0])}, ",
        f"audience: {literal(box.value('audience'))}, " if box.value("audience") else "",
        f"confidence: {confidence}, " if level else "",
        "keep: false, " if len(body) > _SHORT_CARD else "",
        typst_text.label(box.page, box.attributes[0]),
    ]
    return f"#card({''.join(arguments)})[{body}];"


def _entry(box: _Box) -> str:
    """Write an entry of a register or a ledger."""
    name = "sceptic" if "position-sceptic" in box.classes else "review"
    position = f"position: {literal(name)}, " if "proposition-card" in box.classes else ""
    here = typst_text.label(box.page, box.attributes[0])
    return f"#entry({position}{here})[{blocks(box.content, box.page.within())}];"


def _references(box: _Box) -> str:
    return "\n\n".join(
        f"#reference({typst_text.label(box.page, entry['c'][0][0])})"
        f"[{blocks(entry['c'][1], box.page)}];"
        if entry["t"] == "Div"
        else _block(entry, box.page)
        for entry in box.content
    )


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
_BOXES: Mapping[str, Callable[[_Box], str]] = {
    "rp-pagebreak": _page_break,
    "landscape": _landscape,
    "rp-float": _float,
    "rp-callout": _callout,
    "rp-theorem": _theorem,
    "rp-proof": _theorem,
    "rp-tabset": _tabset,
    "columns": _columns,
    "implication-card": _card,
    "proposition-card": _entry,
    "register-entry": _entry,
    "references": _references,
    "csl-bib-body": _references,
}
