"""Cross-references: `@fig-x` becomes a link whose text is the number of its target.

The link's target is the root-relative source, `/chapters/x.qmd#fig-x`; writers turn it into what
their format needs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reviewpress.errors import RenderError
from reviewpress.pandoc import ast
from reviewpress.pandoc.ast import Node, Nodes
from reviewpress.pandoc.categories import NBSP
from reviewpress.pandoc.faults import Faults
from reviewpress.pandoc.manuscript import Manuscript
from reviewpress.pandoc.numbering import Index, Target
from reviewpress.pandoc.options import CrossrefOptions


@dataclass(frozen=True, slots=True)
class Resolver:
    """Resolves the references of one chapter.

    Attributes:
        manuscript: The chapter, to say where a fault is.
        index: Targets of the document by id.
        options: Names of kinds.
        in_book: Whether chapters are called so.
        number_sections: Whether this chapter shows numbers; if not, a reference to a section is
            its title.
        faults: References that lead nowhere are added here.
    """

    manuscript: Manuscript
    index: Index
    options: CrossrefOptions
    in_book: bool
    number_sections: bool
    faults: Faults

    def resolve(self, blocks: Nodes) -> None:
        """Replace each reference in `blocks`, in place."""
        ast.rewrite(blocks, {"Cite": self._cite})

    def _cite(self, node: Node) -> Nodes | None:
        citations = node["c"][0]
        kinds = [self.options.category_of(citation["citationId"]) for citation in citations]
        if not any(kinds):
            return None
        if not all(kinds):
            keys = ", ".join(f"@{citation['citationId']}" for citation in citations)
            self._fault(
                citations[0]["citationId"], f"a reference and a citation stand together: {keys}"
            )
            return [ast.text(f"?{citations[0]['citationId']}")]
        result: Nodes = []
        for citation in citations:
            if result:
                result += [ast.text(","), ast.SPACE]
            result += self._one(citation)
        return result

    def _one(self, citation: Node) -> Nodes:
        written = citation["citationId"]
        identifier = written[0].lower() + written[1:]
        target = self.index.get(identifier)
        if target is None:
            self._fault(written, f"`@{written}` leads nowhere: nothing has the id `{identifier}`")
            return [ast.text(f"?{written}")]
        prefix = citation["citationPrefix"]
        mode = citation["citationMode"]["t"]
        is_bare = mode == "SuppressAuthor" and not prefix
        if not prefix and not is_bare:
            prefix = self._name(target, is_capital=written[0].isupper())
        shown = ast.span(ast.attr(), self._number(target))
        if target.prefix == "sec" and not citation["citationPrefix"]:
            named = [*prefix, ast.text(NBSP)] if prefix and self._is_numbered(target) else []
            inlines = [ast.span(ast.attr(), [*_spaced(named), *shown["c"][1]])]
        else:
            own = self.options.custom.get(target.prefix)
            space = [ast.text(own.space if own else NBSP)] if prefix else []
            inlines = [*prefix, *space, shown]
        address = f"/{target.source}#{identifier}"
        return [ast.link(address, inlines, ast.attr("", ["quarto-xref"]))]

    def _name(self, target: Target, *, is_capital: bool) -> Nodes:
        prefix = target.prefix
        if prefix == "sec" and target.is_chapter:
            prefix = "apx" if target.is_appendix else "ch"
        # In a book Quarto names sections itself, whatever `sec-prefix` says.
        plain = CrossrefOptions(words=self.options.words)
        options = plain if self.in_book and target.prefix == "sec" else self.options
        name = options.prefix(prefix)
        return ast.words(name[:1].upper() + name[1:] if is_capital else name)

    def _is_numbered(self, target: Target) -> bool:
        return self.number_sections or not self.in_book or target.prefix != "sec"

    def _number(self, target: Target) -> Nodes:
        if not self._is_numbered(target):
            return ast.words(ast.stringify(target.title) or target.identifier)
        return ast.words(target.number)

    def _fault(self, identifier: str, message: str) -> None:
        pattern = rf"@{{?{re.escape(identifier)}(?![\w-])"
        self.faults.doubt(RenderError(message, where=self.manuscript.locate(pattern)))


def _spaced(nodes: Nodes) -> Nodes:
    """Quarto joins the name and the number of a section with a plain blank."""
    return [ast.SPACE if node.get("c") == NBSP else node for node in nodes]
