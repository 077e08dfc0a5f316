"""What the chapters of a document need to know of each other: targets, titles, and what each asks.

A chapter whose facts are known from an earlier render need not be read for the sake of another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reviewpress.pandoc import ast, links
from reviewpress.pandoc.ast import Nodes
from reviewpress.pandoc.chapter import Chapter
from reviewpress.pandoc.numbering import Target
from reviewpress.pandoc.options import CrossrefOptions


@dataclass(frozen=True, slots=True)
class Section:
    """A section, or what stands before the first, that cites something.

    Attributes:
        identifier: Id of its heading; empty for the beginning of a chapter.
        number: Its number, or empty.
        title: Its title, or empty.
        keys: What it cites, in order of first use.
    """

    identifier: str
    number: str
    title: str
    keys: tuple[str, ...]

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Section:
        """Return what `dataclasses.asdict` made JSON of."""
        return cls(**{**value, "keys": tuple(value["keys"])})


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one chapter, once it is numbered.

    Attributes:
        targets: What cross-references can aim at.
        headings: Ids of its headings.
        wanted: Ids that its cross-references aim at, sorted.
        sought: Places that links to its own page name and it does not have, sorted.
        cited: Sections that cite something.
        holds_references: Whether the list of references goes here.
    """

    targets: tuple[Target, ...]
    headings: tuple[str, ...]
    wanted: tuple[str, ...]
    sought: tuple[str, ...]
    cited: tuple[Section, ...]
    holds_references: bool

    @property
    def keys(self) -> tuple[str, ...]:
        """What the chapter cites, in order of first use."""
        return tuple(dict.fromkeys(key for section in self.cited for key in section.keys))

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Facts:
        """Return what `dataclasses.asdict` made JSON of."""
        return cls(
            tuple(Target(**target) for target in value["targets"]),
            tuple(value["headings"]),
            tuple(value["wanted"]),
            tuple(value["sought"]),
            tuple(Section.from_json(section) for section in value["cited"]),
            value["holds_references"],
        )


def gather(chapter: Chapter, targets: Iterable[Target]) -> Facts:
    """Go over a numbered chapter whose references are not resolved yet.

    Args:
        chapter: The chapter.
        targets: What numbering found in it.
    """
    headings: dict[str, None] = {}
    own = {chapter.identifier}
    fragments: set[str] = set()
    wanted: set[str] = set()
    holds_references = False
    for node in ast.descend(chapter.blocks):
        kind = node["t"]
        attributes = ast.get_attr(node)
        if attributes and attributes[0]:
            own.add(attributes[0])
            if kind == "Header":
                headings.setdefault(attributes[0])
            elif kind == "Div" and attributes[0] == "refs":
                holds_references = True
        if kind == "Cite":
            wanted.update(_references(node, chapter.options.crossref))
        elif kind == "Link":
            path, fragment = links.split(node["c"][2][0])
            if path == chapter.source and fragment:
                fragments.add(fragment)
    return Facts(
        tuple(targets),
        tuple(headings),
        tuple(sorted(wanted)),
        tuple(sorted(fragments - own)),
        sections(chapter),
        holds_references,
    )


def sections(chapter: Chapter) -> tuple[Section, ...]:
    """List the sections of a numbered chapter that cite something, in reading order."""
    found: dict[tuple[str, str, str], dict[str, None]] = {}
    here = ("", "", "")
    for node in ast.descend(chapter.blocks):
        if node["t"] == "Header" and node["c"][1][0]:
            _, attributes, inlines = node["c"]
            number = ast.value(attributes, "number")
            here = (attributes[0], number, ast.stringify(inlines))
        elif node["t"] == "Cite" and not _references(node, chapter.options.crossref):
            for citation in node["c"][0]:
                found.setdefault(here, {}).setdefault(citation["citationId"])
    return tuple(Section(*place, tuple(keys)) for place, keys in found.items())


def _references(cite: ast.Node, options: CrossrefOptions) -> list[str]:
    """Return the ids that a citation refers to which is a cross-reference."""
    names = [citation["citationId"] for citation in cite["c"][0]]
    return [name[0].lower() + name[1:] for name in names if options.category_of(name)]


def owners(chapters: Sequence[Chapter], facts: Mapping[str, Facts]) -> dict[str, str]:
    """Return the root-relative address of each heading by its id, the first one's of several."""
    found: dict[str, str] = {}
    for chapter in chapters:
        if chapter.identifier:
            found.setdefault(chapter.identifier, f"/{chapter.source}")
        for name in facts[chapter.source].headings:
            found.setdefault(name, f"/{chapter.source}#{name}")
    return found


def join(blocks: Nodes, source: str, sought: Iterable[str], places: Mapping[str, str]) -> None:
    """Lead links whose place is not on their own page to the page that has it, in place.

    Quarto follows `[text](#id)` over a whole book.

    Args:
        blocks: Of a chapter.
        source: The chapter.
        sought: The places that it does not have itself.
        places: Addresses of headings by their id.
    """
    elsewhere = {fragment: places[fragment] for fragment in sought if fragment in places}
    for node in ast.select(blocks, "Link") if elsewhere else ():
        path, fragment = links.split(node["c"][2][0])
        if path == source and fragment in elsewhere:
            node["c"][2][0] = elsewhere[fragment]
