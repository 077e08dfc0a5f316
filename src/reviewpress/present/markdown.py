r"""Write content as pandoc's Markdown in which text from data stays text.

Punctuation is written as character references, which pandoc and Quarto decode without reading
them as markup, shortcode, citation, maths or the end of a cell. Backslashes would do as well,
but `\(` and `\[` begin maths under some extensions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from reviewpress.present.content import (
    Anchor,
    Block,
    Box,
    Bullets,
    Cell,
    Details,
    Fields,
    Grid,
    Inline,
    Lines,
    Link,
    Paragraph,
    Styled,
    tidy_inside,
)
from reviewpress.present.html import url

_PUNCTUATION = re.compile(r"[!-+\-./:<=>@\[-`{-~]")
_DASHES = 120
_MARKS = {"left": (":", "-"), "right": ("-", ":"), "center": (":", ":")}


def escape(text: str) -> str:
    """Write `text` so that nothing in it is markup; commas, `;`, `?` and `%` stay as they are."""
    return _PUNCTUATION.sub(lambda match: f"&#{ord(match[0])};", tidy_inside(text))


def inline(content: Inline) -> str:
    """Write inline content on one line."""
    match content:
        case str():
            return escape(content)
        case tuple():
            return "".join(inline(part) for part in content)
        case Lines(items):
            return "; ".join(inline(item) for item in items)
        case Link(inner, target):
            return f"[{inline(inner)}]({url(target).replace('&', '&#38;')})"
        case Anchor(inner, name):
            return f"[{inline(inner)}]{{#{name}}}"
        case Styled():
            return _styled(content)


def _styled(content: Styled) -> str:
    """Write styled text; spaces at its ends go outside the marks, which need letters inside."""
    whole = inline(content.content)
    text = whole.strip(" ")
    if not text:
        return whole
    before, after = whole[: whole.index(text)], whole[whole.index(text) + len(text) :]
    text = f"**{text}**" if content.strong else text
    text = f"*{text}*" if content.emphasis else text
    text = f"[{text}]{_attributes(content.classes)}" if content.classes else text
    return f"{before}{text}{after}"


def blocks(content: Iterable[Block]) -> str:
    """Write blocks, an empty line between them."""
    return "\n\n".join(block(one) for one in content)


def block(content: Block) -> str:
    """Write one block."""
    match content:
        case Paragraph(inner, classes, is_title):
            text = inline(Styled(inner, strong=True) if is_title else inner).strip(" ")
            return f"::: {_attributes(classes)}\n{text}\n:::" if classes else text
        case Bullets(items):
            return "\n".join(f"-   {inline(item).strip(' ')}" for item in items)
        case Fields(items, is_compact):
            return _compact(items) if is_compact else _definitions(items)
        case Box(inner_blocks, classes, name, attributes):
            return f"::: {_attributes(classes, name, attributes)}\n{blocks(inner_blocks)}\n:::"
        case Details(summary, inner_blocks):
            return f"**{escape(summary).strip(' ')}**\n\n{blocks(inner_blocks)}"
        case Grid():
            return _table(content)


def _definitions(items: Iterable[tuple[str, Inline]]) -> str:
    rows = (f"{escape(name)}\n:   {inline(text).strip(' ')}" for name, text in items)
    return "\n\n".join(rows)


def _compact(items: Iterable[tuple[str, Inline]]) -> str:
    rows = (f"*{escape(name)}* {inline(text).strip(' ')}" for name, text in items)
    return " · ".join(rows)


def _table(grid: Grid) -> str:
    """Write a pipe table; where lines are long, the dashes give the widths of its columns."""
    rule = "|".join(_dashes(head, grid) for head in grid.heads)
    heads = _row(escape(head.title) for head in grid.heads)
    rows = "\n".join(_row(inline(cell) for cell in row) for row in grid.rows)
    table = f"{heads}\n|{rule}|\n{rows}"
    return f"{table}\n\n::: {{.notes}}\n{inline(grid.note)}\n:::" if grid.note else table


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.strip(" ") for cell in cells) + " |"


def _dashes(head: Cell, grid: Grid) -> str:
    widths = [one.width or 0.0 for one in grid.heads]
    missing = [one for one in widths if not one]
    fallback = (sum(widths) / (len(widths) - len(missing))) if len(missing) < len(widths) else 1.0
    total = sum(one or fallback for one in widths)
    count = max(3, round(_DASHES * (head.width or fallback) / total))
    first, last = _MARKS[head.align]
    return f"{first}{'-' * (count - 2)}{last}"


def _attributes(
    classes: tuple[str, ...],
    name: str | None = None,
    attributes: tuple[tuple[str, str], ...] = (),
) -> str:
    identity = [f"#{name}"] if name else []
    pairs = [f'{key}="{value}"' for key, value in attributes]
    return "{" + " ".join([*identity, *(f".{one}" for one in classes), *pairs]) + "}"
