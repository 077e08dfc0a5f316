"""Characters that no font of the PDF has: they are printed as an empty sign, and the author told.

The fonts of installed packages have the scripts of Europe and the symbols of the sciences; for
others a project may bring a font, and else the author is told the place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from reviewpress.errors import RenderError
from reviewpress.pandoc import ast, fonts
from reviewpress.pandoc.assemble import Document
from reviewpress.pandoc.chapter import Chapter

# What the fonts have in full stands before these; of these they have some.
_SUSPECT = re.compile("[\u0530-\u1dff\u2600-\u27bf\u2b00-\ufdff\ufe30-\uffef\U0001f000-\U0003ffff]")
_NAMED = 3


def note_missing(document: Document, files: Iterable[Path]) -> None:
    """Add to a document's faults a warning for each chapter with characters that no font has.

    Args:
        document: The document.
        files: The fonts that have the most characters.
    """
    found = {
        chapter.source: list(dict.fromkeys(_suspects(chapter))) for chapter in document.chapters
    }
    if not any(found.values()):
        return
    known = fonts.characters(files)
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
        hint="name a folder with a font that has it under `font-paths`, or show it as a picture",
    )
