"""Assemble a document: its chapters read, numbered, cross-referenced and cited, for any writer."""

from __future__ import annotations

from dataclasses import dataclass

from reviewpress import book
from reviewpress.errors import RenderError
from reviewpress.pandoc import ast, chapters, citeproc, faults, macros, options, places
from reviewpress.pandoc.ast import Nodes
from reviewpress.pandoc.cache import Cache
from reviewpress.pandoc.categories import NBSP
from reviewpress.pandoc.chapter import Chapter
from reviewpress.pandoc.crossrefs import Resolver
from reviewpress.pandoc.faults import Faults
from reviewpress.pandoc.fragments import DATA_FORMAT, TITLE_FORMAT, Fragments
from reviewpress.pandoc.numbering import Index, Numbering, Place, Target, chapter_number
from reviewpress.pandoc.options import Options
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
        cache: What pandoc answered before.
    """

    project: Project
    output_format: str
    options: Options
    chapters: tuple[Chapter, ...]
    index: Index
    texts: Fragments
    faults: Faults
    cache: Cache

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
) -> Document:
    """Read the sources of a project's profile and resolve all that does not depend on a writer.

    Args:
        project: The review, opened at a profile.
        output_format: `html`, `typst` or `docx`.
        asked: Name of the format in the configuration where it is another: `pdf`, which Quarto
            makes with LaTeX and we with Typst.
        found: Gathers what is wrong, and the caller raises it; without it, this does.
        cache: What pandoc answered before; without it, nothing is kept.

    Raises:
        RenderError: Something in the sources is unsupported or leads nowhere; all that leads
            nowhere is listed at once, with file and line.
    """
    noted = found or faults.of(project)
    cache = cache or Cache()
    texts = Fragments(DATA_FORMAT, cache)
    # Titles and names that somebody wrote for Quarto may hold raw HTML.
    titles = texts if noted.is_strict else Fragments(TITLE_FORMAT, cache)
    titles.prepare(inline=chapters.book_texts(project))
    formats = chapters.Formats(output_format, asked or output_format)
    read = chapters.read(project, _ordered(project), formats, data=texts, faults=noted)
    macros.collect(project, read)
    is_book = project.type == "book"
    settings = options.read(project, None, formats.asked, noted) if is_book else read[0].options
    if is_book:
        _number_chapters(read)
    targets = _number(read, settings, is_book=is_book, faults=noted)
    places.join(read)
    for chapter in read:
        Resolver(
            chapter.manuscript,
            targets,
            chapter.options.crossref,
            is_book,
            _numbers_sections(chapter, is_book=is_book) or output_format != "html",
            noted,
        ).resolve(chapter.blocks)
    together = is_book and output_format != "html"
    citeproc.cite(project, read, noted, together=together, cache=cache)
    if found is None:
        noted.settle()
    return Document(project, output_format, settings, tuple(read), targets, titles, noted, cache)


def _ordered(project: Project) -> list[book.Entry]:
    """List the source files, the home page of a book first wherever it is listed."""
    entries = list(book.entries(project))
    if project.type == "book":
        entries.sort(key=lambda entry: entry.page != "index.html")
    return entries


def _number_chapters(read: list[Chapter]) -> None:
    counts = {False: 0, True: 0}
    for chapter in read:
        opens_part = chapter.entry.part == chapter.source
        if opens_part or "unnumbered" in chapter.classes:
            continue
        counts[chapter.entry.is_appendix] += 1
        chapter.number = counts[chapter.entry.is_appendix]


def _numbers_sections(chapter: Chapter, *, is_book: bool) -> bool:
    if is_book and chapter.number is None:
        return False
    return chapter.options.flag("number-sections", default=is_book)


def _number(
    read: list[Chapter], settings: Options, *, is_book: bool, faults: Faults
) -> dict[str, Target]:
    targets: dict[str, Target] = {}
    for chapter in read:
        place = Place(
            chapter.source,
            None if chapter.is_index else chapter.number,
            chapter.entry.is_appendix,
            is_book
            if chapter.options.crossref.chapters is None
            else chapter.options.crossref.chapters,
            _numbers_sections(chapter, is_book=is_book),
            chapter.options.number("number-depth", default=6),
        )
        found = [
            *_own_target(chapter, settings, is_book=is_book),
            *Numbering(place, chapter.options.crossref).number(chapter.blocks),
        ]
        for target in found:
            if target.identifier in targets:
                faults.doubt(_twice(chapter, target, targets[target.identifier]))
            targets[target.identifier] = target
    return targets


def _own_target(chapter: Chapter, settings: Options, *, is_book: bool) -> list[Target]:
    """Return the target that a chapter's own title is."""
    if not is_book or chapter.is_index or chapter.number is None:
        return []
    if not chapter.identifier.startswith("sec-"):
        return []
    number = chapter_number(chapter.number, is_appendix=chapter.entry.is_appendix)
    return [
        Target(
            chapter.identifier,
            "sec",
            chapter.source,
            number,
            numbered_title(chapter, settings),
            is_chapter=True,
            is_appendix=chapter.entry.is_appendix,
        )
    ]


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


def _twice(chapter: Chapter, target: Target, first: Target) -> RenderError:
    is_same = first.source == chapter.source
    pattern = rf"(?:#|label:\s*){target.identifier}(?![\w-])"
    where = chapter.manuscript.locate(pattern, occurrence=2 if is_same else 1)
    return RenderError(
        f"the id `{target.identifier}` stands twice",
        where=where,
        hint=f"it is in {first.source} too",
    )
