"""Block containers in Typst: callouts, theorems, cards, columns and other boxes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from reviewpress.pandoc import ast, cards, line_notes, typst_floats, typst_text
from reviewpress.pandoc.ast import Attr, Nodes
from reviewpress.pandoc.categories import CALLOUTS, NBSP, PROOFS, category_of
from reviewpress.pandoc.typst_floats import Blocks
from reviewpress.pandoc.typst_text import Page, literal

_WRAPPERS = ("answer", "key-points", "small", "notes", "trace", "card-strength")
_OUTPUTS = frozenset(("cell", "cell-output", "rp-embed", "rp-output"))
_SHORT_CARD = 3000


@dataclass(frozen=True, slots=True)
class Box:
    """A block container.

    Attributes:
        attributes: Its id, classes and attributes.
        content: What stands in it.
        page: The document around it.
        blocks: Writes blocks.
    """

    attributes: Attr
    content: Nodes
    page: Page
    blocks: Blocks

    @property
    def classes(self) -> list[str]:
        """Its classes."""
        return self.attributes[1]  # type: ignore[no-any-return]

    def value(self, key: str) -> str:
        """Return the value of one of its attributes."""
        return ast.value(self.attributes, key)

    def body(self, page: Page | None = None) -> str:
        """Write what stands in it."""
        return self.blocks(self.content, page or self.page)

    def title_and_body(self, page: Page) -> tuple[str, str]:
        """Write the title of a callout, theorem or tab, and what follows it."""
        first, *rest = self.content
        return self.blocks(first["c"][1], page), self.blocks(rest, page)


def write(box: Box) -> str:
    """Write a container by its classes."""
    if _OUTPUTS.intersection(box.classes):
        box = replace(box, page=replace(box.page, is_trusted=False))
    for name, write_box in _BOXES.items():
        if name in box.classes:
            return write_box(box)
    here = typst_text.anchor(box.page, box.attributes[0])
    columns = typst_floats.columns_of(box.attributes, len(box.content))
    if columns:
        return here + typst_floats.panel(box.content, columns, box.page, box.blocks)
    return here + _wrapped(box)


def _wrapped(box: Box) -> str:
    """Write a container that has a look but no parts of its own, or just what it holds."""
    for name in _WRAPPERS:
        if name in box.classes:
            return f"#{name}[{box.body()}];"
    for name in ("review", "sceptic"):
        if f"position-{name}" in box.classes or name in box.classes:
            return f"#voice({literal(name)})[{box.body()}];"
    return box.body()


def _page_break(box: Box) -> str:
    return "" if box.page.is_narrow else "#pagebreak(weak: true);"


def _landscape(box: Box) -> str:
    if box.page.is_flipped or box.page.is_narrow:
        return box.body()
    page = replace(box.page, is_flipped=True)
    here = typst_text.anchor(page, box.attributes[0])
    return f"#landscape[{here}{box.body(page)}];"


def _float(box: Box) -> str:
    if "landscape" not in box.classes or box.page.is_flipped or box.page.is_narrow:
        return typst_floats.write(box.attributes, box.content, box.page, box.blocks)
    page = replace(box.page, is_flipped=True)
    return f"#landscape[{typst_floats.write(box.attributes, box.content, page, box.blocks)}];"


def _callout(box: Box) -> str:
    title, body = box.title_and_body(box.page.within())
    kind = box.classes[1]
    arguments = [
        f"kind: {literal(kind)}, ",
        f"title: [{_callout_title(box, title)}], ",
        "icon: false, " if box.value("icon") == "false" else "",
        typst_text.label(box.page, box.attributes[0]),
    ]
    return f"#callout({''.join(arguments)})[{body}];"


def _callout_title(box: Box, title: str) -> str:
    """Write the number and name of a callout, its title, or both."""
    category = category_of(box.attributes[0]) if box.value("number") else None
    if category:
        options = box.page.options
        word = options.words.get(f"callout-{category.style}-title") or category.name
        called = options.titles.get(category.prefix) or word
        name = NBSP.join((called, box.value("number")))
        return f"#{literal(f'{name}: ' if title else name)};{title}"
    kind = box.classes[1]
    name = box.page.options.words.get(f"callout-{kind}-title", kind.capitalize())
    return title or (f"#{literal(name)};" if kind in CALLOUTS else "")


def _theorem(box: Box) -> str:
    title, body = box.title_and_body(box.page.within())
    kind = box.classes[1]
    is_proof = "rp-proof" in box.classes
    words = box.page.options.words
    proof = words.get(f"environment-{kind}-title") or PROOFS.get(kind, "")
    name = proof if is_proof else box.page.options.title(kind)
    number = box.value("number")
    shown = f"#{literal(NBSP.join(filter(None, (name, number))))};"
    head = f"{shown}#{literal(' (')};{title}#{literal(')')};" if title else shown
    arguments = [
        f"head: [{head}], ",
        "upright: true, " if is_proof else "",
        typst_text.label(box.page, box.attributes[0]),
    ]
    return f"#theorem({''.join(arguments)})[{body}];"


def _annotated(box: Box) -> str:
    return box.blocks(line_notes.spelt_out(box.content), box.page)


def _columns(box: Box) -> str:
    columns = [inner for inner in box.content if ast.has_class(inner, "column")]
    page = box.page.within(len(columns))
    widths = [ast.value(inner["c"][0], "width").removesuffix("%") for inner in columns]
    shares = ", ".join(f"{width}fr" if width.isdigit() else "1fr" for width in widths)
    cells = "".join(f", [{box.blocks([inner], page)}]" for inner in columns)
    return f"#panel(columns: ({shares},){cells});"


def _card(box: Box) -> str:
    """Write an implication: its id and audience stand beside it, so not again in its text."""
    name = box.value("number") or box.attributes[0]
    body = box.blocks(cards.without_id(box.content, name), box.page.within())
    level = box.value("confidence").replace(" ", "-")
    confidence = f"confidence({literal(level)})[#{literal(cards.confidence(level))};]"
    arguments = [
        f"number: {literal(name)}, ",
        f"audience: {literal(box.value('audience'))}, " if box.value("audience") else "",
        f"confidence: {confidence}, " if level else "",
        "keep: false, " if len(body) > _SHORT_CARD else "",
        typst_text.label(box.page, box.attributes[0]),
    ]
    return f"#card({''.join(arguments)})[{body}];"


def _entry(box: Box) -> str:
    """Write an entry of a register or a ledger."""
    name = "sceptic" if "position-sceptic" in box.classes else "review"
    position = f"position: {literal(name)}, " if "proposition-card" in box.classes else ""
    here = typst_text.label(box.page, box.attributes[0])
    return f"#entry({position}{here})[{box.body()}];"


def _references(box: Box) -> str:
    parts = []
    for entry in box.content:
        if entry["t"] != "Div":
            parts.append(box.blocks([entry], box.page))
            continue
        label = typst_text.label(box.page, entry["c"][0][0])
        parts.append(f"#reference({label})[{box.blocks(entry['c'][1], box.page)}];")
    return "\n\n".join(parts)


_BOXES: Mapping[str, Callable[[Box], str]] = {
    "rp-pagebreak": _page_break,
    "rp-float": _float,
    "landscape": _landscape,
    "rp-callout": _callout,
    "rp-theorem": _theorem,
    "rp-proof": _theorem,
    "columns": _columns,
    "rp-annotated": _annotated,
    "implication-card": _card,
    "proposition-card": _entry,
    "register-entry": _entry,
    "references": _references,
    "csl-bib-body": _references,
}
