"""Markdown that stands outside a chapter's text: captions in attributes, variables, outputs.

A call of pandoc costs more than the parsing, so many fragments are parsed in one: as values of
a YAML block, where each is read by itself and cannot reach into the next.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from reviewpress.pandoc import ast
from reviewpress.pandoc.ast import Node, Nodes
from reviewpress.pandoc.cache import Cache

CHAPTER_FORMAT = "markdown-table_attributes"
# What comes from data is text: it may be emphasised or linked, but holds no raw HTML or TeX.
DATA_FORMAT = (
    f"{CHAPTER_FORMAT}-raw_html-raw_tex-raw_attribute-native_divs-markdown_in_html_blocks"
    "-native_spans-latex_macros"
)
# In a title of somebody's own book tags may stand that change nothing but its look.
TITLE_FORMAT = DATA_FORMAT.replace("-raw_html", "")
_HARMLESS = re.compile(
    r"</?(?:a|b|br|center|code|em|font|i|img|mark|p|small|span|strong|sub|sup|u)"
    r"(?:\s+(?!on)[\w-]+\s*=\s*(?:\"(?!\s*javascript:)[^\"]*\"|'(?!\s*javascript:)[^']*'))*\s*/?>",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Fragments:
    """Parsed fragments by their text.

    Attributes:
        from_format: pandoc's reader.
        cache: What pandoc answered before.
    """

    from_format: str
    cache: Cache = field(default_factory=Cache)
    _parsed: dict[str, Nodes] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def prepare(self, *, inline: Iterable[str] = (), block: Iterable[str] = ()) -> None:
        """Parse those texts that were not yet, all at once.

        Args:
            inline: Texts of one line, such as captions.
            block: Texts of paragraphs, lists and tables.
        """
        wanted = {_inline(text) for text in inline} | {_block(text) for text in block}
        with self._lock:
            new = sorted(wanted - self._parsed.keys())
            if new:
                self._parsed.update(
                    zip(new, _parse(new, self.from_format, self.cache), strict=True)
                )

    def inlines(self, text: str) -> Nodes:
        """Return a fragment of one line as inlines that the caller may change."""
        self.prepare(inline=[text])
        return ast.copied(self._parsed[_inline(text)])

    def blocks(self, text: str) -> Nodes:
        """Return a fragment as blocks that the caller may change."""
        self.prepare(block=[text])
        return ast.copied(self._parsed[_block(text)])


def _inline(text: str) -> str:
    return text.strip()


def _block(text: str) -> str:
    """End with a newline: pandoc reads such a value as blocks, any other as inlines."""
    return text.strip("\n") + "\n"


def _parse(texts: list[str], from_format: str, cache: Cache) -> list[Nodes]:
    # A fragment may hold a YAML block, which adds to the same mapping: no text can name a key
    # that is made from the text itself.
    digest = hashlib.sha256("\0".join(texts).encode()).hexdigest()
    values = "\n".join(f"  - {json.dumps(text, ensure_ascii=False)}" for text in texts)
    text = f"---\nf{digest}:\n{values}\n---\n"
    tree = json.loads(cache.run(["--from", from_format, "--to", "json"], text).stdout)
    found = [_nodes(meta) for meta in tree["meta"][f"f{digest}"]["c"]]
    for nodes in found if from_format == TITLE_FORMAT else ():
        keep_harmless(nodes)
    return found


def keep_harmless(nodes: Nodes) -> None:
    """Show tags that could do more than change the look of a text, in place."""
    ast.rewrite(nodes, {"RawInline": _tamed})


def _tamed(node: Node) -> Nodes | None:
    is_kept = node["c"][0] != "html" or _HARMLESS.fullmatch(node["c"][1])
    return None if is_kept else [ast.text(node["c"][1])]


def _nodes(meta: dict[str, Any]) -> Nodes:
    if meta["t"] in ("MetaBlocks", "MetaInlines"):
        nodes: Nodes = meta["c"]
        ast.drop_reserved(nodes)
        return nodes
    return ast.words(str(meta.get("c", "")))
