"""What pandoc says while it reads a chapter and goes on, but what makes a wrong book."""

from __future__ import annotations

import re

from reviewpress.errors import RenderError
from reviewpress.pandoc.manuscript import Manuscript

_UNCLOSED = re.compile(r"Div at line (\d+) column \d+ unclosed")
_DOUBLED = re.compile(r"Duplicate note reference '([^']+)' at line (\d+)")
_NO_NOTE = re.compile(r'"t":"Str","c":"[^"]*?(\[\^[^\]\s"\\]+\])')


def find(text: Manuscript, tree: str, warnings: str) -> list[RenderError]:
    """Return blocks that are not closed, and notes that are missing or written twice.

    Args:
        text: The chapter.
        tree: Its syntax tree as JSON.
        warnings: What pandoc wrote on standard error.
    """
    found = []
    for line in _UNCLOSED.findall(warnings):
        fault = RenderError(
            "the block that opens here is not closed", where=text.where(int(line) - 1)
        )
        found.append(fault)
    for key, line in _DOUBLED.findall(warnings):
        where = text.where(int(line) - 1)
        found.append(RenderError(f"the note `[^{key}]` is written twice", where=where))
    for note in dict.fromkeys(_NO_NOTE.findall(tree)):
        where = text.locate(re.escape(note))
        found.append(RenderError(f"there is no text for the note `{note}`", where=where))
    return found
