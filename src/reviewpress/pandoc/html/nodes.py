"""Write floats, callouts, theorems, proofs, tab sets and lists of references as HTML."""

from __future__ import annotations

from collections.abc import Callable

from reviewpress.pandoc import ast, callouts, floats
from reviewpress.pandoc.ast import Attr, Node, Nodes
from reviewpress.pandoc.categories import CATEGORIES, NBSP, category_of
from reviewpress.pandoc.html import backlinks
from reviewpress.pandoc.html.inlines import image
from reviewpress.pandoc.html.layout import KEYS, rows
from reviewpress.pandoc.html.markup import attributes, element, of_attr, text
from reviewpress.pandoc.html.writer import Writer

_OWN_KEYS = ("kind", "number", "parent", "fig-alt", "alt", "fig-align", "tbl-colwidths", *KEYS)
_TOP = frozenset(("tbl", "lst"))


def _float(writer: Writer, node: Node) -> str:
    attr = node["c"][0]
    identifier = attr[0]
    kind = ast.value(attr, "kind")
    caption = floats.caption_of(node)
    sub = "subfloat" if ast.value(attr, "parent") else "float"
    body = _float_body(writer, attr, floats.body_of(node), ast.stringify(caption))
    shown = _label(writer, attr, has_caption=bool(caption)) + writer.inlines(caption)
    place = _caption_place(writer, attr, kind)
    described = f"{identifier}-caption"
    classes = f"quarto-float-caption-{place} quarto-{sub}-caption quarto-{sub}-{kind}"
    figcaption = f'<figcaption class="{classes}" id="{text(described)}">\n{shown}\n</figcaption>'
    content = f"<div{attributes(('aria-describedby', described))}>\n{body}\n</div>"
    inner = f"{figcaption}\n{content}" if place == "top" else f"{content}\n{figcaption}"
    if not shown.strip():
        inner = content
    figure = f'<figure class="quarto-float quarto-{sub}-{kind} figure">\n{inner}\n</figure>'
    rest = [identifier, [name for name in attr[1] if name not in ("rp-float", kind)], attr[2]]
    has_layout = any(ast.value(attr, key) for key in KEYS[:3])
    align = "left" if kind == "lst" else ast.value(attr, "fig-align") or "center"
    own = (
        ("quarto-layout-panel",)
        if has_layout
        else ("quarto-float", "quarto-figure", f"quarto-figure-{align}")
    )
    return f"<div{of_attr(rest, *own, 'anchored', without=_OWN_KEYS)}>\n{figure}\n</div>"


def _caption_place(writer: Writer, attr: Attr, kind: str) -> str:
    keys = (f"{kind}-cap-location", "cap-location")
    options = writer.chapter.options.values
    written = next((ast.value(attr, key) for key in keys if ast.value(attr, key)), "")
    written = written or str(next((options[key] for key in keys if options.get(key)), ""))
    own = writer.chapter.options.crossref.custom.get(kind)
    default = (own.location if own else "") or ("top" if kind in _TOP else "bottom")
    return written if written in ("top", "bottom") else default


def _label(writer: Writer, attr: Attr, *, has_caption: bool) -> str:
    """Write what stands before a caption: `Figure 1.1: `, or `(a) ` for a sub-float."""
    number = text(ast.value(attr, "number"))
    if ast.value(attr, "parent"):
        return f"({number}) "
    crossref = writer.chapter.options.crossref
    name = text(crossref.named(ast.value(attr, "kind"), ast.value(attr, "number")))
    return name + (f"{text(crossref.delimiter)} " if has_caption else "")


def _float_body(writer: Writer, attr: Attr, body: Nodes, caption: str) -> str:
    alt = ast.value(attr, "fig-alt")
    for node in ast.descend(body):
        if node["t"] == "Image" and alt and not ast.value(node["c"][0], "fig-alt"):
            ast.put(node["c"][0], "fig-alt", alt)
    if any(ast.value(attr, key) for key in KEYS[:3]):
        return rows(writer, attr, body)
    parts = []
    for block in body:
        if block["t"] == "Plain" and all(one["t"] in ("Image", "Link") for one in block["c"]):
            parts += [_picture(writer, one, caption) for one in block["c"]]
        else:
            parts.append(writer.blocks([block]))
    return "\n".join(part for part in parts if part)


def _picture(writer: Writer, node: Node, caption: str) -> str:
    if node["t"] == "Image":
        return image(writer, node, "figure-img", caption=caption)
    return writer.inlines([node])


def _callout(writer: Writer, node: Node) -> str:
    attr, blocks = node["c"]
    kind = attr[1][1]
    options = writer.chapter.options
    name = options.word(f"callout-{kind}-title") if kind in _PREFIXES else ""
    appearance = ast.value(attr, "appearance")
    title = writer.inlines(callouts.title_of(node))
    number = ast.value(attr, "number")
    if number:
        category = category_of(attr[0])
        called = (category and options.crossref.titles.get(category.prefix)) or name
        label = f"{called}{NBSP}{number}"
        title = f"{label}: {title}" if title else label
    elif title and name:
        title = f'<span class="screen-reader-only">{name}</span>{title}'
    elif appearance == "default":
        title = name or kind.capitalize()
    body = f'<div class="callout-body-container callout-body">\n{writer.blocks(blocks[1:])}\n</div>'
    icon = ast.value(attr, "icon") == "true"
    classes = ["callout", f"callout-style-{appearance}", f"callout-{kind}"]
    classes += [] if icon else ["no-icon"]
    classes += ["callout-titled"] if title else []
    classes += [] if len(blocks) > 1 else ["callout-empty-content"]
    rest = [attr[0], attr[1][2:], attr[2]]
    own = of_attr(rest, *classes, without=("appearance", "icon", "collapse", "number"))
    mark = '<div class="callout-icon-container">\n<i class="callout-icon"></i>\n</div>'
    shown = f'<div class="callout-title-container flex-fill">\n{title}\n</div>'
    collapse = ast.value(attr, "collapse")
    if collapse and title:
        is_open = "" if collapse == "true" else " open"
        head = f'<summary class="callout-header">\n{mark}\n{shown}\n</summary>'
        return f"<details{own}{is_open}>\n{head}\n{body}\n</details>"
    if title:
        return f'<div{own}>\n<div class="callout-header">\n{mark}\n{shown}\n</div>\n{body}\n</div>'
    return f"<div{own}>\n{mark}\n{body}\n</div>"


_PREFIXES = {
    category.style: category.prefix
    for category in CATEGORIES.values()
    if category.form == "callout"
}


def _theorem(writer: Writer, node: Node) -> str:
    attr, blocks = node["c"]
    category = CATEGORIES[attr[1][1]]
    name = writer.chapter.options.crossref.title(category.prefix)
    title = writer.inlines(callouts.title_of(node))
    shown = f"{text(name)} {text(ast.value(attr, 'number'))}" + (f" ({title})" if title else "")
    head = f'<span class="theorem-title"><strong>{shown}</strong></span> '
    classes = ["theorem", *([] if category.style == "theorem" else [category.style])]
    return _headed(writer, [attr[0], [*classes, *attr[1][2:]], attr[2]], head, blocks[1:])


def _proof(writer: Writer, node: Node) -> str:
    attr, blocks = node["c"]
    style = attr[1][1]
    number = ast.value(attr, "number")
    title = writer.inlines(callouts.title_of(node))
    name = writer.chapter.options.word(f"environment-{style}-title")
    name += f" {number}" if number else ""
    named = f" ({title})" if title else ""
    head = f'<span class="proof-title"><em>{text(name)}</em>{named}. </span>'
    classes = ["proof", *([] if style == "proof" else [style])]
    return _headed(writer, [attr[0], [*classes, *attr[1][2:]], attr[2]], head, blocks[1:])


def _headed(writer: Writer, attr: Attr, head: str, blocks: Nodes) -> str:
    """Write blocks with a title run into the first paragraph."""
    first = element("p", head)
    if blocks and blocks[0]["t"] == "Para":
        first = element("p", head + writer.inlines(blocks[0]["c"]))
        blocks = blocks[1:]
    own = of_attr(attr, without=("number",))
    return f"<div{own}>\n{first}\n{writer.blocks(blocks)}\n</div>"


def _tabset(writer: Writer, node: Node) -> str:
    attr, tabs = node["c"]
    number = writer.count("tabset")
    labels, panes = [], []
    for index, tab in enumerate(tabs, start=1):
        own, blocks = tab["c"]
        identifier = f"tabset-{number}-{index}"
        label = writer.inlines(callouts.title_of(tab))
        selected = "true" if index == 1 else "false"
        labels.append(
            f'<li class="nav-item" role="presentation"><button type="button" class="nav-link" '
            f'id="{identifier}-tab" role="tab" aria-controls="{identifier}" '
            f'aria-selected="{selected}">{label}</button></li>'
        )
        anchor = f'<span id="{text(own[0])}"></span>' if own[0] else ""
        panes.append(
            f'<div id="{identifier}" class="tab-pane" role="tabpanel" '
            f'aria-labelledby="{identifier}-tab">\n{anchor}{writer.blocks(blocks[1:])}\n</div>'
        )
    rest: Attr = [attr[0], attr[1][1:], attr[2]]
    return (
        f'<div{of_attr(rest, "panel-tabset")}>\n<ul class="nav nav-tabs" role="tablist">'
        f'{"".join(labels)}</ul>\n<div class="tab-content">\n{chr(10).join(panes)}\n</div>\n</div>'
    )


def _annotated(writer: Writer, node: Node) -> str:
    code, notes = node["c"][1]
    listed = writer.blocks([notes]).replace(
        "<dl>", '<dl class="code-annotation-container-grid">', 1
    )
    return f"{writer.blocks([code])}\n{listed}"


def references(writer: Writer, node: Node) -> str:
    """Write the list of references."""
    attr, entries = node["c"]
    written = []
    for entry in entries:
        if entry["t"] == "Div" and "csl-entry" in entry["c"][0][1]:
            own, blocks = entry["c"]
            inner = "\n".join(
                writer.inlines(block["c"]) if block["t"] == "Para" else writer.blocks([block])
                for block in blocks
            )
            places = writer.site.cited.get(own[0].removeprefix("ref-"), ())
            inner += backlinks.write(places, writer.address)
            written.append(
                f'<div id="{text(own[0])}" class="csl-entry" role="listitem">\n{inner}\n</div>'
            )
        else:
            written.append(writer.blocks([entry]))
    lines = "\n".join(written)
    own = of_attr(["refs", attr[1], []], "references")
    return f'<div{own} role="list">\n{lines}\n</div>'


SPECIAL: dict[str, Callable[[Writer, Node], str]] = {
    "rp-float": _float,
    "rp-callout": _callout,
    "rp-theorem": _theorem,
    "rp-proof": _proof,
    "rp-tabset": _tabset,
    "rp-annotated": _annotated,
    "rp-pagebreak": lambda *_: '<div class="pagebreak"></div>',
}
