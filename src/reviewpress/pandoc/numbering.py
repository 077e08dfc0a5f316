"""Numbers of sections, floats, equations, theorems and callouts, chapter by chapter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from reviewpress.pandoc import ast
from reviewpress.pandoc.ast import Attr, Node, Nodes
from reviewpress.pandoc.options import CrossrefOptions

_LEVELS = 7
_MARKED = frozenset(("rp-float", "rp-callout", "rp-theorem", "rp-proof", "rp-equation"))


@dataclass(frozen=True, slots=True)
class Target:
    """Something that a cross-reference can aim at.

    Attributes:
        identifier: Its id.
        prefix: Kind of target, such as `fig`.
        source: Chapter that holds it.
        number: As it is shown, such as `1.2`, `A.1` or, for a sub-float, `1.2 (b)`.
        title: Inlines of its caption or heading.
        is_chapter: Whether it is a chapter's own title.
        is_appendix: Whether its chapter is an appendix.
        parent: Id of the float that holds this sub-float, or None.
    """

    identifier: str
    prefix: str
    source: str
    number: str
    title: Nodes
    is_chapter: bool = False
    is_appendix: bool = False
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where numbering begins in a chapter.

    Attributes:
        source: The chapter.
        number: Its number, or None for an unnumbered one and outside of books.
        is_appendix: Whether numbers begin with a letter.
        in_book: Whether floats count by chapter.
        number_sections: Whether headings show numbers.
        number_depth: Deepest level that does.
    """

    source: str
    number: int | None
    is_appendix: bool
    in_book: bool
    number_sections: bool
    number_depth: int


@dataclass(slots=True)
class Numbering:
    """Counters of one chapter."""

    place: Place
    options: CrossrefOptions
    _sections: list[int] = field(default_factory=lambda: [0] * _LEVELS)
    _next: dict[str, int] = field(default_factory=dict)
    _has_top: bool = False

    def number(self, blocks: Nodes) -> Iterator[Target]:
        """Write numbers into the attribute `number` of what is counted, and yield the targets."""
        self._has_top = any(node["t"] == "Header" and node["c"][0] == 1 for node in blocks)
        self._sections[0] = self.place.number or 0
        for node in ast.descend(blocks):
            if node["t"] == "Header":
                yield from self._header(node)
                continue
            attributes = node["c"][0] if node["t"] in ("Div", "Span") else None
            if attributes and attributes[0] and _MARKED.intersection(attributes[1]):
                yield from self._element(node, attributes)

    def _header(self, node: Node) -> Iterator[Target]:
        level, attributes, title = node["c"]
        if "unnumbered" in attributes[1]:
            return
        current = max((i + 1 for i, count in enumerate(self._sections) if count), default=0)
        if level < current:
            self._sections[level:] = [0] * (_LEVELS - level)
        self._sections[level - 1] += 1
        if level == 1 and self.place.in_book:
            self._next.clear()
        number = self._section_number()
        if self.place.number_sections and level <= self.place.number_depth:
            ast.put(attributes, "number", number)
        if attributes[0].lower().startswith("sec-"):
            is_chapter = self.place.in_book and not any(self._sections[1:])
            yield self._target(attributes[0], number, title, is_chapter=is_chapter)

    def _element(self, node: Node, attributes: Attr) -> Iterator[Target]:
        identifier = attributes[0]
        category = self.options.category_of(identifier)
        if category is None:
            return
        parent = ast.value(attributes, "parent")
        if not parent:
            order = self._next[category.prefix] = self._next.get(category.prefix, 0) + 1
            own = self.options.write(order, category.prefix)
            number = f"{self._chapter()}.{own}" if self._chapter() else own
            ast.put(attributes, "number", number)
            yield self._target(identifier, number, _title(node))
            if "rp-float" in attributes[1]:
                yield from self._subfloats(node, number)

    def _subfloats(self, node: Node, number: str) -> Iterator[Target]:
        parent = node["c"][0][0]
        inner = (found for found in ast.descend(node["c"][1]) if found["t"] == "Div")
        floats = [found for found in inner if "rp-float" in found["c"][0][1] and found["c"][0][0]]
        for order, subfloat in enumerate(floats, start=1):
            letter = self.options.write(order, "subref")
            attributes = subfloat["c"][0]
            ast.put(attributes, "parent", parent)
            ast.put(attributes, "number", letter)
            yield self._target(
                attributes[0], f"{number} ({letter})", _title(subfloat), parent=parent
            )

    def _target(
        self,
        identifier: str,
        number: str,
        title: Nodes,
        *,
        is_chapter: bool = False,
        parent: str | None = None,
    ) -> Target:
        category = self.options.category_of(identifier)
        return Target(
            identifier,
            category.prefix if category else "",
            self.place.source,
            number,
            title,
            is_chapter=is_chapter,
            is_appendix=self.place.is_appendix,
            parent=parent,
        )

    def _chapter(self) -> str:
        if not self.place.in_book or not self._sections[0]:
            return ""
        return chapter_number(self._sections[0], is_appendix=self.place.is_appendix)

    def _section_number(self) -> str:
        last = max((i for i, count in enumerate(self._sections) if count), default=0)
        parts = [str(count) for count in self._sections[1 : last + 1]]
        # A short document with headings of the first level counts the parts before them as 0.
        top = str(self._sections[0]) if self._has_top else ""
        chapter = self._chapter() if self.place.in_book else top
        return ".".join([chapter, *parts] if chapter else parts)


def chapter_number(number: int, *, is_appendix: bool) -> str:
    """Write the number of a chapter, a letter for an appendix."""
    return chr(ord("A") + number - 1) if is_appendix else str(number)


def _title(node: Node) -> Nodes:
    """Return the caption or title that a node begins with."""
    content = node["c"][1]
    if node["t"] == "Span" or not content or content[0]["t"] != "Div":
        return []
    return content[0]["c"][1][0]["c"]  # type: ignore[no-any-return]


Index = Mapping[str, Target]
