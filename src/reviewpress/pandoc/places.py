"""Links of one page to a heading of another: `[text](#id)`, which Quarto follows over a book."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewpress.pandoc import ast, links
from reviewpress.pandoc.ast import Nodes
from reviewpress.pandoc.chapter import Chapter


def join(chapters: Sequence[Chapter]) -> None:
    """Lead links whose place is not on their own page to the first page that has it, in place."""
    owners: dict[str, str] = {}
    for chapter in chapters:
        if chapter.identifier:
            owners.setdefault(chapter.identifier, f"/{chapter.source}")
        for name in _headings(chapter.blocks):
            owners.setdefault(name, f"/{chapter.source}#{name}")
    for chapter in chapters:
        own = {chapter.identifier, *_ids(chapter.blocks)}
        for node in ast.select(chapter.blocks, "Link"):
            path, fragment = links.split(node["c"][2][0])
            if path == chapter.source and fragment not in own and fragment in owners:
                node["c"][2][0] = owners[fragment]


def _headings(blocks: Nodes) -> Iterator[str]:
    return (node["c"][1][0] for node in ast.select(blocks, "Header") if node["c"][1][0])


def _ids(blocks: Nodes) -> Iterator[str]:
    for node in ast.descend(blocks):
        attributes = ast.get_attr(node)
        if attributes and attributes[0]:
            yield attributes[0]
