"""What cards of implications show in print: steps of confidence, and a text without its id."""

from __future__ import annotations

from reviewpress.pandoc import ast
from reviewpress.pandoc.ast import Nodes

CONFIDENCE = {
    "very-low": "\u25cf\u25cb\u25cb\u25cb",
    "low": "\u25cf\u25cf\u25cb\u25cb",
    "moderate": "\u25cf\u25cf\u25cf\u25cb",
    "high": "\u25cf\u25cf\u25cf\u25cf",
}
"""Steps of confidence by level."""


def without_id(content: Nodes, identifier: str) -> Nodes:
    """Return a card's blocks without the id they begin with, which is shown beside them.

    Args:
        content: Blocks of the card.
        identifier: The id, which may stand in a span of class `card-id` or as a word.
    """
    copied = ast.copied(content)
    inlines = copied[0]["c"] if copied and copied[0]["t"] in ("Para", "Plain") else []
    while inlines and inlines[0]["t"] == "Strong":
        inlines = inlines[0]["c"]
    if inlines and (ast.has_class(inlines[0], "card-id") or inlines[0].get("c") == identifier):
        del inlines[: 2 if inlines[1:2] == [ast.SPACE] else 1]
    return copied


def confidence(level: str) -> str:
    """Write a level as its word and its steps, such as `low` with two of four."""
    return " ".join(filter(None, (level.replace("-", " "), CONFIDENCE.get(level))))
