"""What earlier renders found of each chapter and wrote as its page, so that neither is done twice.

A page is found again by all that it is made of: the chapter's text, settings, values and outputs,
its number, the targets that it refers to, the names of all chapters, the bibliography and the
tool. Chapters of which something was doubtful are not remembered, so that it is told each time;
nor are those that pass through Lua, which may read anything.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from reviewpress import installation
from reviewpress.errors import Location, RenderError
from reviewpress.files import digest as digest_of_file
from reviewpress.pandoc import ast, citeproc, dates, macros, program
from reviewpress.pandoc.cache import Cache, digest
from reviewpress.pandoc.chapter import Chapter
from reviewpress.pandoc.drafts import Draft
from reviewpress.pandoc.facts import Facts, Section
from reviewpress.pandoc.faults import Faults
from reviewpress.pandoc.lua import filters
from reviewpress.pandoc.manuscript import CELL, resolve
from reviewpress.pandoc.numbering import Index, Target
from reviewpress.pandoc.page import Page
from reviewpress.pandoc.values import KNOWN
from reviewpress.project import Project

# Where a line of the configuration stands does not matter.
_NOWHERE = Location("_quarto.yml")
_SETTINGS = (".yml", ".yaml")


@dataclass(slots=True)
class Memory:
    """Remembers the chapters of one document.

    Attributes:
        project: The review, at the profile that is rendered.
        asked: Name of the format in the configuration.
        cache: Where everything is kept.
        base: Digest of what all chapters depend on.
    """

    project: Project
    asked: str
    cache: Cache
    base: str
    _keys: dict[str, str] = field(default_factory=dict)
    _around: dict[str, str] = field(default_factory=dict)
    _files: dict[Path, str] = field(default_factory=dict)

    def learn(self, drafts: Iterable[Draft]) -> None:
        """Take in what each chapter is made of; one of which that cannot be told is left out."""
        for draft in drafts:
            if (key := self._key(draft)) is not None:
                self._keys[draft.chapter.source] = key

    def name(self, chapter: Chapter) -> bool:
        """Give a chapter the title that it had; returns False where it is not known."""
        found = self._recall("name", chapter.source)
        if found is None:
            return False
        chapter.title, chapter.identifier, chapter.classes = found
        return True

    def facts(self, chapter: Chapter) -> Facts | None:
        """Return the facts of a chapter at its number."""
        found = self._recall("facts", chapter.source, str(chapter.number))
        return Facts.from_json(found) if found else None

    def pages(
        self,
        chapters: Sequence[Chapter],
        facts: Mapping[str, Facts],
        *,
        index: Index,
        places: Mapping[str, str],
        holder: str | None,
    ) -> dict[str, Page]:
        """Return the pages that would be written the same, by the source of their chapter.

        Args:
            chapters: All chapters of the document, numbered.
            facts: What they ask for, by source.
            index: Targets of the document by id.
            places: Addresses of headings by id.
            holder: The chapter that holds the list of references, which tells where each is cited.
        """
        named = {source: _asked(one, index, places) for source, one in facts.items()}
        cited = [[source, one.cited, named[source]] for source, one in facts.items() if one.cited]
        shared = digest(_written(holder), _names(chapters))
        found = {}
        for chapter in chapters:
            files = [self._digest(path) for path in citeproc.sources(self.project, chapter)]
            own = [_written(cited)] if chapter.source == holder else []
            around = digest(shared, named[chapter.source], *files, *own)
            self._around[chapter.source] = around
            page = self._recall("page", chapter.source, str(chapter.number), around)
            if page:
                found[chapter.source] = Page.from_json(page)
        return found

    def keep(
        self,
        chapters: Iterable[Chapter],
        facts: Mapping[str, Facts],
        pages: Mapping[str, Page],
        faults: Faults,
    ) -> None:
        """Remember chapters that were written.

        Args:
            chapters: The chapters.
            facts: Their facts.
            pages: Their pages.
            faults: What was found to be wrong with the document.
        """
        chapters = list(chapters)
        doubtful = _doubtful(faults, chapters)
        for chapter in chapters:
            source, number = chapter.source, str(chapter.number)
            # Other pages show the title, and would have to know what its commands stand for.
            is_special = chapter.macros and ast.select(chapter.title, "Math")
            if source in doubtful or is_special:
                continue
            self._keep([chapter.title, chapter.identifier, chapter.classes], "name", source)
            self._keep(asdict(facts[source]), "facts", source, number)
            self._keep(pages[source].as_json(), "page", source, number, self._around[source])

    def _digest(self, path: Path) -> str:
        """Return the digest of a file, empty where there is none."""
        if path not in self._files:
            is_there = path.is_file()
            self._files[path] = digest_of_file(path) if is_there else ""
        return self._files[path]

    def _recall(self, kind: str, source: str, *more: str) -> Any:
        key = self._keys.get(source)
        return self.cache.recall(kind, key, *more) if key else None

    def _keep(self, value: object, kind: str, source: str, *more: str) -> None:
        if key := self._keys.get(source):
            self.cache.keep(value, kind, key, *more)

    def _key(self, draft: Draft) -> str | None:
        chapter = draft.chapter
        options = chapter.options
        named = filters.named(self.project, chapter.front, self.asked, Faults(is_strict=False))
        if named or any(one.name not in {*KNOWN, "", CELL} for one in draft.shortcodes):
            return None
        try:
            values = [_value(draft, one) for one in draft.shortcodes]
        except RenderError:
            return None
        assets = draft.embedder.outputs.assets
        notebooks = sorted(
            resolve(chapter.source, one.arguments[0].partition("#")[0])
            for one in draft.shortcodes
            if one.name == "embed" and one.arguments
        )
        if chapter.source.endswith(".ipynb"):
            notebooks.append(chapter.source)
        return digest(
            *(self.base, repr(replace(chapter.entry, where=_NOWHERE))),
            *(
                chapter.manuscript.text,
                draft.text,
                _written(options.values),
                repr(options.crossref),
            ),
            *(_written(chapter.front.values), _written(values)),
            repr(macros.of((), self.project, options.values)),
            *(f"{name}\0{self._digest(self.project.root / name)}" for name in notebooks),
            *(f"{name}\0{hashlib.sha256(assets[name]).hexdigest()}" for name in sorted(assets)),
        )


def of(project: Project, asked: str, cache: Cache) -> Memory | None:
    """Begin to remember a document; None where nothing is kept."""
    if cache.folder is None:
        return None
    circumstances = [asked, project.profile, project.active, project.type, project.root.name]
    base = digest(
        *("1", installation.tool(), program.version()),
        *(_written(circumstances), _written(project.config.values)),
        # One of them may be the day of the build.
        *(
            str(dates.read_date(project.config.get(*keys)))
            for keys in (("date",), ("book", "date"))
        ),
    )
    return Memory(project, asked, cache, base)


def _asked(facts: Facts, index: Index, places: Mapping[str, str]) -> str:
    """Return the digest of what a chapter takes from others by name."""
    targets = [index.get(name, name) for name in facts.wanted]
    return digest(_written(targets), _written([places.get(name) for name in facts.sought]))


def _names(chapters: Iterable[Chapter]) -> str:
    """Return the digest of what navigation shows of chapters."""
    shown = []
    for chapter in chapters:
        entry = replace(chapter.entry, where=_NOWHERE)
        own = [chapter.title, chapter.identifier, chapter.classes, chapter.number]
        shown.append([repr(entry), *own])
    return digest(_written(shown))


def _doubtful(faults: Faults, chapters: Iterable[Chapter]) -> set[str]:
    """Return the chapters of which something is wrong; all where a fault has no place in one.

    Settings are read each time, and what is wrong with them is told each time.
    """
    files: dict[str, set[str]] = {}
    for chapter in chapters:
        for path in {chapter.source, *(path for path, _ in chapter.manuscript.places)}:
            files.setdefault(path, set()).add(chapter.source)
    found: set[str] = set()
    for fault in (*faults.errors, *faults.warnings):
        path = fault.where.path if fault.where else ""
        if path.endswith(_SETTINGS):
            continue
        found |= files.get(path) or set().union(*files.values())
    return found


def _value(draft: Draft, shortcode: Any) -> str:
    return draft.values.written(shortcode) if shortcode.name in ("var", "meta") else ""


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain, sort_keys=True)


def _plain(value: object) -> object:
    """Return the fields of a record, and the text of what else JSON does not know."""
    if isinstance(value, Target | Section):
        return [getattr(value, one.name) for one in fields(value)]
    return repr(value)
