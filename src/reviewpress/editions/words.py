"""Say which words of a text changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from reviewpress.editions.events import Change

_PARAGRAPH = re.compile(r"\n[ \t]*\n")
# Lines that open and close a box are no words of the text.
_FENCE = re.compile(r"^:{3,}.*$\n?", re.MULTILINE)
_TOKEN = re.compile(r"\s+|[\w'\u2019-]+|[^\w\s]")
_AROUND = 5


def compare(before: str, after: str) -> tuple[Change, ...]:
    """Compare two texts word by word.

    Paragraphs are matched first, so that a moved or a new one does not blur the rest.

    Returns:
        The stretches that differ in the order of the newer text, each named after the words that
        stand before it.
    """
    old, new = (_PARAGRAPH.split(_FENCE.sub("", text).strip()) for text in (before, after))
    found: list[Change] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        pairs = max(b - a, d - c)
        for index in range(pairs):
            left = old[a + index] if a + index < b else ""
            right = new[c + index] if c + index < d else ""
            found += _in_paragraph(left, right)
    return tuple(found)


def _in_paragraph(before: str, after: str) -> list[Change]:
    if not before or not after:
        return [Change("", before.strip(), after.strip())] if before or after else []
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < 1 / 3:
        return [Change("", before.strip(), after.strip())]
    return [
        Change(_context(new, c), _join(old[a:b]), _join(new[c:d]))
        for tag, a, b, c, d in _merged(matcher.get_opcodes(), new)
        if tag != "equal" and _join(old[a:b]) != _join(new[c:d])
    ]


def _merged(
    codes: Sequence[tuple[str, int, int, int, int]], new: Sequence[str]
) -> list[tuple[str, int, int, int, int]]:
    """Join changes that only a blank or a comma keeps apart."""
    merged: list[tuple[str, int, int, int, int]] = []
    for index, (tag, a, b, c, d) in enumerate(codes):
        between = tag == "equal" and 0 < index < len(codes) - 1 and len(_join(new[c:d])) <= 1
        if merged and merged[-1][0] != "equal" and (tag != "equal" or between):
            _, first, _, start, _ = merged[-1]
            merged[-1] = ("replace", first, b, start, d)
        else:
            merged.append((tag, a, b, c, d))
    return merged


def _context(tokens: Sequence[str], end: int) -> str:
    return _join(tokens[max(0, end - 2 * _AROUND) : end])


def _join(tokens: Sequence[str]) -> str:
    return "".join(tokens).strip()
