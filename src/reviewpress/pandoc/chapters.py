"""Read chapters into normalised syntax trees, a whole document at once.

The stages are run over all chapters together, because each call of pandoc costs more than the
parsing it does: texts of many chapters are parsed side by side, small fragments in one call.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

from reviewpress.book import Entry
from reviewpress.book import entries as entries_of
from reviewpress.errors import RenderError
from reviewpress.pandoc import (
    ast,
    doubts,
    folders,
    frozen,
    manuscript,
    options,
    shortcodes,
)
from reviewpress.pandoc import drafts as drafting
from reviewpress.pandoc.cache import Cache
from reviewpress.pandoc.chapter import Chapter
from reviewpress.pandoc.conditions import Conditions
from reviewpress.pandoc.drafts import Draft
from reviewpress.pandoc.embeds import Embedder
from reviewpress.pandoc.extended import Extended
from reviewpress.pandoc.faults import Faults
from reviewpress.pandoc.fragments import CHAPTER_FORMAT, Fragments
from reviewpress.pandoc.lua.extensions import base_format
from reviewpress.pandoc.normalise import written_in_attributes
from reviewpress.pandoc.outputs import Outputs
from reviewpress.pandoc.values import Values, read_variables
from reviewpress.project import Project

_WORKERS = 4
# What Quarto takes for the ending of a picture without one.
_ENDING = "png"


@dataclass(frozen=True, slots=True)
class Formats:
    """The format of a document.

    Attributes:
        written: What is written: `html`, `typst` or `docx`; decides which output is taken.
        asked: What the configuration calls it; decides on settings and conditional content.
    """

    written: str
    asked: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What the chapters of a document share."""

    data: Fragments
    variables: Mapping[str, Any]
    faults: Faults


def begin(
    project: Project,
    entries: Iterable[Entry],
    formats: Formats,
    *,
    data: Fragments,
    faults: Faults,
) -> list[Draft]:
    """Open the chapters of a document, without parsing them.

    Args:
        project: The review.
        entries: Its source files in reading order.
        formats: What the document is written as.
        data: Parser of what comes from data and configuration.
        faults: Settings and cells that cannot be rendered are added here.
    """
    known = _Known(data, read_variables(project), faults)
    return [_draft(project, entry, formats, known) for entry in entries]


def read(
    project: Project, drafts: list[Draft], formats: Formats, *, data: Fragments, faults: Faults
) -> None:
    """Read chapters that were begun, in place.

    Afterwards their blocks are normalised; numbers, references and citations are not yet
    resolved.

    Args:
        project: The review.
        drafts: Some or all of its chapters.
        formats: What the document is written as.
        data: Parser of what comes from data and configuration.
        faults: Names and outputs that do not exist are added here.
    """
    captions = Fragments(CHAPTER_FORMAT, data.cache)
    extended = Extended(project, (formats.written, formats.asked), faults)
    with ThreadPoolExecutor(_WORKERS) as pool:
        for draft, answers in zip(drafts, pool.map(extended.ask, drafts), strict=True):
            draft.answers = answers
        _prepare(drafts, data, faults)
        trees = list(pool.map(lambda draft: _parse(draft, data.cache), drafts))
    for draft, (tree, warnings) in zip(drafts, trees, strict=True):
        chapter = draft.chapter
        for fault in doubts.find(chapter.manuscript, tree, warnings):
            faults.doubt(fault)
        parsed = json.loads(tree)
        chapter.blocks, chapter.meta = parsed["blocks"], parsed["meta"]
        drafting.show_cells(draft)
        ast.drop_reserved(chapter.blocks)
        metadata = chapter.options.values
        drafting.note_opening(draft)
        Conditions(base_format(formats.asked), project.active, metadata).apply(chapter.blocks)
    with ThreadPoolExecutor(_WORKERS) as pool:
        list(pool.map(extended.filter, [draft.chapter for draft in drafts]))
    captions.prepare(
        inline=[text for draft in drafts for text in written_in_attributes(draft.chapter.blocks)]
    )
    for draft in drafts:
        drafting.finish(draft, data, captions, faults)


def book_texts(project: Project) -> list[str]:
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
    text = manuscript.read(project, entry.source, known.faults)
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


def _prepare(drafts: list[Draft], data: Fragments, faults: Faults) -> None:
    """Parse all that comes from data, and note names and outputs that do not exist."""
    inline: list[str] = []
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


def _parse(draft: Draft, cache: Cache) -> tuple[str, str]:
    """Parse a chapter; returns the tree as JSON and the warnings."""
    ending = draft.chapter.options.values.get("default-image-extension") or _ENDING
    reading = f"--default-image-extension={ending}"
    output = cache.run(["--from", CHAPTER_FORMAT, "--to", "json", reading], draft.text)
    return output.stdout, output.stderr
