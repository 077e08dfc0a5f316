"""Write syntax trees as HTML with the class names that Quarto gives its own."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from reviewpress.pandoc import ast, links
from reviewpress.pandoc.assemble import Document
from reviewpress.pandoc.ast import Attr, Node, Nodes
from reviewpress.pandoc.chapters import Chapter
from reviewpress.pandoc.html.engraved import Engraved
from reviewpress.pandoc.html.markup import attributes, element, of_attr, text

_IN_HTML = re.compile(r"(\s(?:href|src)\s*=\s*)([\"'])(/[^\"'/][^\"']*)\2")


@dataclass(frozen=True, slots=True)
class Site:
    """What the pages of a site share.

    Attributes:
        document: The assembled document.
        pages: Page by source.
        engraved: Formulas and code blocks as HTML.
        bibliography: Source that holds the list of references, or None.
    """

    document: Document
    pages: Mapping[str, str]
    engraved: Engraved
    bibliography: str | None


@dataclass(slots=True)
class Writer:
    """Writes one page.

    Attributes:
        site: What all pages share.
        chapter: What is written.
        page: Path of the page relative to the output folder.
        notes: Footnotes so far, as HTML.
        resources: Files of the project that the page needs, relative to the root.
        counts: How many blocks of a kind were written, to number their ids.
    """

    site: Site
    chapter: Chapter
    page: str
    notes: list[str] = field(default_factory=list)
    resources: dict[str, None] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def blocks(self, nodes: Nodes) -> str:
        """Write blocks, headings opening sections."""
        from reviewpress.pandoc.html.blocks import BLOCKS  # noqa: PLC0415 - they call each other

        parts: list[str] = []
        open_levels: list[int] = []
        for node in nodes:
            if node["t"] == "Header":
                level = node["c"][0]
                while open_levels and open_levels[-1] >= level:
                    open_levels.pop()
                    parts.append("</section>")
                open_levels.append(level)
                parts.append(self._heading(node))
            else:
                parts.append(BLOCKS[node["t"]](self, node))
        parts += ["</section>"] * len(open_levels)
        return "\n".join(part for part in parts if part)

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
            return target
        path, fragment = links.split(target)
        mark = f"#{fragment}" if fragment else ""
        page = self.site.pages.get(path)
        if page == self.page and fragment:
            return mark
        if page is None:
            self.resources.setdefault(path.partition("?")[0])
        folder = posixpath.dirname(self.page) or "."
        ending = "/" if path.endswith("/") else ""
        return posixpath.relpath(page or path or ".", folder) + ending + mark

    def raw(self, html: str) -> str:
        """Return raw HTML with its local addresses as seen from the page."""
        return _IN_HTML.sub(
            lambda match: f"{match[1]}{match[2]}{self.address(match[3])}{match[2]}", html
        )

    def footnotes(self) -> str:
        """Write the notes gathered so far as the section at the end of the page."""
        if not self.notes:
            return ""
        items = "\n".join(self.notes)
        heading = '<h2 class="anchored quarto-appendix-heading">Footnotes</h2>'
        opening = "<hr>" if self.site.document.is_book else heading
        return (
            '<section id="footnotes" class="footnotes footnotes-end-of-document" '
            f'role="doc-endnotes" aria-label="Notes">\n{opening}\n<ol>\n{items}\n</ol>\n</section>'
        )

    def note(self, blocks: Nodes) -> str:
        """Add a footnote and return its mark."""
        number = len(self.notes) + 1
        self.notes.append("")
        back = (
            f'<a href="#fnref{number}" class="footnote-back" role="doc-backlink" '
            f'aria-label="Back to the text">↩︎</a>'
        )
        html = self.blocks(blocks)
        html = f"{html[:-4]}{back}</p>" if html.endswith("</p>") else f"{html}\n<p>{back}</p>"
        self.notes[number - 1] = element("li", html, ("id", f"fn{number}"))
        return (
            f'<a href="#fn{number}" class="footnote-ref" id="fnref{number}" role="doc-noteref">'
            f"<sup>{number}</sup></a>"
        )
