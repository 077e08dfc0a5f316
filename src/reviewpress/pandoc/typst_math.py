"""Formulas: TeX to Typst, all of a document's in one call of pandoc."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from reviewpress.pandoc import ast
from reviewpress.pandoc.ast import Nodes
from reviewpress.pandoc.cache import Cache
from reviewpress.pandoc.macros import Macros, readable

_MARK = "// formula"
# Names of symbols that pandoc 3.9 writes and that typst 0.15 calls otherwise.
_RENAMED = (
    (re.compile(r"\bsect\b"), "inter"),
    (re.compile(r"\b(times|dot|minus|dash)\.circle\b"), r"\1.o"),
)
_QUOTED = re.compile(r'("(?:[^"\\]|\\.)*")')


def convert(
    cache: Cache, nodes: Nodes, macros: Macros | None = None
) -> Mapping[tuple[str, str], str]:
    """Convert the formulas below `nodes`.

    Args:
        cache: What pandoc answered before.
        nodes: A part of a document; parts that are asked for one by one are kept one by one.
        macros: Commands that the part defines for its formulas.

    Returns:
        Typst such as `$x^2$` by kind (`InlineMath`, `DisplayMath`) and TeX source. A formula
        that pandoc cannot read is left out, as it leaves it in other formats.
    """
    formulas = ast.select(nodes, "Math")
    wanted = list({(node["c"][0]["t"], node["c"][1]): node for node in formulas}.items())
    if not wanted:
        return {}
    blocks: Nodes = []
    for _, node in wanted:
        blocks += [
            ast.raw_block("typst", _MARK),
            ast.plain([{**node, "c": [node["c"][0], readable(node["c"][1], macros or {})]}]),
        ]
    tree = {"pandoc-api-version": ast.API_VERSION, "meta": {}, "blocks": blocks}
    arguments = ["--from=json", "--to=typst", "--wrap=none"]
    output = cache.run(arguments, json.dumps(tree)).stdout
    pieces = [piece.strip() for piece in output.split(_MARK)[1:]]
    return {
        key: _current(piece)
        for (key, _), piece in zip(wanted, pieces, strict=True)
        if piece.startswith("$") and piece.endswith("$")
    }


def _current(formula: str) -> str:
    """Write a formula with the names of symbols that our typst knows."""
    parts = _QUOTED.split(formula)
    for index in range(0, len(parts), 2):
        for old, new in _RENAMED:
            parts[index] = old.sub(new, parts[index])
    return "".join(parts)
