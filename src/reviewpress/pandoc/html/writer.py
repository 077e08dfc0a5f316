"""Write syntax trees as HTML with the class names that Quarto gives its own."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from reviewpress.pandoc import ast, links
from reviewpress.pandoc.assemble import Document
from reviewpress.pandoc.ast import Attr, Node, Nodes
from reviewpress.pandoc.chapter import Chapter
from reviewpress.pandoc.html import notes
from reviewpress.pandoc.html.backlinks import Place
from reviewpress.pandoc.html.engraved import Engraved
from reviewpress.pandoc.html.markup import attributes, of_attr, scroll_box, text

ASSETS = "site_libs/reviewpress"
_TABLE = re.compile(r"<table\b(?:(?!<table\b).)*?</table>", re.DOTALL | re.IGNORECASE)
_IN_HTML = re.compile(
    r"(?P<before>\s(?P<name>href|src)\s*=\s*)(?P<quote>[\"'])(?P<address>/[^\"'/][^\"']*)(?P=quote)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Site:
    """What the pages of a site share.

    Attributes:
        document: The assembled document.
        pages: Page by source.
        engraved: Formulas and code blocks as HTML.
        bibliography: Source that holds the list of references, or None.
        is_below: Whether it is a short document in a folder of the main one's site.
        cited: Where each key is cited.
    """

    document: Document
    pages: Mapping[str, str]
    engraved: Engraved
    bibliography: str | None
    is_below: bool = False
    cited: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class Writer:
    """Writes one page.

    Attributes:
        site: What all pages share.
        chapter: What is written.
        page: Path of the page relative to the output folder.
        notes: Footnotes so far, as HTML.
        resources: Files of the project that the page links to, relative to the root.
        pictures: Those that it shows.
        strays: Source files that it links to and that have no page here.
        own_ids: Ids of the page.
        counts: How many blocks of a kind were written, to number their ids.
        placed_notes: How many of the notes stand on the page already.
    """

    site: Site
    chapter: Chapter
    page: str
    notes: list[str] = field(default_factory=list)
    resources: dict[str, None] = field(default_factory=dict)
    pictures: dict[str, None] = field(default_factory=dict)
    strays: dict[str, None] = field(default_factory=dict)
    own_ids: frozenset[str] = frozenset()
    counts: dict[str, int] = field(default_factory=dict)
    placed_notes: int = 0
    _depth: int = 0

    def blocks(self, nodes: Nodes) -> str:
        """Write blocks, headings opening sections."""
        from reviewpress.pandoc.html.blocks import BLOCKS  # noqa: PLC0415 - they call each other

        parts: list[str] = []
        open_levels: list[int] = []
        self._depth += 1
        for node in nodes:
            if node["t"] == "Header":
                level = node["c"][0]
                while open_levels and open_levels[-1] >= level:
                    open_levels.pop()
                    parts += [self._noted(notes.after_section), "</section>"]
                open_levels.append(level)
                parts.append(self._heading(node))
            else:
                parts += [BLOCKS[node["t"]](self, node), self._noted(notes.after_block)]
        for _ in open_levels:
            parts += [self._noted(notes.after_section), "</section>"]
        self._depth -= 1
        return "\n".join(part for part in parts if part)

    def _noted(self, place: Callable[[Writer], str]) -> str:
        """Write notes where the text itself goes on, and not inside of a box or a list."""
        return place(self) if self._depth == 1 else ""

    def inlines(self, nodes: Nodes) -> str:
        """Write inlines."""
        from reviewpress.pandoc.html.inlines import INLINES  # noqa: PLC0415 - they call each other

        return "".join([INLINES[node["t"]](self, node) for node in nodes])

    def _heading(self, node: Node) -> str:
        level, attr, title = node["c"]
        number = ast.value(attr, "number")
        kept: Attr = [attr[0], attr[1], [pair for pair in attr[2] if pair[0] != "number"]]
        data = attributes(("data-number", number))
        section = f"<section{of_attr(kept, f'level{level}')}{data}>"
        shown = f'<span class="header-section-number">{text(number)}</span> ' if number else ""
        own = ["", kept[1], []]
        anchor = attributes(("data-anchor-id", attr[0]))
        name = f"h{min(level, 6)}"
        heading = (
            f"<{name}{of_attr(own, 'anchored')}{anchor}{data}>{shown}{self.inlines(title)}</{name}>"
        )
        return f"{section}\n{heading}"

    def count(self, kind: str) -> int:
        """Return the number of the next block of a kind, from 1."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return self.counts[kind]

    def address(self, target: str) -> str:
        """Write a root-relative address as seen from the page."""
        if target.startswith("#ref-") and self.site.bibliography:
            target = f"/{self.site.bibliography}{target}"
        if not target.startswith("/") or target.startswith("//"):
            return "" if links.runs_code(target) else target
        path, fragment = links.split(target)
        mark = f"#{fragment}" if fragment else ""
        page = self.site.pages.get(path)
        if page == self.page and fragment:
            return mark
        if page is None:
            return self._elsewhere(path, fragment, mark)
        return posixpath.relpath(page, self._folder) + mark

    def picture(self, target: str) -> str:
        """Write the address of a picture as seen from the page, and note that it is shown."""
        if not target.startswith("/") or target.startswith("//"):
            return target
        path = unquote(links.split(target)[0])
        self.pictures.setdefault(path)
        return quote(posixpath.relpath(path, self._folder))

    def asset(self, name: str) -> str:
        """Write the address of a file that all sites have, as seen from the page."""
        return "../" * self.page.count("/") + f"{ASSETS}/{name}"

    @property
    def _folder(self) -> str:
        return posixpath.dirname(self.page) or "."

    def _elsewhere(self, path: str, fragment: str, mark: str) -> str:
        """Write an address that is no page of this document.

        A short document stands in a folder of its own below the site of the main one, whose
        pages it links to; what it holds itself it links to in itself.
        """
        stem, dot, ending = path.rpartition(".")
        is_source = dot + ending in links.SOURCES
        if self.site.is_below and fragment and fragment in self.own_ids:
            return mark
        if is_source and not self.site.is_below:
            self.strays.setdefault(path)
        if not is_source:
            self.resources.setdefault(unquote(path.partition("?")[0]))
        shown = f"{stem}.html" if is_source else path
        up = "../" if self.site.is_below else ""
        slash = "/" if path.endswith("/") else ""
        return up + posixpath.relpath(shown or ".", self._folder) + slash + mark

    def raw(self, html: str) -> str:
        """Return raw HTML with its local addresses as seen from the page."""

        def seen(match: re.Match[str]) -> str:
            write = self.picture if match["name"].lower() == "src" else self.address
            return f"{match['before']}{match['quote']}{write(match['address'])}{match['quote']}"

        boxed = _TABLE.sub(lambda match: scroll_box(match[0]), html)
        return _IN_HTML.sub(seen, boxed)

    def footnotes(self) -> str:
        """Write the notes that stand at the end of the page."""
        return notes.after_text(self)

    def note(self, blocks: Nodes) -> str:
        """Add a footnote and return its mark."""
        number = len(self.notes) + 1
        self.notes.append("")
        self.notes[number - 1] = self.blocks(blocks)
        return (
            f'<a href="#fn{number}" class="footnote-ref" id="fnref{number}" role="doc-noteref">'
            f"<sup>{number}</sup></a>"
        )
