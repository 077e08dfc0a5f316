"""Headings in print: tabs become sections, and no level may be skipped."""

from __future__ import annotations

import re

from reviewpress.errors import RenderError
from reviewpress.pandoc import ast
from reviewpress.pandoc.assemble import Document
from reviewpress.pandoc.ast import Node, Nodes
from reviewpress.pandoc.chapters import Chapter


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


def skipped(document: Document) -> list[RenderError]:
    """Find headings more than one level below the one before, which PDF/UA does not allow."""
    return [fault for chapter in document.chapters for fault in _skipped(chapter, document)]


def _skipped(chapter: Chapter, document: Document) -> list[RenderError]:
    faults = []
    headings = [node for node in ast.descend(chapter.blocks) if node["t"] == "Header"]
    lowest = min((node["c"][0] for node in headings), default=1)
    above = 1 if document.is_book else lowest - 1
    for node in headings:
        level = node["c"][0]
        if level > above + 1:
            text = ast.stringify(node["c"][2])
            where = chapter.manuscript.locate(rf"^#{{{level}}}\s+{re.escape(text[:20])}")
            message = f"the heading `{text}` skips a level: it is at level {level} under {above}"
            hint = f"write it with {'#' * (above + 1)}"
            faults.append(RenderError(message, where=where, hint=hint))
        above = level
    return faults
