"""What cards of implications show in print: steps of confidence, and a text without its id."""

from __future__ import annotations

import copy

from reviewpress.pandoc import ast
from reviewpress.pandoc.ast import Nodes

CONFIDENCE = {
    "very-low": "\u25cf\u25cb\u25cb\u25cb",
    "low": "\u25cf\u25cf\u25cb\u25cb",
    "moderate": "\u25cf\u25cf\u25cf\u25cb",
    "high": "\u25cf\u25cf\u25cf\u25cf",
}
"""Steps of confidence by level."""


def without_id(content: Nodes) -> Nodes:
    """Return a card's blocks without the id they begin with, which is shown beside them."""
    copied = copy.deepcopy(content)
    for node in ast.descend(copied):
        for inlines in ast.children(node) if "c" in node else ():
            if inlines and inlines[0]["t"] == "Span" and "card-id" in inlines[0]["c"][0][1]:
                del inlines[: 2 if inlines[1:2] == [ast.SPACE] else 1]
    return copied


def confidence(level: str) -> str:
    """Write a level as its word and its steps, such as `low` with two of four."""
    return " ".join(filter(None, (level.replace("-", " "), CONFIDENCE.get(level))))
