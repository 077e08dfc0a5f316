"""A document's own nodes as what pandoc's Word writer knows: styles, captions, plain links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reviewpress.pandoc import ast, cards, column_widths, line_notes
from reviewpress.pandoc.ast import Attr, Node, Nodes
from reviewpress.pandoc.cards import CONFIDENCE
from reviewpress.pandoc.categories import CALLOUTS, NBSP, PROOFS, category_of
from reviewpress.pandoc.column_widths import Room
from reviewpress.pandoc.options import CrossrefOptions

_ROOM = Room(160, 160, 160)
_BLOCK_STYLES = {
    "answer": "Answer",
    "key-points": "Key Points",
    "card-strength": "Card Strength",
    "trace": "Trace",
    "sceptic": "Sceptic",
    "position-sceptic": "Sceptic",
    "position-review": "Review",
    "notes": "Notes",
    "small": "Small",
}
_INLINE_STYLES = {
    "chip": "Chip",
    "dagger": "Dagger",
    "position-review": "Position Review",
    "position-sceptic": "Position Sceptic",
}


@dataclass(frozen=True, slots=True)
class Styler:
    """Turns nodes into styled ones.

    Attributes:
        resolve: Turns a link's target into an address, or None where only the text is shown.
        image: Turns an image's source into a path below the staging folder, and its width in
            inches where the file does not say it.
        options: Names of kinds in captions.
    """

    resolve: Callable[[str], str | None]
    image: Callable[[str], tuple[str, float | None]]
    options: CrossrefOptions

    def style(self, blocks: Nodes) -> None:
        """Change `blocks` in place."""
        ast.rewrite(
            blocks,
            {
                "Image": self._image,
                "Link": self._link,
                "Span": self._span,
                "Table": _table,
                "Figure": _figure,
                "Header": _header,
                "RawBlock": _dropped,
                "RawInline": _dropped,
                "Div": self._div,
            },
        )

    def _image(self, node: Node) -> Nodes | None:
        attributes, description, target = node["c"]
        path, width = self.image(target[0])
        spoken = ast.value(attributes, "fig-alt") or ast.value(attributes, "alt")
        node["c"][2] = [path, ""]
        node["c"][1] = ast.words(spoken) if spoken else description
        if width and not ast.value(attributes, "width"):
            ast.put(attributes, "width", f"{width:.3f}in")
        return None

    def _link(self, node: Node) -> Nodes | None:
        attributes, inlines, target = node["c"]
        address = self.resolve(target[0])
        shown = _styled(attributes, inlines)
        if address is None:
            return [ast.span([attributes[0], [], []], shown)]
        node["c"] = [[attributes[0], [], []], shown, [address, ""]]
        return None

    def _span(self, node: Node) -> Nodes | None:
        attributes, inlines = node["c"]
        if "rp-equation" in attributes[1]:
            number = ast.text(f"({ast.value(attributes, 'number')})")
            return [ast.span([attributes[0], [], []], [*inlines, ast.text(NBSP), number])]
        return [ast.span([*attributes[:2], []], _styled(attributes, inlines))]

    # -- blocks -----------------------------------------------------------------------------------

    def _div(self, node: Node) -> Nodes | None:
        attributes, content = node["c"]
        classes = attributes[1]
        for name, write in (
            ("rp-float", self._float),
            ("rp-callout", self._callout),
            ("rp-theorem", self._theorem),
            ("rp-proof", self._theorem),
            ("implication-card", _card),
        ):
            if name in classes:
                return write(attributes, content)
        if "rp-annotated" in classes:
            return line_notes.spelt_out(content)
        if "rp-pagebreak" in classes:
            return [ast.raw_block("openxml", '<w:p><w:r><w:br w:type="page"/></w:r></w:p>')]
        for name, style in _BLOCK_STYLES.items():
            if name in classes:
                return [_box(style, content, attributes[0])]
        return None

    def _float(self, attributes: Attr, content: Nodes) -> Nodes:
        caption, *body = content
        inlines: Nodes = caption["c"][1][0]["c"]
        name = self._name(attributes)
        shown = [ast.strong(ast.words(name)), ast.SPACE, *inlines] if name else inlines
        kind = ast.value(attributes, "kind")
        is_above = kind in ("tbl", "lst")
        style = "Table Caption" if is_above else "Image Caption"
        for image in ast.descend(body):
            if image["t"] == "Image" and not image["c"][1]:
                spoken = ast.value(attributes, "fig-alt") or ast.stringify(inlines)
                image["c"][1] = ast.words(spoken)
        line = _box(style, [ast.para(shown)])
        parts = [line, *body] if is_above else [_box("Captioned Figure", body), line]
        return [ast.div(ast.attr(attributes[0]), parts)]

    def _name(self, attributes: Attr) -> str:
        number = ast.value(attributes, "number")
        category = self.options.category_of(attributes[0])
        if not number or category is None:
            return ""
        if ast.value(attributes, "parent"):
            return f"({number})"
        return f"{self.options.named(category.prefix, number)}{self.options.delimiter}"

    def _callout(self, attributes: Attr, content: Nodes) -> Nodes:
        title, *body = content
        kind = attributes[1][1]
        name = kind.capitalize() if kind in CALLOUTS else ""
        style = f"Callout {name or 'Note'}"
        inlines: Nodes = title["c"][1][0]["c"]
        number, category = ast.value(attributes, "number"), category_of(attributes[0])
        if number and category:
            name = f"{self.options.title(category.prefix)}{NBSP}{number}"
            inlines = [*ast.words(f"{name}: "), *inlines] if inlines else ast.words(name)
        head = _box(f"{style} Title", [ast.para(inlines or ast.words(name))])
        return [ast.div(ast.attr(attributes[0]), [head, _box(style, body)])]

    def _theorem(self, attributes: Attr, content: Nodes) -> Nodes:
        title, *body = content
        kind = attributes[1][1]
        name = PROOFS.get(kind) or self.options.title(kind)
        head = NBSP.join(filter(None, (name, ast.value(attributes, "number"))))
        own: Nodes = title["c"][1][0]["c"]
        shown = [*ast.words(f"{head} ("), *own, ast.text(").")] if own else ast.words(f"{head}.")
        opening = [ast.strong(shown), ast.SPACE]
        if body and body[0]["t"] in ("Para", "Plain"):
            body[0] = ast.para([*opening, *body[0]["c"]])
        else:
            body.insert(0, ast.para(opening))
        return [_box("Theorem Text", body, attributes[0])]


def _box(style: str, blocks: Nodes, identifier: str = "") -> Node:
    paragraphs = [ast.para(block["c"]) if block["t"] == "Plain" else block for block in blocks]
    return ast.div([identifier, [], [["custom-style", style]]], paragraphs)


def _styled(attributes: Attr, inlines: Nodes) -> Nodes:
    style = _inline_style(attributes[1])
    return [ast.span(["", [], [["custom-style", style]]], inlines)] if style else inlines


def _inline_style(classes: list[str]) -> str | None:
    if "confidence" in classes:
        level = next((name for name in CONFIDENCE if f"confidence-{name}" in classes), "")
        return f"Confidence {level.replace('-', ' ').title()}".strip()
    return next((style for name, style in _INLINE_STYLES.items() if name in classes), None)


def _card(attributes: Attr, content: Nodes) -> Nodes:
    """Write an implication: number, audience and confidence in a line, then its text."""
    identifier = ast.value(attributes, "number") or attributes[0]
    level = ast.value(attributes, "confidence").replace(" ", "-")
    marks: Nodes = [ast.strong(ast.words(identifier))]
    if audience := ast.value(attributes, "audience"):
        marks += [ast.SPACE, ast.text("\u00b7"), ast.SPACE, *ast.words(audience)]
    if level in CONFIDENCE:
        style = [["custom-style", f"Confidence {level.replace('-', ' ').title()}"]]
        chip = ast.span(["", [], style], ast.words(cards.confidence(level)))
        marks += [ast.SPACE, ast.text("\u00b7"), ast.SPACE, chip]
    head = _box("Card Number", [ast.para(marks)])
    first, *rest = cards.without_id(content, identifier)
    return [ast.div(ast.attr(attributes[0]), [head, _box("Card Title", [first]), *rest])]


def _header(node: Node) -> Nodes | None:
    number = ast.value(node["c"][1], "number")
    if number:
        style = [["custom-style", "Section Number"]]
        node["c"][2][:0] = [ast.span(["", [], style], [ast.text(number)]), ast.SPACE]
    return None


def _dropped(node: Node) -> Nodes | None:
    return None if node["c"][0] == "openxml" else []


def _figure(node: Node) -> Nodes | None:
    """Write a picture and its caption as paragraphs.

    pandoc lays out others than plain pictures in a table, which a screen reader would announce.
    """
    caption = [inline for block in node["c"][1][1] for inline in block.get("c", [])]
    for image in ast.select(node["c"][2], "Image"):
        if not image["c"][1]:
            image["c"][1] = ast.words(ast.stringify(caption))
    parts = [_box("Captioned Figure", node["c"][2])]
    parts += [_box("Image Caption", [ast.para(caption)])] if caption else []
    return [ast.div(ast.attr(node["c"][0][0]), parts)]


def _table(node: Node) -> Nodes | None:
    """Set the widths of columns, and the style of the text in cells."""
    columns = node["c"][2]
    if not any(width.get("c") for _, width in columns):
        rows = [[cell[4] for cell in row[1]] for row in ast.table_rows(node)]
        rows = [row for row in rows if len(row) == len(columns)]
        layout = column_widths.choose(rows, _ROOM, can_turn=False)
        for column, width in zip(columns, layout.columns, strict=False):
            if width is not None:
                column[1] = {"t": "ColWidth", "c": round(width / _ROOM.text, 4)}
    for row in ast.table_rows(node):
        for cell in row[1]:
            if cell[4]:
                cell[4] = [_box("Table Text", cell[4])]
    # Word knows no space after a table; this line has no width, so nothing is read out.
    return [node, _box("After Table", [ast.para([ast.text("\u200b")])])]
