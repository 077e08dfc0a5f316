"""What surrounds a page's text: list of chapters, contents of the page, previous and next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from markupsafe import Markup

from reviewpress import book
from reviewpress.pandoc import ast
from reviewpress.pandoc.assemble import Document
from reviewpress.pandoc.ast import Node, Nodes
from reviewpress.pandoc.categories import NBSP
from reviewpress.pandoc.chapter import Chapter
from reviewpress.pandoc.html.markup import text
from reviewpress.pandoc.html.writer import Writer


@dataclass(slots=True)
class Item:
    """An entry of the list of chapters, or of the contents of a page.

    Attributes:
        label: What it shows.
        href: Where it leads; None for a part without a page.
        is_here: Whether it is the page that shows it.
        items: Entries below it.
    """

    label: Markup
    href: str | None
    is_here: bool = False
    items: list[Item] = field(default_factory=list)


def label(document: Document, chapter: Chapter, writer: Writer) -> Markup:
    """Write how a chapter is called in navigation."""
    title = Markup(writer.inlines(plain(_title(chapter))))  # noqa: S704 - the writer escapes
    if chapter.entry.text:
        title = Markup.escape(chapter.entry.text)
    number = document.shown_number(chapter)
    if not number:
        return title
    return Markup(
        '<span class="chapter-number">{}</span>{} <span class="chapter-title">{}</span>'
    ).format(number, NBSP, title)


def _title(chapter: Chapter) -> Nodes:
    return chapter.title or ast.words(chapter.entry.page.rsplit("/", 1)[-1])


def plain(inlines: Nodes) -> Nodes:
    """Return inlines without notes, links and raw HTML, which cannot stand inside a link."""
    result: Nodes = []
    for node in inlines:
        if node["t"] in ("Note", "RawInline"):
            continue
        if node["t"] in ("Link", "Cite", "Span"):
            result += plain(node["c"][1])
        else:
            result.append(node)
    return result


def sidebar(document: Document, here: Chapter, writer: Writer) -> list[Item]:
    """List the parts and chapters as seen from a page."""
    items: list[Item] = []
    groups: dict[object, Item] = {}
    for chapter in _listed(document):
        entry = chapter.entry
        address = writer.address(f"/{chapter.source}")
        own = Item(label(document, chapter, writer), address, is_here=chapter is here)
        holder = items
        if entry.is_appendix:
            title = Markup.escape(document.options.word("section-title-appendices"))
            holder = _group(groups, "appendices", Item(title, None), holder)
        if entry.part == entry.source:
            _group(groups, entry.part_index, own, holder)
        elif entry.part:
            part = Item(_part(entry.part, document, writer), None)
            _group(groups, entry.part_index, part, holder).append(own)
        else:
            holder.append(own)
    return items


def _listed(document: Document) -> tuple[Chapter, ...]:
    """Return the chapters in the order of the configuration, where the home page may be later."""
    if not document.is_book:
        return document.chapters
    order = [entry.source for entry in book.listed(document.project)]
    return tuple(sorted(document.chapters, key=lambda chapter: order.index(chapter.source)))


def _group(groups: dict[object, Item], key: object, new: Item, holder: list[Item]) -> list[Item]:
    """Return the entries of a group, which is added to `holder` when it is first met."""
    if key not in groups:
        groups[key] = new
        holder.append(new)
    return groups[key].items


def _part(title: str, document: Document, writer: Writer) -> Markup:
    return Markup(writer.inlines(plain(document.texts.inlines(title))))  # noqa: S704 - as above


def contents(chapter: Chapter, writer: Writer) -> list[Item]:
    """List the headings of a page, down to `toc-depth`."""
    if not chapter.options.flag("toc", default=True) or "unlisted" in chapter.classes:
        return []
    depth = chapter.options.number("toc-depth", default=3)
    top: list[Item] = []
    stack: list[tuple[int, list[Item]]] = [(0, top)]
    for node in _sections([*chapter.blocks, *_titled_references(chapter, writer)]):
        level, attr, title = node["c"]
        if level > depth or "unlisted" in attr[1] or not attr[0]:
            continue
        while stack[-1][0] >= level:
            stack.pop()
        number = ast.value(attr, "number")
        shown = f'<span class="header-section-number">{text(number)}</span> ' if number else ""
        html = Markup(shown + writer.inlines(plain(title)))  # noqa: S704 - the writer escapes
        item = Item(html, f"#{attr[0]}")
        stack[-1][1].append(item)
        stack.append((level, item.items))
    return top


def _titled_references(chapter: Chapter, writer: Writer) -> Nodes:
    return chapter.references if writer.site.document.is_book else []


def _sections(blocks: Nodes) -> Iterator[Node]:
    """Yield the headings that open sections; a block that begins with one is a section."""
    for node in blocks:
        if node["t"] == "Header":
            yield node
        elif node["t"] == "Div" and node["c"][1] and not ast.is_own(node):
            first, *rest = node["c"][1]
            levels = [one["c"][0] for one in rest if one["t"] == "Header"]
            if first["t"] == "Header" and all(level > first["c"][0] for level in levels):
                yield from _sections(node["c"][1])


def neighbours(
    document: Document, here: Chapter, writer: Writer
) -> tuple[Item | None, Item | None]:
    """Return the previous and the next page."""
    chapters = _listed(document)
    position = chapters.index(here)
    found: list[Item | None] = []
    for index in (position - 1, position + 1):
        if 0 <= index < len(chapters):
            chapter = chapters[index]
            shown = label(document, chapter, writer)
            found.append(Item(shown, writer.address(f"/{chapter.source}")))
        else:
            found.append(None)
    return found[0], found[1]
