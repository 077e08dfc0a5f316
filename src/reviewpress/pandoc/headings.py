"""Headings in print: tabs become sections, and no level may be skipped."""

from __future__ import annotations

import re

from reviewpress.errors import RenderError
from reviewpress.pandoc import ast
from reviewpress.pandoc.assemble import Document
from reviewpress.pandoc.ast import Node, Nodes
from reviewpress.pandoc.chapter import Chapter


def open_tabs(document: Document) -> None:
    """Lay the tabs of all tab sets one under another, each with its title as a heading."""
    for chapter in document.chapters:
        _open(chapter.blocks, 1 if document.is_book else 0)


def _open(blocks: Nodes, above: int) -> int:
    """Open the tab sets in `blocks`, in place; returns the level of the last heading."""
    result: Nodes = []
    for block in blocks:
        if block["t"] == "Header":
            above = block["c"][0]
        elif ast.has_class(block, "rp-tabset"):
            level = _tab_level(block, above)
            for tab in block["c"][1]:
                result += _section(tab, level)
            continue
        elif "c" in block:
            for inner in ast.children(block):
                above = _open(inner, above)
        result.append(block)
    blocks[:] = result
    return above


def _tab_level(tabset: Node, above: int) -> int:
    """Return the level that the headings of tabs had: one above the highest that is left."""
    inside = [node["c"][0] for node in ast.descend([tabset]) if node["t"] == "Header"]
    return max(min(inside, default=above + 2) - 1, above + 1)


def _section(tab: Node, level: int) -> Nodes:
    attributes, (title, *body) = tab["c"]
    heading = ast.attr(attributes[0], ["unnumbered", "unlisted"])
    inlines: Nodes = title["c"][1][0]["c"]
    _open(body, level)
    return [{"t": "Header", "c": [level, heading, inlines]}, *body]


def mend(document: Document) -> None:
    """Note headings more than one level below the one before, which PDF/UA does not allow.

    Each gets the attribute `tagged`, the level that it has in the structure of the PDF; it looks
    as it was written.
    """
    for chapter in document.chapters:
        _mend(chapter, document)


def _mend(chapter: Chapter, document: Document) -> None:
    nodes = [node for node in ast.descend(chapter.blocks) if node["t"] == "Header"]
    lowest = min((node["c"][0] for node in nodes), default=1)
    top = 1 if document.is_book else lowest - 1
    # Levels as written and as tagged of the headings that are open.
    above = [(top, top)]
    for node in nodes:
        level = node["c"][0]
        last = above[-1][0]
        while len(above) > 1 and above[-1][0] >= level:
            above.pop()
        tagged = min(level, above[-1][1] + 1)
        above.append((level, tagged))
        if tagged == level:
            continue
        ast.put(node["c"][1], "tagged", str(tagged))
        if level > last + 1:
            document.faults.doubt(_skip(chapter, node, last))


def _skip(chapter: Chapter, node: Node, above: int) -> RenderError:
    level, text = node["c"][0], ast.stringify(node["c"][2])
    where = chapter.manuscript.locate(rf"^#{{{level}}}\s+{re.escape(text[:20])}")
    message = f"the heading `{text}` skips a level: it is at level {level} under {above}"
    return RenderError(message, where=where, hint=f"write it with {'#' * (above + 1)}")
