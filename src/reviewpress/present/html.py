"""Write content as HTML in which text from data stays text."""

from __future__ import annotations

import html
from collections.abc import Iterable
from urllib.parse import quote

from reviewpress.present.content import (
    Anchor,
    Block,
    Box,
    Bullets,
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

_SAFE_IN_URL = ":/?#[]@!$&'*+,;=-._~%"


def escape(text: str) -> str:
    """Write `text` so that neither HTML nor a shortcode in it takes effect."""
    return html.escape(tidy_inside(text)).replace("{", "&#123;").replace("}", "&#125;")


def url(target: str) -> str:
    """Percent-encode what may not stand in an address; parentheses and braces too."""
    return quote(target, safe=_SAFE_IN_URL)


def inline(content: Inline) -> str:
    """Write inline content."""
    match content:
        case str():
            return escape(content)
        case tuple():
            return "".join(inline(part) for part in content)
        case Lines(items):
            return "<br>".join(inline(item) for item in items)
        case Link(inner, target, title):
            return f'<a href="{escape(url(target))}"{_title(title)}>{inline(inner)}</a>'
        case Anchor(inner, name):
            return f'<span id="{name}">{inline(inner)}</span>'
        case Styled():
            return _styled(content)


def _styled(content: Styled) -> str:
    text = inline(content.content)
    text = f"<strong>{text}</strong>" if content.strong else text
    text = f"<em>{text}</em>" if content.emphasis else text
    hidden = ' aria-hidden="true"' if content.decorative else ""
    attributes = f"{_classes(content.classes)}{_title(content.title)}{hidden}"
    return f"<span{attributes}>{text}</span>" if attributes else text


def blocks(content: Iterable[Block]) -> str:
    """Write blocks, one below the other."""
    return "\n".join(block(one) for one in content)


def block(content: Block) -> str:
    """Write one block."""
    match content:
        case Paragraph(inner, classes, is_title):
            heading = ' role="heading" aria-level="3"' if is_title else ""
            text = inline(Styled(inner, strong=True) if is_title else inner)
            return f"<p{_classes(classes)}{heading}>{text}</p>"
        case Bullets(items):
            return "<ul>\n" + "".join(f"<li>{inline(item)}</li>\n" for item in items) + "</ul>"
        case Fields(items):
            rows = (f"<dt>{escape(name)}</dt>\n<dd>{inline(text)}</dd>\n" for name, text in items)
            return '<dl class="rp-fields">\n' + "".join(rows) + "</dl>"
        case Box(inner_blocks, classes, name, attributes):
            identity = f' id="{name}"' if name else ""
            data = "".join(f' data-{key}="{value}"' for key, value in attributes)
            return f"<div{identity}{_classes(classes)}{data}>\n{blocks(inner_blocks)}\n</div>"
        case Details(summary, inner_blocks):
            opened = f'<details class="rp-details"><summary>{escape(summary)}</summary>'
            return f"{opened}\n{blocks(inner_blocks)}\n</details>"
        case Grid():
            return _table(content)


def _table(grid: Grid) -> str:
    """Write a table; the attribute keeps Quarto from taking it apart."""
    heads = "\n".join(
        f'<th scope="col" class="rp-{head.align}">{escape(head.title)}</th>' for head in grid.heads
    )
    rows = "\n".join(f"<tr>{_cells(row, grid)}</tr>" for row in grid.rows)
    table = (
        '<table class="table rp-table" data-quarto-disable-processing="true">\n'
        f"{_widths(grid)}<thead>\n<tr>{heads}</tr>\n</thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
    )
    return f'{table}\n<p class="notes">{inline(grid.note)}</p>' if grid.note else table


def _cells(row: tuple[Inline, ...], grid: Grid) -> str:
    cells = zip(row, grid.heads, strict=True)
    return "".join(f'<td class="rp-{head.align}">{inline(cell)}</td>' for cell, head in cells)


def _widths(grid: Grid) -> str:
    widths = [head.width for head in grid.heads]
    known = [width for width in widths if width is not None]
    if len(known) < len(widths):
        return ""
    columns = "".join(f'<col style="width:{100 * width / sum(known):.1f}%">' for width in known)
    return f"<colgroup>{columns}</colgroup>\n"


def _classes(classes: tuple[str, ...]) -> str:
    return f' class="{" ".join(classes)}"' if classes else ""


def _title(title: str | None) -> str:
    return f' title="{escape(title)}"' if title else ""
