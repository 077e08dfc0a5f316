"""A chapter on its way: from what pandoc read to the tree that all writers know."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reviewpress.errors import RenderError
from reviewpress.pandoc import ast, built_in, fragments, links, manuscript, notebooks, shortcodes
from reviewpress.pandoc.ast import Attr, Nodes
from reviewpress.pandoc.chapter import Chapter, inlines_of
from reviewpress.pandoc.embeds import Embedder
from reviewpress.pandoc.faults import Faults
from reviewpress.pandoc.fragments import Fragments
from reviewpress.pandoc.lua.handlers import Answers
from reviewpress.pandoc.normalise import normalise
from reviewpress.pandoc.shortcodes import Shortcode
from reviewpress.pandoc.values import KNOWN, Values

PAGEBREAK = "rp-pagebreak"
_CONDITIONAL = frozenset(("content-visible", "content-hidden"))
_BLOCKS = ("embed", "pagebreak", manuscript.CELL)


@dataclass(slots=True)
class Draft:
    """A chapter on its way."""

    chapter: Chapter
    text: str
    shortcodes: tuple[Shortcode, ...]
    embedder: Embedder
    values: Values
    is_book: bool
    answers: Answers = field(default_factory=Answers)
    opening: ast.Node | None = None


def finish(draft: Draft, data: Fragments, captions: Fragments, faults: Faults) -> None:
    """Give a parsed chapter the form that all writers know, in place.

    Args:
        draft: The chapter.
        data: Parser of what comes from data.
        captions: Parser of what stands in attributes.
        faults: Names that do not exist are added here.
    """
    chapter = draft.chapter
    blocks = chapter.blocks

    def inline(shortcode: Shortcode) -> Nodes:
        if shortcode.name not in KNOWN:
            number = shortcodes.number_of(shortcode, draft.shortcodes)
            return ast.copied(draft.answers.inlines.get(number, []))
        if shortcode.name in built_in.WRITE:
            return built_in.WRITE[shortcode.name](shortcode)
        try:
            return data.inlines(draft.values.written(shortcode))
        except RenderError as fault:
            faults.add(fault)
            return []

    shortcodes.name_headings(blocks, draft.shortcodes)
    shortcodes.hold_blocks(
        blocks,
        draft.shortcodes,
        lambda number: draft.shortcodes[number].name in _BLOCKS or number in draft.answers.blocks,
    )
    normalise(blocks, captions, chapter.options)
    _take_title(draft)
    if "title" in chapter.meta and faults.is_strict:
        ast.rewrite(chapter.title, {"RawInline": lambda node: [ast.text(node["c"][1])]})
    elif "title" in chapter.meta:
        fragments.keep_harmless(chapter.title)
    shown = [chapter.meta[key]["c"] for key in ("subtitle", "abstract") if key in chapter.meta]
    for nodes in (blocks, chapter.title, *(nodes for nodes in shown if isinstance(nodes, list))):
        shortcodes.expand(nodes, draft.shortcodes, inline)
    # Outputs come last: nothing in them is looked at as a shortcode.
    ast.rewrite(blocks, {"Div": lambda node: _held(node, draft)})
    links.make_absolute(blocks, chapter.source)
    chapter.assets = draft.embedder.outputs.assets


def show_cells(draft: Draft) -> None:
    """Build the cells that are shown and not run, in place."""

    def show(node: ast.Node) -> Nodes | None:
        language, *rest = node["c"][0][1] or [""]
        if manuscript.SHOWN not in rest:
            return None
        return draft.embedder.unrun(notebooks.cell(node["c"][1], language))

    ast.rewrite(draft.chapter.blocks, {"CodeBlock": show})


def _held(node: ast.Node, draft: Draft) -> Nodes | None:
    """Return what stands for a shortcode that was held back."""
    number = shortcodes.held(node)
    if number is None:
        return None
    shortcode = draft.shortcodes[number]
    if number in draft.answers.blocks:
        return ast.copied(draft.answers.blocks[number])
    if shortcode.name == "pagebreak":
        return [ast.div(ast.attr("", [PAGEBREAK]), [])]
    try:
        return draft.embedder.blocks(shortcode)
    except RenderError:  # noted when everything was prepared
        return []


def note_opening(draft: Draft) -> None:
    """Keep a first heading that only some formats show: it names the chapter in all, as in Quarto.

    To be called before conditions are applied.
    """
    chapter = draft.chapter
    first = next((node for node in ast.descend(chapter.blocks) if node["t"] == "Header"), None)
    if first is None or not draft.is_book:
        return
    for node in ast.select(chapter.blocks, "Div"):
        if first in node["c"][1] and _CONDITIONAL.intersection(node["c"][0][1]):
            draft.opening = ast.copied([first])[0]


def _take_title(draft: Draft) -> None:
    """Find the title: in the front matter, else the first heading, which leaves the text.

    In a book that heading may be of any level.
    """
    chapter, is_book = draft.chapter, draft.is_book
    own = chapter.meta.get("title")
    attributes: Attr = ast.attr()
    first = next((node for node in ast.descend(chapter.blocks) if node["t"] == "Header"), None)
    if draft.opening is not None and first != draft.opening:
        first = draft.opening
    if own is not None:
        chapter.title = inlines_of(own)
    elif first is not None and (is_book or first["c"][0] == 1):
        attributes, chapter.title = first["c"][1], first["c"][2]
        if not chapter.is_index:
            ast.rewrite(chapter.blocks, {"Header": lambda node: [] if node is first else None})
            if _free_id(attributes[0], chapter.blocks):
                attributes[0] = ""
    chapter.identifier, chapter.classes = attributes[0], attributes[1]


def _free_id(identifier: str, blocks: Nodes) -> bool:
    """Give the headings of a text the ids that they have without its title, as in Quarto.

    Returns:
        Whether one of them has the title's own id now.
    """
    headings = ast.select(blocks, "Header")
    taken = {node["c"][1][0] for node in headings} | {""}
    is_freed = False
    for node in headings:
        own = node["c"][1][0]
        if not re.fullmatch(rf"{re.escape(identifier)}-\d+", own):
            continue
        if shortcodes.automatic_id(ast.stringify(node["c"][2])) != identifier:
            continue
        number = int(own.rpartition("-")[2]) - 1
        freed = f"{identifier}-{number}" if number else identifier
        if freed not in taken:
            taken = (taken - {own}) | {freed}
            node["c"][1][0] = freed
            is_freed = is_freed or freed == identifier
    return is_freed
