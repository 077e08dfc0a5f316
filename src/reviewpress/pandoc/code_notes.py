"""Numbered notes on lines of code: `# <1>` in the code, a numbered list after it.

The two become `Div ["", ["rp-annotated"], []] [CodeBlock, DefinitionList]`; the code block's
attribute `annotations` says which lines have which numbers, as `2:1 3:1`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from reviewpress.pandoc import ast
from reviewpress.pandoc.ast import Node, Nodes

_MARK = re.compile(
    r"\s*(?:\#|//|--|%|;|'|!|\*|<!--|/\*)\s*(?P<numbers>(?:<\d+>\s*)+)(?:-->|\*/)?\s*$"
)
_NUMBER = re.compile(r"<(\d+)>")


def join(blocks: Nodes) -> None:
    """Join code blocks that have marks with the list that follows them, in place."""
    result: Nodes = []
    for block in blocks:
        for inner in ast.children(block) if "c" in block else ():
            if block["t"] in ("Div", "BlockQuote", "BulletList", "OrderedList"):
                join(inner)
        if block["t"] == "OrderedList" and result and result[-1]["t"] == "CodeBlock":
            joined = _join(result[-1], block)
            if joined is not None:
                result[-1] = joined
                continue
        result.append(block)
    blocks[:] = result


def _join(code: Node, notes: Node) -> Node | None:
    lines = code["c"][1].split("\n")
    marks: list[tuple[int, str]] = []
    for index, line in enumerate(lines):
        if match := _MARK.search(line):
            lines[index] = line[: match.start()]
            marks += [(index + 1, number) for number in _NUMBER.findall(match["numbers"])]
    if not marks:
        return None
    attributes = code["c"][0]
    ast.put(attributes, "annotations", _written(marks))
    marked: Node = {"t": "CodeBlock", "c": [attributes, "\n".join(lines)]}
    start, items = notes["c"][0][0], notes["c"][1]
    listed = [
        [[ast.text(str(number))], [_tight(item)]] for number, item in enumerate(items, start=start)
    ]
    return ast.div(ast.attr("", ["rp-annotated"]), [marked, {"t": "DefinitionList", "c": listed}])


def _tight(item: Nodes) -> Nodes:
    if len(item) == 1 and item[0]["t"] == "Para":
        return [ast.plain(item[0]["c"])]
    return item


def _written(marks: Iterable[tuple[int, str]]) -> str:
    return " ".join(f"{line}:{number}" for line, number in marks)


def read(attributes: ast.Attr) -> dict[int, list[str]]:
    """Return the numbers by line of a code block's attribute."""
    found: dict[int, list[str]] = {}
    for pair in ast.value(attributes, "annotations").split():
        line, _, number = pair.partition(":")
        found.setdefault(int(line), []).append(number)
    return found
