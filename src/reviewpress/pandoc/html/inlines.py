"""Write inlines as HTML."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from reviewpress.pandoc import ast
from reviewpress.pandoc.ast import Node
from reviewpress.pandoc.html.markup import attributes, element, of_attr, text
from reviewpress.pandoc.html.writer import Writer

_OFFERED = ("data-png", "data-csv")
_MOVING = frozenset((".mp4", ".webm", ".ogv", ".mov", ".m4v"))
_SPAN_NAMES = {"mark": "mark", "underline": "u", "ul": "u", "kbd": "kbd"}


def _wrap(name: str, class_name: str | None = None) -> Callable[[Writer, Node], str]:
    def write(writer: Writer, node: Node) -> str:
        return element(name, writer.inlines(node["c"]), ("class", class_name))

    return write


def _quoted(writer: Writer, node: Node) -> str:
    inner = writer.inlines(node["c"][1])
    double = node["c"][0]["t"] == "DoubleQuote"
    return f"\u201c{inner}\u201d" if double else f"\u2018{inner}\u2019"


def _cite(writer: Writer, node: Node) -> str:
    keys = " ".join(citation["citationId"] for citation in node["c"][0])
    return element(
        "span", writer.inlines(node["c"][1]), ("class", "citation"), ("data-cites", keys)
    )


def _code(_: Writer, node: Node) -> str:
    return f"<code{of_attr(node['c'][0])}>{text(node['c'][1])}</code>"


def _math(writer: Writer, node: Node) -> str:
    return writer.site.engraved.formula(node, writer.chapter.source)


def _raw(writer: Writer, node: Node) -> str:
    return writer.raw(node["c"][1]) if node["c"][0] in ("html", "html5") else ""


def _link(writer: Writer, node: Node) -> str:
    attr, inlines, (target, title) = node["c"]
    href = writer.address(target)
    role = "doc-biblioref" if target.startswith("#ref-") else None
    pairs = attributes(("href", href), ("role", role), ("title", title or None))
    return (
        f"<a{of_attr(attr, without=('href', 'title', 'role'))}{pairs}>{writer.inlines(inlines)}</a>"
    )


def image(writer: Writer, node: Node, *more: str, caption: str = "") -> str:
    """Write a picture.

    Args:
        writer: The page.
        node: The picture.
        more: Classes to add.
        caption: Text to read out where it has none of its own.
    """
    attr, inlines, (target, title) = node["c"]
    alt = ast.value(attr, "fig-alt") or ast.value(attr, "alt") or ast.stringify(inlines) or caption
    width, height = ast.value(attr, "width"), ast.value(attr, "height")
    sizes = [("width", width), ("height", height)]
    style = "".join(
        f"{name}:{_length(size)};" for name, size in sizes if size and not size.isdigit()
    )
    style += ast.value(attr, "style")
    plain = [(name, size) for name, size in sizes if size.isdigit()]
    files = [(name, ast.value(attr, name)) for name in _OFFERED]
    offered = [(name, writer.picture(path)) for name, path in files if path.startswith("/")]
    without = ("fig-alt", "alt", "width", "height", "style", "src", "title", "fig-align", *_OFFERED)
    own = of_attr(attr, "img-fluid", *more, without=without)
    pairs = attributes(("src", writer.picture(target)), ("title", title or None), ("style", style))
    pairs += attributes(*plain, *offered)
    ending = PurePosixPath(target.partition("#")[0].partition("?")[0]).suffix.lower()
    if ending in _MOVING:
        link = f"<a{attributes(('href', writer.picture(target)))}>Video</a>"
        return f'<video{own}{pairs} controls="">{link}</video>'
    if ending == ".pdf":  # what a browser does not show as a picture
        return f"<iframe{own}{pairs}{attributes(('title', alt))}></iframe>"
    return f'<img{own}{pairs} alt="{attributes(("a", alt))[4:-1]}">'


def _length(size: str) -> str:
    """Write a length as pandoc does, percentages with a decimal."""
    number = size.removesuffix("%")
    if size.endswith("%") and number.isdigit():
        return f"{number}.0%"
    return size


def _span(writer: Writer, node: Node) -> str:
    attr, inlines = node["c"]
    if "rp-equation" in attr[1]:
        return _equation(writer, node)
    name = next((tag for key, tag in _SPAN_NAMES.items() if key in attr[1]), "span")
    return f"<{name}{of_attr(attr)}>{writer.inlines(inlines)}</{name}>"


def _equation(writer: Writer, node: Node) -> str:
    attr, inlines = node["c"]
    number = text(ast.value(attr, "number"))
    method = writer.chapter.options.values.get("html-math-method")
    tag = f" \\qquad({number})" if method == "mathml" else f" \\tag{{{number}}}"
    formula = writer.inlines(inlines).replace("</annotation>", f"{tag}</annotation>")
    return (
        f'<span id="{text(attr[0])}" class="quarto-equation">{formula}'
        f'<span class="quarto-equation-number">({number})</span></span>'
    )


INLINES: dict[str, Callable[[Writer, Node], str]] = {
    "Str": lambda _, node: text(node["c"]),
    "Space": lambda *_: " ",
    "SoftBreak": lambda *_: "\n",
    "LineBreak": lambda *_: "<br>\n",
    "Emph": _wrap("em"),
    "Underline": _wrap("u"),
    "Strong": _wrap("strong"),
    "Strikeout": _wrap("del"),
    "Superscript": _wrap("sup"),
    "Subscript": _wrap("sub"),
    "SmallCaps": _wrap("span", "smallcaps"),
    "Quoted": _quoted,
    "Cite": _cite,
    "Code": _code,
    "Math": _math,
    "RawInline": _raw,
    "Link": _link,
    "Image": image,
    "Note": lambda writer, node: writer.note(node["c"]),
    "Span": _span,
}
