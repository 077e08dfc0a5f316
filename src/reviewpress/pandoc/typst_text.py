"""Text in Typst: inlines, each run of words as a string literal, so that none can be markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from reviewpress.pandoc import ast
from reviewpress.pandoc.ast import Attr, Node, Nodes
from reviewpress.pandoc.cards import CONFIDENCE
from reviewpress.pandoc.column_widths import BOOK, Room
from reviewpress.pandoc.options import CrossrefOptions

Write = Callable[[Nodes], str]

_STYLES = {
    "Emph": "emph",
    "Strong": "strong",
    "Underline": "underline",
    "Strikeout": "strike",
    "Superscript": "super",
    "Subscript": "sub",
    "SmallCaps": "smallcaps",
}
_QUOTES = {"DoubleQuote": ("\u201c", "\u201d"), "SingleQuote": ("\u2018", "\u2019")}
_MARKS = {"chip": "chip", "dagger": "dagger", "mark": "highlight", "smallcaps": "smallcaps"}
_CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])
_UNBREAKABLE = re.compile(r"\S{40,}")
_SIGN = re.compile(r"[_/.,;:=&?()\[\]{}|-]")
_LENGTH = re.compile(r"(?P<number>\d*\.?\d+)\s*(?P<unit>%|px|in|cm|mm|pt|em)?")


@dataclass(frozen=True, slots=True)
class Page:
    """What the writer must know about the document around a node.

    Attributes:
        resolve: Turns a link's target into an address, `#id` for a place in this document, or
            None where the link leads nowhere and only its text is printed.
        image: Turns an image's source into a path below the staging folder.
        math: Typst of each formula by kind and TeX source; one that is missing is printed as TeX.
        labels: Label of each id of this chapter.
        written: Labels that stand already; a label may stand only once.
        is_book: Whether headings of the first level open chapters.
        is_trusted: Whether raw Typst is copied: in chapters, not in outputs of notebooks.
        is_narrow: Whether it is a box, a list or a cell, which pictures and tables must keep to.
        is_flipped: Whether the page is turned on its side.
        room: Widths that a table may take.
        options: Names of kinds in captions.
    """

    resolve: Callable[[str], str | None]
    image: Callable[[str], str]
    math: Mapping[tuple[str, str], str]
    labels: Mapping[str, str] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    is_book: bool = True
    is_trusted: bool = True
    is_narrow: bool = False
    is_flipped: bool = False
    room: Room = BOOK
    options: CrossrefOptions = field(default_factory=CrossrefOptions)

    def within(self, columns: int = 1) -> Page:
        """Return what is known inside a box, or in one of some columns."""
        return replace(self, is_narrow=True, room=self.room.within(columns))


def literal(value: str) -> str:
    """Write a Typst string that holds `value` and cannot end early."""
    clean = value.translate(_CONTROL)
    return '"' + clean.replace("\\", "\\\\").replace('"', '\\"') + '"'


def label(page: Page, identifier: str) -> str:
    """Write the argument `id: ...` that labels an element, or nothing when the label is taken."""
    name = page.labels.get(identifier, identifier)
    if not name or name in page.written:
        return ""
    page.written.add(name)
    return f"id: {literal(name)}, "


def anchor(page: Page, identifier: str) -> str:
    """Write an invisible element that a link may lead to."""
    argument = label(page, identifier)
    return f"#anchor({argument.removeprefix('id: ').removesuffix(', ')});" if argument else ""


def inlines(nodes: Nodes, page: Page, blocks: Write) -> str:
    """Write inlines as Typst markup.

    Args:
        nodes: Inlines of pandoc's syntax tree.
        page: The document around them.
        blocks: Writes the blocks of a footnote.
    """
    parts: list[str] = []
    words: list[str] = []
    for node in nodes:
        if (plain := _plain(node)) is not None:
            words.append(plain)
            continue
        if words:
            parts.append(f"#{literal(''.join(words))};")
            words.clear()
        parts.append(_inline(node, page, blocks))
    if words:
        parts.append(f"#{literal(''.join(words))};")
    return "".join(parts)


def _plain(node: Node) -> str | None:
    """Return the text of a node that is nothing but text."""
    kind = node["t"]
    if kind == "Str":
        return str(node["c"])
    return " " if kind in ("Space", "SoftBreak") else None


def _inline(node: Node, page: Page, blocks: Write) -> str:
    kind = node["t"]
    if kind in _STYLES:
        return f"#{_STYLES[kind]}[{inlines(node['c'], page, blocks)}];"
    if kind in _LEAVES:
        return _LEAVES[kind](node, page)
    content = node["c"]
    if kind == "Note":
        return f"#footnote[{blocks(content)}];"
    if kind == "Quoted":
        opening, closing = _QUOTES[content[0]["t"]]
        return inlines([ast.text(opening), *content[1], ast.text(closing)], page, blocks)
    inner = inlines(content[1], page, blocks)
    return _HOLDERS[kind](node, inner, page)


def _code(node: Node, _: Page) -> str:
    """Write code in a line; a word that no line could hold may be broken after its signs."""
    code = _UNBREAKABLE.sub(lambda match: _SIGN.sub("\\g<0>\u200b", match[0]), node["c"][1])
    return f"#raw({literal(code)});"


def _math(node: Node, page: Page) -> str:
    return formula(node["c"][0]["t"], node["c"][1], page)


def _image(node: Node, page: Page) -> str:
    return f"#inline-picture({image_arguments(node, page)});"


def _raw(node: Node, page: Page) -> str:
    is_copied = page.is_trusted and node["c"][0] == "typst"
    return str(node["c"][1]) if is_copied else ""


def formula(kind: str, tex: str, page: Page, *, number: str = "", spoken: str = "") -> str:
    """Write a formula; a screen reader says its TeX source if nothing better is given."""
    typst = page.math.get((kind, tex))
    if typst is None:
        return f"#raw({literal(tex)});"
    if not typst.strip("$ "):  # nothing but definitions
        return ""
    is_block = "true" if kind == "DisplayMath" else "false"
    numbering = f"numbering: (..) => {literal(f'({number})')}, " if number else ""
    alternative = literal(spoken or " ".join(tex.split()))
    return f"#math.equation(block: {is_block}, {numbering}alt: {alternative}, ({typst}).body);"


def _link(node: Node, inner: str, page: Page) -> str:
    attributes, _, (target, _) = node["c"]
    shown = _marked(attributes, inner)
    here = anchor(page, attributes[0])
    address = page.resolve(target)
    if address is None:
        return here + shown
    is_inside = address.startswith("#")
    place = f"label({literal(address[1:])})" if is_inside else literal(address)
    return f"{here}#link({place})[{shown}];"


def _span(node: Node, inner: str, page: Page) -> str:
    attributes = node["c"][0]
    here = anchor(page, attributes[0])
    if "rp-equation" in attributes[1]:
        math = next(part for part in node["c"][1] if part["t"] == "Math")
        number, spoken = ast.value(attributes, "number"), ast.value(attributes, "alt")
        kind, tex = math["c"][0]["t"], math["c"][1]
        return here + formula(kind, tex, page, number=number, spoken=spoken)
    return here + _marked(attributes, inner)


def _marked(attributes: Attr, inner: str) -> str:
    """Put the marks that a reader learns once around text: chips, confidence, positions."""
    classes = attributes[1]
    if "confidence" in classes:
        level = next((name for name in CONFIDENCE if f"confidence-{name}" in classes), "unclear")
        return f"#confidence({literal(level)})[{inner}];"
    for name in ("review", "sceptic"):
        if f"position-{name}" in classes:
            return f"#position({literal(name)})[{inner}];"
    for name, function in _MARKS.items():
        if name in classes:
            return f"#{function}[{inner}];"
    return inner


def image_arguments(node: Node, page: Page, alternative: str | None = None) -> str:
    """Write the arguments of a picture: its path, size and alternative text.

    Args:
        node: An `Image`.
        page: The document around it.
        alternative: Alternative text of a figure that has none of its own.
    """
    attributes, description, (source, _) = node["c"]
    own = ast.value(attributes, "fig-alt") or ast.value(attributes, "alt")
    spoken = own or ast.stringify(description) or alternative or ""
    sizes = [
        f"{name}: {size}"
        for name in ("width", "height")
        if (size := length(ast.value(attributes, name)))
    ]
    return ", ".join([literal(page.image(source)), f"alt: {literal(spoken)}", *sizes])


def length(value: str) -> str | None:
    """Turn an image's width such as `50%`, `3in` or `200px` into Typst; None if it is no length."""
    match = _LENGTH.fullmatch(value.strip())
    if not match:
        return None
    unit = match["unit"] or "px"
    # A CSS pixel is 1/96 inch, three quarters of a point.
    return f"{float(match['number']) * 0.75:g}pt" if unit == "px" else f"{match['number']}{unit}"


_LEAVES: Mapping[str, Callable[[Node, Page], str]] = {
    "LineBreak": lambda *_: "#linebreak();",
    "RawInline": _raw,
    "Code": _code,
    "Math": _math,
    "Image": _image,
}
_HOLDERS: Mapping[str, Callable[[Node, str, Page], str]] = {
    "Cite": lambda _, inner, __: inner,
    "Link": _link,
    "Span": _span,
}
