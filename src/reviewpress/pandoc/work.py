"""Read, number, resolve and cite the chapters of a document, all that are not remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reviewpress.errors import RenderError
from reviewpress.pandoc import chapters, citeproc, facts, macros
from reviewpress.pandoc.chapter import Chapter, numbered_title
from reviewpress.pandoc.crossrefs import Resolver
from reviewpress.pandoc.drafts import Draft
from reviewpress.pandoc.facts import Facts
from reviewpress.pandoc.faults import Faults
from reviewpress.pandoc.fragments import Fragments
from reviewpress.pandoc.memory import Memory
from reviewpress.pandoc.numbering import Index, Numbering, Place, Target, chapter_number
from reviewpress.pandoc.options import Options
from reviewpress.pandoc.page import Page
from reviewpress.project import Project


@dataclass(frozen=True, slots=True)
class Done:
    """What is known of a document once its chapters are resolved.

    Attributes:
        index: Targets of cross-references by id.
        facts: Facts of each chapter by its source.
        holder: Source of the chapter that holds the list of references, or None.
        kept: Pages of earlier renders, by the source of their chapter, which is left empty.
    """

    index: Index
    facts: Mapping[str, Facts]
    holder: str | None
    kept: Mapping[str, Page]


@dataclass(frozen=True, slots=True)
class Work:
    """The making of one document.

    Attributes:
        project: The review, at the profile that is rendered.
        formats: What is written.
        settings: Settings of the project in that format.
        texts: Parser of what comes from data and configuration.
        faults: What is wrong with the chapters is added here.
        memory: What earlier renders found; None to read everything.
    """

    project: Project
    formats: chapters.Formats
    settings: Options
    texts: Fragments
    faults: Faults
    memory: Memory | None
    _numbered: set[str] = field(default_factory=set)
    _opened: set[str] = field(default_factory=set)

    def do(self, drafts: list[Draft]) -> Done:
        """Make of chapters that were begun what a writer takes, in place."""
        every = [draft.chapter for draft in drafts]
        self._name(drafts)
        if self._is_book:
            _number_chapters(every)
        found = self._facts(drafts)
        index = self._index(every, found)
        places = facts.owners(every, found)
        holder = next((one.source for one in every if found[one.source].holds_references), None)
        kept: Mapping[str, Page] = {}
        if self.memory:
            kept = self.memory.pages(every, found, index=index, places=places, holder=holder)
        stale = [draft for draft in drafts if draft.chapter.source not in kept]
        self._read(stale)
        for chapter in [draft.chapter for draft in stale]:
            if chapter.source not in self._numbered:
                self._number(chapter)
            facts.join(chapter.blocks, chapter.source, found[chapter.source].sought, places)
            self._resolver(chapter, index).resolve(chapter.blocks)
        self._cite([draft.chapter for draft in stale], found, holder)
        return Done(index, found, holder, kept)

    @property
    def _is_book(self) -> bool:
        return self.project.type == "book"

    def _read(self, drafts: Iterable[Draft]) -> None:
        """Read those chapters that were not yet, all at once."""
        unread = [draft for draft in drafts if draft.chapter.source not in self._opened]
        self._opened.update(draft.chapter.source for draft in unread)
        chapters.read(self.project, unread, self.formats, data=self.texts, faults=self.faults)
        macros.collect(self.project, [draft.chapter for draft in unread])

    def _name(self, drafts: list[Draft]) -> None:
        """Find the title of each chapter."""
        if self.memory:
            self.memory.learn(drafts)
            drafts = [draft for draft in drafts if not self.memory.name(draft.chapter)]
        self._read(drafts)

    def _facts(self, drafts: list[Draft]) -> dict[str, Facts]:
        """Find the facts of each chapter, whose number is known."""
        found: dict[str, Facts | None] = {
            draft.chapter.source: self.memory.facts(draft.chapter) if self.memory else None
            for draft in drafts
        }
        unknown = [draft for draft in drafts if found[draft.chapter.source] is None]
        self._read(unknown)
        for chapter in [draft.chapter for draft in unknown]:
            found[chapter.source] = facts.gather(chapter, self._number(chapter))
        return {source: one for source, one in found.items() if one is not None}

    def _number(self, chapter: Chapter) -> list[Target]:
        """Write the numbers into a chapter, and return what cross-references can aim at."""
        self._numbered.add(chapter.source)
        place = Place(
            chapter.source,
            None if chapter.is_index else chapter.number,
            chapter.entry.is_appendix,
            self._is_book
            if chapter.options.crossref.chapters is None
            else chapter.options.crossref.chapters,
            self._numbers_sections(chapter),
            chapter.options.number("number-depth", default=6),
        )
        numbering = Numbering(place, chapter.options.crossref)
        return [*self._own_target(chapter), *numbering.number(chapter.blocks)]

    def _own_target(self, chapter: Chapter) -> list[Target]:
        """Return the target that a chapter's own title is."""
        if not self._is_book or chapter.is_index or chapter.number is None:
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
                numbered_title(chapter, self.settings),
                is_chapter=True,
                is_appendix=chapter.entry.is_appendix,
            )
        ]

    def _numbers_sections(self, chapter: Chapter) -> bool:
        if self._is_book and chapter.number is None:
            return False
        return chapter.options.flag("number-sections", default=self._is_book)

    def _index(self, every: Sequence[Chapter], found: Mapping[str, Facts]) -> dict[str, Target]:
        """Join the targets of all chapters; of two with one id, the last is taken."""
        index: dict[str, Target] = {}
        for chapter in every:
            for target in found[chapter.source].targets:
                if target.identifier in index:
                    self.faults.doubt(_twice(chapter, target, index[target.identifier]))
                index[target.identifier] = target
        return index

    def _resolver(self, chapter: Chapter, index: Index) -> Resolver:
        return Resolver(
            chapter.manuscript,
            index,
            chapter.options.crossref,
            self._is_book,
            self._numbers_sections(chapter) or self.formats.written != "html",
            self.faults,
        )

    def _cite(self, stale: list[Chapter], found: Mapping[str, Facts], holder: str | None) -> None:
        cache = self.texts.cache
        if self._is_book and self.formats.written != "html":
            citeproc.cite_together(self.project, stale, self.faults, holder=holder, cache=cache)
            return
        keys = {source: one.keys for source, one in found.items()}
        citeproc.cite(self.project, stale, self.faults, keys=keys, holder=holder, cache=cache)


def _number_chapters(read: list[Chapter]) -> None:
    counts = {False: 0, True: 0}
    for chapter in read:
        opens_part = chapter.entry.part == chapter.source
        if opens_part or "unnumbered" in chapter.classes:
            continue
        counts[chapter.entry.is_appendix] += 1
        chapter.number = counts[chapter.entry.is_appendix]


def _twice(chapter: Chapter, target: Target, first: Target) -> RenderError:
    is_same = first.source == chapter.source
    pattern = rf"(?:#|label:\s*){target.identifier}(?![\w-])"
    where = chapter.manuscript.locate(pattern, occurrence=2 if is_same else 1)
    return RenderError(
        f"the id `{target.identifier}` stands twice",
        where=where,
        hint=f"it is in {first.source} too",
    )
