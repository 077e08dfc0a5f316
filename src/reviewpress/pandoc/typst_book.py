"""A document as Typst files: one that sets it up, and one for each chapter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath

from reviewpress.errors import RenderError
from reviewpress.pandoc import ast, links, matter, typst, typst_math
from reviewpress.pandoc.assemble import Document
from reviewpress.pandoc.ast import Node, Nodes
from reviewpress.pandoc.chapter import Chapter
from reviewpress.pandoc.column_widths import BOOK, BRIEF
from reviewpress.pandoc.fragments import CHAPTER_FORMAT, Fragments
from reviewpress.pandoc.matter import Matter
from reviewpress.pandoc.targets import Targets, identifiers
from reviewpress.pandoc.typst_text import Page, anchor, literal

_WORDS = {
    "contents": "Contents",
    "cite": "How to cite",
    "licence": "Licence",
    "online": "Online",
    "edition": "Edition",
}

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Sources:
    """Typst files of a document.

    Attributes:
        main: Text of the file to compile.
        chapters: Text by file name, in reading order.
        origins: The chapter's source by file name.
        math: Typst of the formulas by kind and TeX source.
    """

    main: str
    chapters: dict[str, str]
    origins: dict[str, str]
    math: Mapping[Key, str]


def write(
    document: Document,
    front: Matter,
    targets: Targets,
    image: Callable[[str], str],
    *,
    refused: frozenset[Key] = frozenset(),
) -> Sources:
    """Write a document as Typst.

    Args:
        document: The assembled document.
        front: What stands on its cover.
        targets: The places that links may lead to.
        image: Turns an image's address into a path below the staging folder.
        refused: Formulas that typst does not take, to be printed as TeX.
    """
    template = "book" if document.is_book else "brief"
    base = Page(
        resolve=_resolver(document, targets),
        image=image,
        math=_formulas(document, refused),
        is_book=document.is_book,
        room=BOOK if document.is_book else BRIEF,
        options=document.options.crossref,
    )
    chapters, origins = {}, {}
    parts = _parts(document)
    for number, chapter in enumerate(document.chapters):
        page = replace(base, labels=targets.of_chapter(chapter.source))
        name = f"chapter-{number:02}.typ"
        part, opening = parts.get(chapter.source, ""), targets.openings[chapter.source]
        text = _chapter(document, chapter, page, part=part, opening=opening)
        chapters[name] = f'#import "{template}.typ": *\n\n{text}\n'
        origins[name] = chapter.source
    return Sources(_main(document, front, base, list(chapters)), chapters, origins, base.math)


def _resolver(document: Document, targets: Targets) -> Callable[[str], str | None]:
    """Return what finds the place of a link, and warns of one that leads nowhere."""

    def resolve(target: str) -> str | None:
        address = targets.resolve(target)
        path, fragment = links.split(target)
        sources = {chapter.source for chapter in document.chapters}
        if address is None and fragment and links.is_local(target) and path in sources:
            pattern = rf"#{re.escape(fragment)}(?![\w-])"
            places = (chapter.manuscript.find(pattern) for chapter in document.chapters)
            where = next((place for place in places if place), None)
            message = f"the link to `#{fragment}` leads nowhere and is printed as text"
            document.faults.warn(RenderError(message, where=where))
        return address

    return resolve


def _formulas(document: Document, refused: frozenset[Key]) -> Mapping[Key, str]:
    """Convert the formulas, and note those that pandoc cannot read or typst does not take."""
    parts = [_shown(document, chapter) for chapter in document.chapters]
    with ThreadPoolExecutor() as pool:
        own = [chapter.macros for chapter in document.chapters]
        convert = partial(typst_math.convert, document.cache)
        converted = list(pool.map(convert, parts, own))
    known = {key: typst for one in converted for key, typst in one.items() if key not in refused}
    for chapter, part in zip(document.chapters, parts, strict=True):
        for node in ast.select(part, "Math"):
            if (node["c"][0]["t"], node["c"][1]) in known:
                continue
            first = (node["c"][1].strip().splitlines() or [""])[0]
            where = chapter.manuscript.locate(re.escape(first))
            if (node["c"][0]["t"], node["c"][1]) in refused:
                message = f"typst cannot set the formula `{first}`, which is printed as TeX"
                document.faults.warn(RenderError(message, where=where))
                continue
            message = f"the formula `{first}` is not TeX that pandoc can read"
            document.faults.doubt(RenderError(message, where=where))
    return known


def _shown(document: Document, chapter: Chapter) -> Nodes:
    """Return the blocks of a chapter with its title as a heading before them."""
    title = _title(document, chapter)
    references = list(chapter.references)
    if references and references[0]["t"] != "Header" and document.is_book:
        heading = ast.attr("", ["unnumbered"])
        references.insert(
            0, _heading(1, heading, ast.words(document.options.word("section-title-references")))
        )
    return [*title, *chapter.blocks, *references]


def _title(document: Document, chapter: Chapter) -> Nodes:
    """Return the heading that opens a chapter; the home page of a book may bring its own."""
    if not document.is_book or _opens_part(chapter):
        return []
    first = next((block for block in chapter.blocks if block["t"] == "Header"), None)
    if chapter.is_index and first is not None and first["c"][0] == 1:
        return []
    attributes = ast.attr(chapter.identifier, chapter.classes)
    if number := document.number_of(chapter):
        ast.put(attributes, "number", number)
    name = PurePosixPath(chapter.source).stem
    if chapter.is_index:
        name = matter.without_marks(document.project.config.get("book", "title")) or name
    text = chapter.title or ast.words(name)
    return [_heading(1, attributes, text)]


def _heading(level: int, attributes: ast.Attr, text: Nodes) -> Node:
    return {"t": "Header", "c": [level, attributes, text]}


def _opens_part(chapter: Chapter) -> bool:
    return chapter.entry.part == chapter.source


def _parts(document: Document) -> dict[str, str]:
    """Write the page of each part; returned by the source of the chapter that it precedes."""
    pages: dict[str, str] = {}
    last: int | None = None
    has_appendices = False
    for chapter in document.chapters if document.is_book else ():
        entry = chapter.entry
        if entry.is_appendix and not has_appendices:
            has_appendices = True
            title = literal(document.options.word("section-title-appendices"))
            pages[chapter.source] = f"#part-page({title}, bookmarked: true)[];\n\n"
        if entry.part_index is None or entry.part_index == last:
            continue
        last = entry.part_index
        label = f"number: {last + 1}, "
        if not _opens_part(chapter):
            title = literal(matter.without_marks(entry.part or ""))
            pages[chapter.source] = f"#part-page({label}{title})[];\n\n"
        else:
            pages[chapter.source] = label
    return pages


def _chapter(document: Document, chapter: Chapter, page: Page, *, part: str, opening: str) -> str:
    """Write a chapter; `opening` is the label of its beginning."""
    if _opens_part(chapter):
        title = typst.inlines(chapter.title, page)
        here = anchor(page, chapter.identifier) + anchor(page, opening)
        body = typst.blocks(_shown(document, chapter), page)
        return f"#part-page({part}[{title}])[{here}{body}];"
    blocks = _levelled(document, _shown(document, chapter))
    if blocks and blocks[0]["t"] == "Header" and not blocks[0]["c"][1][0]:
        blocks[0]["c"][1][0] = opening
    text = typst.blocks(blocks, page)
    names = {page.labels.get(name, name): name for name in identifiers(blocks)}
    lost = [
        name for label, name in {**names, opening: opening}.items() if label not in page.written
    ]
    return f"{part}{''.join(anchor(page, name) for name in lost)}{text}"


def _levelled(document: Document, blocks: Nodes) -> Nodes:
    """Let the headings of a short document begin at the first level; its title is none of them."""
    levels = [node["c"][0] for node in ast.descend(blocks) if node["t"] == "Header"]
    shift = min(levels, default=1) - 1
    if document.is_book or not shift:
        return blocks
    for node in ast.descend(blocks):
        if node["t"] == "Header":
            node["c"][0] -= shift
    return blocks


def _main(document: Document, front: Matter, page: Page, names: list[str]) -> str:
    template = "book" if document.is_book else "brief"
    settings = "\n".join(f"  {key}: {value}," for key, value in _settings(document, front, page))
    includes = "\n".join(f'#include "{name}"' for name in names)
    return (
        f'#import "{template}.typ": *\n\n#show: {template}.with((\n{settings}\n))\n\n{includes}\n'
    )


def _settings(document: Document, front: Matter, page: Page) -> Iterator[tuple[str, str]]:
    """Yield what the template is told, each value as Typst."""
    language, _, region = front.language.partition("-")
    edition = f"{_WORDS['edition']} {front.edition}" if front.edition else ""
    fragments = Fragments(CHAPTER_FORMAT)
    abstract = typst.blocks(fragments.blocks(front.abstract), page) if front.abstract else ""
    named = {**_WORDS, "contents": document.options.word("toc-title-document")}
    words = ", ".join(f"{key}: {literal(word)}" for key, word in named.items())
    yield "title", literal(front.title)
    yield "plain-title", literal(front.title)
    yield "plain-authors", _array(front.authors)
    yield "plain-description", _text(" ".join(front.abstract.split()))
    yield "keywords", _array(front.keywords)
    yield "subtitle", _text(front.subtitle)
    yield "authors", _array(front.authors)
    yield "date", _text(front.day)
    yield "moment", _moment(front)
    yield "edition", _text(edition)
    yield "licence", _text(front.licence)
    yield "citation", _text(front.citation)
    yield "url", f"link({literal(front.url)})" if front.url else "none"
    yield "abstract", f"[{abstract}]" if abstract and document.is_book else "none"
    yield "lang", literal(language)
    yield "region", _text(region)
    yield "foot", literal(" \u00b7 ".join(filter(None, (front.title, edition))))
    has_contents = document.options.flag("toc", default=True)
    depth = document.options.number("toc-depth", default=2) if has_contents else 0
    yield "toc-depth", str(depth)
    yield "words", f"({words})"


def _moment(front: Matter) -> str:
    day = front.date
    return f"datetime(year: {day.year}, month: {day.month}, day: {day.day})" if day else "none"


def _text(value: str) -> str:
    return literal(value) if value else "none"


def _array(values: tuple[str, ...]) -> str:
    return "(" + "".join(f"{literal(value)}, " for value in values).rstrip() + ")"
