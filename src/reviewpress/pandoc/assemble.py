"""Assemble a document: its chapters read, numbered, cross-referenced and cited, for any writer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reviewpress import book
from reviewpress.pandoc import chapters, faults, memory, options
from reviewpress.pandoc.ast import Nodes
from reviewpress.pandoc.cache import Cache
from reviewpress.pandoc.chapter import Chapter, numbered_title
from reviewpress.pandoc.facts import Facts
from reviewpress.pandoc.faults import Faults
from reviewpress.pandoc.fragments import DATA_FORMAT, TITLE_FORMAT, Fragments
from reviewpress.pandoc.memory import Memory
from reviewpress.pandoc.numbering import Index, chapter_number
from reviewpress.pandoc.options import Options
from reviewpress.pandoc.page import Page
from reviewpress.pandoc.work import Work
from reviewpress.project import Project


@dataclass(frozen=True, slots=True)
class Document:
    """All that a writer needs.

    Attributes:
        project: The review, at the profile that is rendered.
        output_format: `html`, `typst` or `docx`.
        options: Settings of the project in that format.
        chapters: In reading order, the home page first.
        index: Targets of cross-references by id.
        texts: Parser of Markdown in the configuration, such as titles of parts.
        faults: What was found in the sources; writers add to it.
        cache: What was found out before.
        facts: What is known of each chapter, by its source.
        holder: Source of the chapter that holds the list of references, or None.
        kept: Pages of earlier renders by their source; their chapters were not read and are empty.
        memory: Remembers the pages that are written now; None where nothing is remembered.
    """

    project: Project
    output_format: str
    options: Options
    chapters: tuple[Chapter, ...]
    index: Index
    texts: Fragments
    faults: Faults
    cache: Cache
    facts: Mapping[str, Facts] = field(default_factory=dict)
    holder: str | None = None
    kept: Mapping[str, Page] = field(default_factory=dict)
    memory: Memory | None = None

    @property
    def is_book(self) -> bool:
        """Whether the project is a book; else each chapter is a document of its own."""
        return self.project.type == "book"

    def number_of(self, chapter: Chapter) -> str:
        """Return the number of a chapter as it is shown, `1` or `A`; empty for none."""
        if chapter.number is None:
            return ""
        return chapter_number(chapter.number, is_appendix=chapter.entry.is_appendix)

    def shown_number(self, chapter: Chapter) -> str:
        """Return the number of a chapter where its title shows it, else an empty string."""
        if chapter.entry.is_appendix or self.options.flag("number-sections", default=True):
            return self.number_of(chapter)
        return ""

    def numbered_title(self, chapter: Chapter) -> Nodes:
        """Return a chapter's title with its number, where it shows one."""
        return numbered_title(chapter, self.options)


def assemble(
    project: Project,
    output_format: str,
    asked: str | None = None,
    found: Faults | None = None,
    *,
    cache: Cache | None = None,
    remember: bool = False,
) -> Document:
    """Read the sources of a project's profile and resolve all that does not depend on a writer.

    Args:
        project: The review, opened at a profile.
        output_format: `html`, `typst` or `docx`.
        asked: Name of the format in the configuration where it is another: `pdf`, which Quarto
            makes with LaTeX and we with Typst.
        found: Gathers what is wrong, and the caller raises it; without it, this does. What
            writers find is in the faults of the document alone.
        cache: What was found out before; without it, nothing is kept.
        remember: Whether chapters whose page is known from an earlier render stay unread; for
            `html`.

    Raises:
        RenderError: Something in the sources is unsupported or leads nowhere; all that leads
            nowhere is listed at once, with file and line.
    """
    is_book = project.type == "book"
    noted, cache = faults.of(project), cache or Cache()
    texts = Fragments(DATA_FORMAT, cache)
    # Titles and names that somebody wrote for Quarto may hold raw HTML.
    titles = texts if noted.is_strict else Fragments(TITLE_FORMAT, cache)
    titles.prepare(inline=chapters.book_texts(project))
    formats = chapters.Formats(output_format, asked or output_format)
    drafts = chapters.begin(project, _ordered(project), formats, data=texts, faults=noted)
    every = tuple(draft.chapter for draft in drafts)
    settings = options.read(project, None, formats.asked, noted) if is_book else every[0].options
    known = memory.of(project, formats.asked, cache) if remember else None
    done = Work(project, formats, settings, texts, noted, known).do(drafts)
    if found is None:
        noted.settle()
    else:
        found.join(noted)
    return Document(
        project,
        output_format,
        settings,
        every,
        done.index,
        titles,
        noted,
        cache,
        facts=done.facts,
        holder=done.holder,
        kept=done.kept,
        memory=known,
    )


def _ordered(project: Project) -> list[book.Entry]:
    """List the source files, the home page of a book first wherever it is listed."""
    entries = list(book.entries(project))
    if project.type == "book":
        entries.sort(key=lambda entry: entry.page != "index.html")
    return entries
