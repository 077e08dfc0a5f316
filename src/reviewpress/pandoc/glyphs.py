"""Characters that no font of the PDF has: they are printed as an empty sign, and the author told.

The fonts are those of installed packages, so that a document looks the same everywhere. They have
the scripts of Europe and the symbols of the sciences; for others the author is told the place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from reviewpress.errors import RenderError
from reviewpress.pandoc import ast
from reviewpress.pandoc.assemble import Document
from reviewpress.pandoc.chapter import Chapter

# What the fonts have in full stands before these; of these they have some.
_SUSPECT = re.compile("[\u0530-\u1dff\u2600-\u27bf\u2b00-\ufdff\ufe30-\uffef\U0001f000-\U0003ffff]")
_NAMED = 3


def note_missing(document: Document, font: Path) -> None:
    """Add to a document's faults a warning for each chapter with characters that no font has.

    Args:
        document: The document.
        font: The font that has the most characters.
    """
    found = {
        chapter.source: list(dict.fromkeys(_suspects(chapter))) for chapter in document.chapters
    }
    if not any(found.values()):
        return
    known = _characters(font)
    for chapter in document.chapters:
        missing = [one for one in found[chapter.source] if ord(one) not in known]
        if missing:
            document.faults.warn(_fault(chapter, missing))


def _suspects(chapter: Chapter) -> Iterator[str]:
    for node in ast.descend([*chapter.title, *chapter.blocks, *chapter.references]):
        if node["t"] == "Str":
            yield from _SUSPECT.findall(node["c"])
        elif node["t"] in ("Code", "CodeBlock"):
            yield from _SUSPECT.findall(node["c"][1])


def _characters(font: Path) -> frozenset[int]:
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415 - few documents need it

    return frozenset(FT2Font(str(font)).get_charmap())


def _fault(chapter: Chapter, missing: list[str]) -> RenderError:
    named = ", ".join(
        f"`{one}` (U+{ord(one):04X} {unicodedata.name(one, 'without a name').lower()})"
        for one in missing[:_NAMED]
    )
    more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
    word = "character" if len(missing) == 1 else "characters"
    return RenderError(
        f"no font of the PDF has the {word} {named}{more}",
        where=chapter.manuscript.locate(re.escape(missing[0])),
        hint="write it in words, or show it as a picture",
    )
