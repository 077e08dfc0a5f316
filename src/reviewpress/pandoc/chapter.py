"""A chapter as a syntax tree."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from reviewpress.book import Entry
from reviewpress.configuration import Configuration
from reviewpress.pandoc import ast
from reviewpress.pandoc.ast import Nodes
from reviewpress.pandoc.categories import NBSP
from reviewpress.pandoc.manuscript import Manuscript
from reviewpress.pandoc.numbering import chapter_number
from reviewpress.pandoc.options import Options


@dataclass(frozen=True, slots=True)
class Macro:
    """A command that a chapter defines for its formulas.

    Attributes:
        body: What stands for it, `#1` for its first argument.
        count: How many arguments it takes.
        default: What its first argument is where none stands in brackets, or None.
    """

    body: str
    count: int = 0
    default: str | None = None


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
        macros: Commands that it defines for its formulas.
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
    macros: dict[str, Macro] = field(default_factory=dict)

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


def inlines_of(meta: dict[str, Any]) -> Nodes:
    """Return a value of pandoc's metadata as inlines."""
    content = meta.get("c")
    if meta["t"] == "MetaInlines":
        return list(content or [])
    if meta["t"] == "MetaBlocks":
        return [inline for block in content or [] for inline in block.get("c", [])]
    return ast.words(str(content))


def numbered_title(chapter: Chapter, settings: Options) -> Nodes:
    """Return a chapter's title with its number, as Quarto writes it.

    Args:
        chapter: The chapter.
        settings: Of the project, which decide for all titles; appendices always show a letter.
    """
    if chapter.number is None:
        return chapter.title
    if not chapter.entry.is_appendix and not settings.flag("number-sections", default=True):
        return chapter.title
    number = chapter_number(chapter.number, is_appendix=chapter.entry.is_appendix)
    if chapter.entry.is_appendix:
        name = f"{settings.crossref.appendix} {number}{settings.crossref.appendix_delimiter}"
        return [*ast.words(name), ast.SPACE, *chapter.title]
    return [ast.text(f"{number}{NBSP}"), ast.SPACE, *chapter.title]
