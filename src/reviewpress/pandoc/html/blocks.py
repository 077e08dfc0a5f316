"""Write blocks as HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from reviewpress.pandoc import ast, code_notes
from reviewpress.pandoc.ast import Attr, Node, Nodes
from reviewpress.pandoc.html import nodes, tables
from reviewpress.pandoc.html.inlines import image
from reviewpress.pandoc.html.layout import panel
from reviewpress.pandoc.html.markup import attributes, element, of_attr, text
from reviewpress.pandoc.html.writer import Writer

_BOXES = {"\u2610": "", "\u2612": " checked"}
_MARGIN = frozenset(("aside", "column-margin"))
_LIST_TYPES = {
    "Decimal": "1",
    "LowerAlpha": "a",
    "UpperAlpha": "A",
    "LowerRoman": "i",
    "UpperRoman": "I",
}


def _code_block(writer: Writer, node: Node) -> str:
    attr = node["c"][0]
    name = ast.value(attr, "filename")
    identifier = f"cb{writer.count('code')}"
    html = writer.site.engraved.code(node, writer.chapter.source, identifier)
    html = f'<div class="code-copy-outer-scaffold">{_annotated(html, code_notes.read(attr))}</div>'
    html = _folded(writer, attr, html)
    if attr[0]:
        html = f'<div id="{text(attr[0])}">{html}</div>'
    if not name:
        return html
    title = (
        f'<div class="code-with-filename-file">\n<pre><strong>{text(name)}</strong></pre>\n</div>'
    )
    return f'<div class="code-with-filename">\n{title}\n{html}\n</div>'


def _folded(writer: Writer, attr: Attr, html: str) -> str:
    """Put the code of a cell into a box that opens, where `code-fold` asks for it."""
    values = writer.chapter.options.values
    fold = ast.value(attr, "code-fold") or str(values.get("code-fold", "false"))
    if "cell-code" not in attr[1] or fold.lower() not in ("true", "show"):
        return html
    default = values.get("code-summary") or writer.chapter.options.word("code-summary")
    summary = ast.value(attr, "code-summary") or str(default)
    is_open = " open" if fold.lower() == "show" else ""
    opening = f'<details class="code-fold"{is_open}>\n<summary>{text(summary)}</summary>'
    return f"{opening}\n{html}\n</details>"


def _annotated(html: str, marks: Mapping[int, Sequence[str]]) -> str:
    """Put the numbers of notes at the ends of their lines."""
    if not marks:
        return html
    lines = html.split("\n")
    for line, numbers in marks.items():
        shown = "".join(
            f'<a class="code-annotation-anchor" aria-hidden="true">{text(number)}</a>'
            for number in numbers
        )
        head, mark, tail = lines[line - 1].partition("</code>")
        lines[line - 1] = f"{head}{shown}{mark}{tail}"
    return "\n".join(lines)


def _raw(writer: Writer, node: Node) -> str:
    return writer.raw(node["c"][1]) if node["c"][0] in ("html", "html5") else ""


def _paragraph(writer: Writer, node: Node) -> str:
    """Write a paragraph; notes for the margin stand after it."""
    beside = [
        one for one in node["c"] if one["t"] == "Span" and _MARGIN.intersection(one["c"][0][1])
    ]
    if not beside:
        return element("p", writer.inlines(node["c"]))
    kept = [one for one in node["c"] if not any(one is note for note in beside)]
    notes = [f'<div class="column-margin">{writer.inlines([note])}</div>' for note in beside]
    return "\n".join([element("p", writer.inlines(kept)), *notes])


def _items(writer: Writer, items: list[Nodes]) -> str:
    return "\n".join(element("li", writer.blocks(blocks)) for blocks in items)


def _bullets(writer: Writer, node: Node) -> str:
    items: list[Nodes] = node["c"]
    if not all(_box(blocks) for blocks in items):
        return f"<ul>\n{_items(writer, items)}\n</ul>"
    return f'<ul class="task-list">\n{"".join(_task(writer, blocks) for blocks in items)}</ul>'


def _box(blocks: Nodes) -> str | None:
    """Return the mark of a task that an item begins with."""
    first = blocks[0]["c"] if blocks and blocks[0]["t"] in ("Plain", "Para") else []
    is_task = len(first) > 1 and first[0]["t"] == "Str" and first[0]["c"] in _BOXES
    return str(first[0]["c"]) if is_task else None


def _task(writer: Writer, blocks: Nodes) -> str:
    first, *rest = blocks
    checked = _BOXES[first["c"][0]["c"]]
    label = writer.inlines(first["c"][2:])
    box = f'<label><input type="checkbox" disabled{checked}>{label}</label>'
    after = f"\n{writer.blocks(rest)}" if rest else ""
    return f"<li>{box if first['t'] == 'Plain' else element('p', box)}{after}</li>\n"


def _numbered(writer: Writer, node: Node) -> str:
    (start, style, _), items = node["c"]
    pairs = attributes(
        ("start", str(start) if start != 1 else None), ("type", _LIST_TYPES.get(style["t"]))
    )
    example = ' class="example"' if style["t"] == "Example" else ""
    return f"<ol{example}{pairs}>\n{_items(writer, items)}\n</ol>"


def _definitions(writer: Writer, node: Node) -> str:
    parts = []
    for term, definitions in node["c"]:
        parts.append(element("dt", writer.inlines(term)))
        parts += [element("dd", f"\n{writer.blocks(blocks)}\n") for blocks in definitions]
    return "<dl>\n" + "\n".join(parts) + "\n</dl>"


def _figure(writer: Writer, node: Node) -> str:
    """Write a picture with a caption that nothing can refer to."""
    attr, caption, blocks = node["c"]
    inner = caption[1][0]["c"] if caption[1] else []
    shown = writer.inlines(inner)
    parts = []
    for block in blocks:
        if block["t"] in ("Plain", "Para"):
            pictures = [
                image(writer, one, "figure-img", caption=ast.stringify(inner))
                if one["t"] == "Image"
                else writer.inlines([one])
                for one in block["c"]
            ]
            parts.append(element("p", "".join(pictures)))
        else:
            parts.append(writer.blocks([block]))
    body = "\n".join(parts)
    under = f"\n<figcaption>{shown}</figcaption>" if shown else ""
    own = of_attr(attr, "quarto-figure", "quarto-figure-center")
    return f'<div{own}>\n<figure class="figure">\n{body}{under}\n</figure>\n</div>'


def _div(writer: Writer, node: Node) -> str:
    attr, blocks = node["c"]
    classes = attr[1]
    if special := next((name for name in classes if name in nodes.SPECIAL), None):
        return nodes.SPECIAL[special](writer, node)
    if any(ast.value(attr, key) for key in ("layout-ncol", "layout-nrow", "layout")):
        return panel(writer, node)
    if attr[0] == "refs":
        return nodes.references(writer, node)
    style = ast.value(attr, "style")
    if "column" in classes and (width := ast.value(attr, "width")):
        style = f"width:{width};{style}"
    own = of_attr(attr, without=("style", "width"))
    return f"<div{own}{attributes(('style', style))}>\n{writer.blocks(blocks)}\n</div>"


def _line_block(writer: Writer, node: Node) -> str:
    lines = "<br>\n".join(writer.inlines(line) for line in node["c"])
    return f'<div class="line-block">{lines}</div>'


BLOCKS: dict[str, Callable[[Writer, Node], str]] = {
    "Plain": lambda writer, node: writer.inlines(node["c"]),
    "Para": _paragraph,
    "LineBlock": _line_block,
    "CodeBlock": _code_block,
    "RawBlock": _raw,
    "BlockQuote": lambda writer, node: (
        f'<blockquote class="blockquote">\n{writer.blocks(node["c"])}\n</blockquote>'
    ),
    "OrderedList": _numbered,
    "BulletList": _bullets,
    "DefinitionList": _definitions,
    "HorizontalRule": lambda *_: "<hr>",
    "Table": tables.table,
    "Figure": _figure,
    "Div": _div,
}
