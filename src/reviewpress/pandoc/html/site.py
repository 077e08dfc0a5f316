"""Write an assembled document as a folder of pages with all they need."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from reviewpress.files import write_bytes, write_text
from reviewpress.pandoc import ast, facts, links
from reviewpress.pandoc.assemble import Document
from reviewpress.pandoc.ast import Node, Nodes
from reviewpress.pandoc.chapter import Chapter
from reviewpress.pandoc.html import aliases, attachments, backlinks, data_tables, navigation
from reviewpress.pandoc.html.engraved import engrave
from reviewpress.pandoc.html.heading import heading
from reviewpress.pandoc.html.markup import element
from reviewpress.pandoc.html.writer import ASSETS, Site, Writer
from reviewpress.pandoc.page import Page

_FILES = (
    *("site.css", "site.js", "theme.js", "icon.svg", "orcid.svg"),
    *("previews.js", "figures.css", "figures.js", "tables.css", "tables.js"),
)
_ID = re.compile(r"\sid=[\"']([^\"']+)[\"']")
POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src-elem 'self'; "
    "style-src-attr 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'"
)


def write_site(document: Document, out: Path) -> tuple[str, ...]:
    """Write the pages of a document, their pictures and linked files, styles and scripts.

    Args:
        document: Assembled for `html`.
        out: Folder to write into.

    Returns:
        The pages, relative to `out`.

    Raises:
        RenderError: A formula cannot be read, a picture does not exist, a link leads to a source
            that has no page, or an alias is the address of another page.
    """
    is_below = not document.is_book and document.project.profile is not None
    engraved = engrave(document.chapters, document.faults, document.cache)
    addresses = _pages(document)
    holder = document.holder if document.is_book else None
    site = Site(document, addresses, engraved, holder, is_below, backlinks.collect(document))
    new: dict[str, Page] = {}
    for chapter in document.chapters:
        page = document.kept.get(chapter.source)
        if page is None:
            page = new[chapter.source] = _page(site, chapter)
        write_text(out / addresses[chapter.source], page.html)
        attachments.copy(document, chapter, page, out)
    aliases.write(site, out)
    document.faults.settle()
    folder = resources.files("reviewpress.pandoc.html") / "assets"
    for name in _FILES:
        write_bytes(out / ASSETS / name, (folder / name).read_bytes())
    if document.memory:
        written = [chapter for chapter in document.chapters if chapter.source in new]
        document.memory.keep(written, document.facts, new, document.faults)
    if any(page.has_tables for page in (*new.values(), *document.kept.values())):
        data_tables.copy_library(out)
    return tuple(addresses[chapter.source] for chapter in document.chapters)


def _page(site: Site, chapter: Chapter) -> Page:
    """Write a page."""
    own_ids = _ids(chapter.blocks) if site.is_below else frozenset()
    writer = Writer(site, chapter, site.pages[chapter.source], own_ids=own_ids)
    context = _context(site.document, chapter, writer)
    return Page(
        template().render(context) + "\n",
        tuple(writer.pictures),
        () if site.is_below else tuple(writer.resources),
        tuple(writer.strays),
        {name: content for name, content in chapter.assets.items() if name in writer.pictures},
        context["has_tables"],
        facts.sections(chapter),
    )


def _ids(blocks: Nodes) -> frozenset[str]:
    """Return the ids of a text, those in raw HTML too."""
    found = set()
    for node in ast.descend(blocks):
        attributes = ast.get_attr(node)
        if attributes and attributes[0]:
            found.add(attributes[0])
        elif node["t"] in ("RawBlock", "RawInline"):
            found.update(_ID.findall(node["c"][1]))
    return frozenset(found)


def _pages(document: Document) -> dict[str, str]:
    """Return the page of each source; a profile's short document is the index of its folder."""
    if document.is_book or len(document.chapters) > 1 or document.project.profile is None:
        return {chapter.source: chapter.entry.page for chapter in document.chapters}
    return {document.chapters[0].source: "index.html"}


@cache
def template() -> jinja2.Template:
    """Return the template of pages, which takes long to compile."""
    loader = jinja2.PackageLoader("reviewpress.pandoc.html", "assets")
    environment = jinja2.Environment(
        loader=loader,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template("page.html.jinja")


def _context(document: Document, chapter: Chapter, writer: Writer) -> dict[str, Any]:
    blocks, title = _reference_title(chapter, writer)
    blocks = _covered(document, chapter, blocks)
    body = writer.blocks(blocks)
    references = writer.blocks(_list(document, chapter))
    notes = writer.footnotes()
    project = document.project
    previous, following = navigation.neighbours(document, chapter, writer)
    depth = writer.page.count("/")
    values = chapter.options.values
    return {
        "lang": str(values.get("lang") or "en"),
        "policy": POLICY,
        "root": "../" * depth,
        "assets": "../" * depth + ASSETS,
        "icon": _icon(document, writer),
        "styles": _own_styles(document, writer),
        "book_title": project.config.get("book", "title", default="") if document.is_book else "",
        "is_book": document.is_book,
        "heading": heading(document, chapter, writer),
        "sidebar": navigation.sidebar(document, chapter, writer) if document.is_book else [],
        "toc": navigation.contents(chapter, writer),
        "toc_title": values.get("toc-title")
        or chapter.options.word(f"toc-title-{'website' if document.is_book else 'document'}"),
        "has_tables": f"<table {data_tables.MARK}" in body,
        "has_figures": "<figure" in body and "<img" in body,
        "body": Markup(body),  # noqa: S704 - the writer escapes
        "references": Markup(references),  # noqa: S704 - as above
        "references_title": title,
        "notes": Markup(notes),  # noqa: S704 - as above
        "previous": previous if document.is_book else None,
        "next": following if document.is_book else None,
        "home": writer.address(f"/{document.chapters[0].source}"),
    }


def _list(document: Document, chapter: Chapter) -> Nodes:
    """Return the list of references; outside of a book its title stands with the page's own."""
    is_titled = chapter.references and chapter.references[0]["t"] == "Header"
    return chapter.references[1:] if is_titled and not document.is_book else chapter.references


def _reference_title(chapter: Chapter, writer: Writer) -> tuple[Nodes, Markup]:
    """Take a heading that ends a text with references: they stand under it."""
    last = chapter.blocks[-1] if chapter.blocks else None
    if writer.site.document.is_book:
        return chapter.blocks, Markup()
    if not chapter.references or last is None or last["t"] != "Header":
        own = chapter.options.values.get("reference-section-title")
        word = chapter.options.word("section-title-references")
        return chapter.blocks, Markup.escape(str(own or word))
    title = element("span", writer.inlines(last["c"][2]), ("id", last["c"][1][0]))
    return chapter.blocks[:-1], Markup(title)  # noqa: S704 - the writer escapes


def _covered(document: Document, chapter: Chapter, blocks: Nodes) -> Nodes:
    """Put the cover on the home page of a book, under the heading that opens it."""
    book = document.project.config.get("book", default={})
    values = {**book, **chapter.options.values}
    if not document.is_book or not chapter.is_index or not values.get("cover-image"):
        return blocks
    title = str(book.get("title") or "")
    alternative = str(values.get("cover-image-alt") or title)
    attr = ast.attr("", ["quarto-cover-image", "nolightbox"])
    ast.put(attr, "fig-alt", alternative)
    address = links.absolute(str(values["cover-image"]), chapter.source)
    picture: Node = {"t": "Image", "c": [attr, [], [address, title]]}
    start = 1 if blocks and blocks[0]["t"] == "Header" else 0
    return [*blocks[:start], {"t": "Para", "c": [picture]}, *blocks[start:]]


def _icon(document: Document, writer: Writer) -> str:
    """Return the address of the icon in the browser's tab."""
    own = document.project.config.get("book", "favicon")
    return writer.picture(f"/{own}") if own else writer.asset("icon.svg")


def _own_styles(document: Document, writer: Writer) -> list[str]:
    """Return the addresses of the review's own style sheets, which `css:` names."""
    given = document.options.values.get("css") or []
    names = given if isinstance(given, list) else [given]
    return [writer.address(f"/{name}") for name in names if str(name).endswith(".css")]
