"""Read chapters into normalised syntax trees, a whole document at once.

The stages are run over all chapters together, because each call of pandoc costs more than the
parsing it does: texts of many chapters are parsed side by side, small fragments in one call.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

from reviewpress.book import Entry
from reviewpress.book import entries as entries_of
from reviewpress.configuration import Configuration
from reviewpress.errors import RenderError
from reviewpress.pandoc import (
    ast,
    built_in,
    doubts,
    folders,
    frozen,
    links,
    manuscript,
    notebooks,
    options,
    shortcodes,
)
from reviewpress.pandoc.ast import Attr, Nodes
from reviewpress.pandoc.cache import Cache
from reviewpress.pandoc.conditions import Conditions
from reviewpress.pandoc.embeds import Embedder
from reviewpress.pandoc.extended import Extended
from reviewpress.pandoc.faults import Faults
from reviewpress.pandoc.fragments import CHAPTER_FORMAT, Fragments
from reviewpress.pandoc.lua.handlers import Answers
from reviewpress.pandoc.manuscript import Manuscript
from reviewpress.pandoc.normalise import normalise, written_in_attributes
from reviewpress.pandoc.options import Options
from reviewpress.pandoc.outputs import Outputs
from reviewpress.pandoc.shortcodes import Shortcode
from reviewpress.pandoc.values import KNOWN, Values, read_variables
from reviewpress.project import Project

_WORKERS = 4
# As Quarto does for a picture without an ending.
_READING = ("--default-image-extension=png",)
PAGEBREAK = "rp-pagebreak"
_BLOCKS = ("embed", "pagebreak", manuscript.CELL)


@dataclass(slots=True)
class Chapter:
    """One source file as a syntax tree.

    Attributes:
        entry: Its place in the book.
        manuscript: Its text.
        options: Its settings in the output format.
        blocks: What it says, without its title.
        meta: Its YAML block as pandoc read it.
        title: Inlines of its title without number; empty where it has none.
        identifier: Id of its title, or empty.
        classes: Classes of its title, such as `unnumbered`.
        number: Its number from 1, for appendices too; None for an unnumbered one.
        references: The list of references at its end, where no chapter is given to them.
        assets: Picture files that embeds brought, by path relative to the root.
    """

    entry: Entry
    manuscript: Manuscript
    options: Options
    blocks: Nodes = field(default_factory=list)
    meta: dict[str, Any] = field(default_factory=dict)
    title: Nodes = field(default_factory=list)
    identifier: str = ""
    classes: list[str] = field(default_factory=list)
    number: int | None = None
    references: Nodes = field(default_factory=list)
    assets: dict[str, bytes] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """Path of the file relative to the root."""
        return self.entry.source

    @property
    def is_index(self) -> bool:
        """Whether this is the home page, whose title is the book's."""
        return self.entry.source.rsplit(".", 1)[0] == "index"

    @property
    def front(self) -> Configuration:
        """What its YAML block says, as plain values."""
        return self.manuscript.front


@dataclass(frozen=True, slots=True)
class Formats:
    """The format of a document.

    Attributes:
        written: What is written: `html`, `typst` or `docx`; decides which output is taken.
        asked: What the configuration calls it; decides on settings and conditional content.
    """

    written: str
    asked: str


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


@dataclass(frozen=True, slots=True)
class _Known:
    """What the chapters of a document share."""

    data: Fragments
    variables: Mapping[str, Any]
    faults: Faults


def read(
    project: Project,
    entries: Iterable[Entry],
    formats: Formats,
    *,
    data: Fragments,
    faults: Faults,
) -> list[Chapter]:
    """Read the chapters of a document.

    Args:
        project: The review.
        entries: Its source files in reading order.
        formats: What the document is written as.
        data: Parser of what comes from data and configuration.
        faults: Names and outputs that do not exist are added here.

    Returns:
        Chapters with normalised blocks; numbers, references and citations are not yet resolved.
    """
    captions = Fragments(CHAPTER_FORMAT, data.cache)
    known = _Known(data, read_variables(project), faults)
    drafts = [_draft(project, entry, formats, known) for entry in entries]
    extended = Extended(project, (formats.written, formats.asked), faults)
    with ThreadPoolExecutor(_WORKERS) as pool:
        for draft, answers in zip(drafts, pool.map(extended.ask, drafts), strict=True):
            draft.answers = answers
        _prepare(drafts, data, faults, more=_book_texts(project))
        trees = list(pool.map(lambda draft: _parse(draft.text, data.cache), drafts))
    for draft, (tree, warnings) in zip(drafts, trees, strict=True):
        chapter = draft.chapter
        for fault in doubts.find(chapter.manuscript, tree, warnings):
            faults.doubt(fault)
        parsed = json.loads(tree)
        chapter.blocks, chapter.meta = parsed["blocks"], parsed["meta"]
        _show_cells(draft)
        ast.drop_reserved(chapter.blocks)
        metadata = chapter.options.values
        Conditions(formats.asked, project.active, metadata).apply(chapter.blocks)
    with ThreadPoolExecutor(_WORKERS) as pool:
        list(pool.map(extended.filter, [draft.chapter for draft in drafts]))
    captions.prepare(
        inline=[text for draft in drafts for text in written_in_attributes(draft.chapter.blocks)]
    )
    for draft in drafts:
        _finish(draft, data, captions, faults)
    return [draft.chapter for draft in drafts]


def _book_texts(project: Project) -> list[str]:
    """Return what the configuration says in Markdown: titles of the book and of its parts."""
    book = project.config.get("book", default={})
    parts = [entry.part for entry in entries_of(project) if entry.part]
    texts = [book.get("title"), book.get("subtitle"), project.config.get("abstract"), *parts]
    return [str(text) for text in dict.fromkeys(texts) if text]


def _draft(
    project: Project,
    entry: Entry,
    formats: Formats,
    known: _Known,
) -> Draft:
    text = manuscript.read(project.root, entry.source, known.faults)
    text = replace(text, front=folders.lay_under(project, text.front))
    own = options.read(project, text.front, formats.asked, known.faults)
    stored = None
    if manuscript.runs(text, own.execution):
        freeze = own.execution.get("freeze")
        stored = frozen.thaw(
            project.root, text, formats.written, freeze=freeze, faults=known.faults
        )
    text = stored.manuscript if stored else text
    text = manuscript.settle_cells(text, own.execution, known.faults)
    chapter = Chapter(entry, text, own)
    clean, found = shortcodes.extract(text)
    outputs = Outputs(entry.source.rsplit(".", 1)[0], formats.written, known.data)
    embedder = Embedder(project.root, entry.source, outputs, known.data, chapter.options.execution)
    if stored:
        embedder.outputs.assets.update(stored.assets)
    values = Values(known.variables, (text.front.values, project.config.values))
    return Draft(chapter, clean, found, embedder, values, project.type == "book")


def _prepare(drafts: list[Draft], data: Fragments, faults: Faults, *, more: list[str]) -> None:
    """Parse all that comes from data, and note names and outputs that do not exist."""
    inline = list(more)
    block: list[str] = []
    for draft in drafts:
        for shortcode in draft.shortcodes:
            try:
                if shortcode.name in ("embed", manuscript.CELL):
                    captions, outputs = draft.embedder.texts(shortcode)
                    inline += captions
                    block += outputs
                elif shortcode.name in ("var", "meta", "embed", "include"):
                    inline.append(draft.values.written(shortcode))
            except RenderError as fault:
                faults.add(fault)
    data.prepare(inline=inline, block=block)


def _parse(text: str, cache: Cache) -> tuple[str, str]:
    """Parse a chapter; returns the tree as JSON and the warnings."""
    output = cache.run(["--from", CHAPTER_FORMAT, "--to", "json", *_READING], text)
    return output.stdout, output.stderr


def _finish(draft: Draft, data: Fragments, captions: Fragments, faults: Faults) -> None:
    chapter = draft.chapter
    blocks = chapter.blocks

    def inline(shortcode: Shortcode) -> Nodes:
        if shortcode.name not in KNOWN:
            number = shortcodes.number_of(shortcode, draft.shortcodes)
            return copy.deepcopy(draft.answers.inlines.get(number, []))
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
    _take_title(chapter, is_book=draft.is_book)
    shown = [chapter.meta[key]["c"] for key in ("subtitle", "abstract") if key in chapter.meta]
    for nodes in (blocks, chapter.title, *(nodes for nodes in shown if isinstance(nodes, list))):
        shortcodes.expand(nodes, draft.shortcodes, inline)
    # Outputs come last: nothing in them is looked at as a shortcode.
    ast.rewrite(blocks, {"Div": lambda node: _held(node, draft)})
    links.make_absolute(blocks, chapter.source)
    chapter.assets = draft.embedder.outputs.assets


def _show_cells(draft: Draft) -> None:
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
        return copy.deepcopy(draft.answers.blocks[number])
    if shortcode.name == "pagebreak":
        return [ast.div(ast.attr("", [PAGEBREAK]), [])]
    try:
        return draft.embedder.blocks(shortcode)
    except RenderError:  # noted when everything was prepared
        return []


def _take_title(chapter: Chapter, *, is_book: bool) -> None:
    """Find the title: in the front matter, else the first heading, which leaves the text.

    In a book that heading may be of any level.
    """
    own = chapter.meta.get("title")
    attributes: Attr = ast.attr()
    first = next((node for node in ast.descend(chapter.blocks) if node["t"] == "Header"), None)
    if own is not None:
        chapter.title = inlines_of(own)
        ast.rewrite(chapter.title, {"RawInline": lambda node: [ast.text(node["c"][1])]})
    elif first is not None and (is_book or first["c"][0] == 1):
        attributes, chapter.title = first["c"][1], first["c"][2]
        if not chapter.is_index:
            ast.rewrite(chapter.blocks, {"Header": lambda node: [] if node is first else None})
    chapter.identifier, chapter.classes = attributes[0], attributes[1]


def inlines_of(meta: dict[str, Any]) -> Nodes:
    """Return a value of pandoc's metadata as inlines."""
    content = meta.get("c")
    if meta["t"] == "MetaInlines":
        return list(content or [])
    if meta["t"] == "MetaBlocks":
        return [inline for block in content or [] for inline in block.get("c", [])]
    return ast.words(str(content))
