"""Formulas and code blocks, which pandoc turns into MathML and marked-up code by chapter."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

from reviewpress.errors import RenderError
from reviewpress.pandoc import ast
from reviewpress.pandoc.ast import Node
from reviewpress.pandoc.cache import Cache
from reviewpress.pandoc.chapter import Chapter
from reviewpress.pandoc.faults import Faults
from reviewpress.pandoc.html.markup import text as html_text
from reviewpress.pandoc.macros import Macros, readable

_MARK = re.compile(r"<!--rp:(\d+)-->\n?")
_FAILED = re.compile(r"Could not convert TeX math (.*?), rendering as TeX", re.DOTALL)
_ANNOTATION = re.compile(r"(<annotation[^>]*>).*?(</annotation>)", re.DOTALL)
_CODE_ID = re.compile(r"\bcb\d+\b")
_WORKERS = 4
_OWN = ("annotations", "code-fold", "code-summary")
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Engraved:
    """HTML of each chapter by kind and text: in two of them, commands may mean different things."""

    _html: Mapping[str, dict[Key, str]]
    _cache: Cache

    def formula(self, node: Node, source: str) -> str:
        """Return a formula, met on the page of the chapter `source`, as MathML."""
        return self._of(node, source)

    def code(self, node: Node, source: str, identifier: str) -> str:
        """Return a code block, its lines' ids beginning with `identifier`."""
        return _CODE_ID.sub(identifier, self._of(node, source))

    def _of(self, node: Node, source: str) -> str:
        """Return the HTML of a node.

        Titles of other chapters have it with those, and the title of a part has it nowhere.
        """
        key, own = _key(node), self._html[source]
        if key not in own:
            elsewhere = (found[key] for found in self._html.values() if key in found)
            known = next(elsewhere, None)
            own[key] = known or _convert({key: node}, {}, self._cache)[0][key]
        return own[key]


def engrave(chapters: Sequence[Chapter], faults: Faults, cache: Cache) -> Engraved:
    """Convert all formulas and code blocks of a document, each chapter's in one call.

    Args:
        chapters: Chapters of the document.
        faults: Formulas in which pandoc does not know the TeX are added here; they are shown as
            they were written.
        cache: What pandoc answered before.
    """
    parts: list[dict[Key, Node]] = []
    for chapter in chapters:
        own: dict[Key, Node] = {}
        nodes = [*chapter.title, *chapter.blocks, *chapter.references]
        for node in ast.select(nodes, "Math", "CodeBlock"):
            own.setdefault(_key(node), node)
        parts.append(own)
    with ThreadPoolExecutor(_WORKERS) as pool:
        macros = [chapter.macros for chapter in chapters]
        written = list(pool.map(partial(_convert, cache=cache), parts, macros))
    found: dict[str, dict[Key, str]] = {}
    for chapter, part, (html, refused) in zip(chapters, parts, written, strict=True):
        found[chapter.source] = html
        for formula in refused:
            faults.doubt(_fault(formula, part, chapter))
    return Engraved(found, cache)


def _convert(
    nodes: Mapping[Key, Node], macros: Macros, cache: Cache
) -> tuple[dict[Key, str], list[str]]:
    """Convert formulas and code; returns their HTML, and the formulas that pandoc refused."""
    if not nodes:
        return {}, []
    blocks = []
    for number, node in enumerate(nodes.values()):
        blocks.append(ast.raw_block("html", f"<!--rp:{number}-->"))
        blocks.append(ast.plain([_tame(node, macros)]) if node["t"] == "Math" else _bare(node))
    tree: dict[str, Any] = {"pandoc-api-version": ast.API_VERSION, "meta": {}, "blocks": blocks}
    output = cache.run(
        ["--from", "json", "--to", "html5", "--mathml", "--wrap=preserve"], json.dumps(tree)
    )
    parts = _MARK.split(output.stdout)[2::2]
    html = {
        key: _as_written(node, part.strip("\n"), macros)
        for (key, node), part in zip(nodes.items(), parts, strict=True)
    }
    return html, _FAILED.findall(output.stderr)


def _tame(node: Node, macros: Macros) -> Node:
    """Return a formula with TeX that pandoc knows."""
    return {"t": "Math", "c": [node["c"][0], readable(node["c"][1], macros)]}


def _as_written(node: Node, html: str, macros: Macros) -> str:
    """Put the TeX that the author wrote beside the formula, where another was converted."""
    if node["t"] != "Math" or readable(node["c"][1], macros) == node["c"][1]:
        return html
    own = html_text(node["c"][1])
    if "<math" not in html:  # pandoc could not read it
        return html.replace(html_text(readable(node["c"][1], macros)), own)
    return _ANNOTATION.sub(lambda match: f"{match[1]}{own}{match[2]}", html)


def _key(node: Node) -> Key:
    if node["t"] == "Math":
        return node["c"][0]["t"], node["c"][1]
    attr = node["c"][0]
    return f"code {' '.join(attr[1])} {attr[2]}", node["c"][1]


def _bare(node: Node) -> Node:
    """Return a code block without an id, so that its lines are numbered like all others."""
    attr, code = node["c"]
    kept = [pair for pair in attr[2] if pair[0] not in _OWN]
    return {"t": "CodeBlock", "c": [["", attr[1], kept], code]}


def _fault(written: str, nodes: Iterable[Key], chapter: Chapter) -> RenderError:
    formula = written.strip()
    first = formula.splitlines()[0] if formula else ""
    where = None
    for kind, text in nodes:
        if kind.endswith("Math") and readable(text, chapter.macros).strip() == formula:
            first = text.strip().splitlines()[0]
            where = chapter.manuscript.locate(re.escape(first))
    return RenderError(f"the formula `{first}` is not TeX that pandoc can read", where=where)
