"""The PDF of a document: tagged (PDF/UA-1), with our wheels' fonts, the same bytes anywhere."""

from __future__ import annotations

import re
import tempfile
from importlib import resources
from pathlib import Path
from typing import Literal

import typst as compiler

from reviewpress.errors import Location, RenderError
from reviewpress.files import write_bytes, write_json
from reviewpress.pandoc import fonts, glyphs, headings, matter, targets, typst_book
from reviewpress.pandoc.assemble import Document
from reviewpress.pandoc.pictures import Pictures
from reviewpress.pandoc.typst_book import Sources

_STANDARD: Literal["ua-1"] = "ua-1"
_PLACE = re.compile(r"(?P<file>chapter-\d+\.typ):(?P<line>\d+):(?P<column>\d+)")


def render_pdf(document: Document, out: Path) -> None:
    """Write a document as one PDF file.

    Args:
        document: A document that was assembled for Typst.
        out: The file to write.

    Raises:
        RenderError: A picture cannot be shown, a heading skips a level, or typst refuses.
    """
    front = matter.of(document)
    headings.open_tabs(document)
    headings.mend(document)
    pictures = Pictures(document)
    places = targets.collect(document)
    own = fonts.brought(document)
    files = (*fonts.installed(), *own)
    glyphs.note_missing(document, (files[0], *own))
    refused: frozenset[typst_book.Key] = frozenset()
    while True:
        sources = typst_book.write(document, front, places, pictures.stage, refused=refused)
        document.faults.settle()
        with tempfile.TemporaryDirectory(prefix="reviewpress-") as folder:
            staging = Path(folder)
            _stage(staging, sources, pictures, files)
            write_json(staging / "fonts.json", fonts.families(own))
            try:
                content = _compile(staging, front.moment)
                break
            except compiler.TypstError as error:
                formula = _refused_formula(error, sources)
                if formula is None:
                    raise _render_error(error, sources) from error
                refused |= {formula}
    write_bytes(out, content)


def _stage(staging: Path, sources: Sources, pictures: Pictures, files: tuple[Path, ...]) -> None:
    """Lay out everything that typst reads: nothing outside of the folder can get in."""
    templates = resources.files("reviewpress") / "templates" / "typst"
    for template in templates.iterdir():
        (staging / template.name).write_bytes(template.read_bytes())
    (staging / "main.typ").write_text(sources.main, encoding="utf-8")
    for name, text in sources.chapters.items():
        (staging / name).write_text(text, encoding="utf-8")
    pictures.write(staging)
    for number, path in enumerate(files):
        write_bytes(staging / "fonts" / f"{number}-{path.name}", path.read_bytes())


def _compile(staging: Path, moment: int) -> bytes:
    content = compiler.compile(
        staging / "main.typ",
        root=staging,
        font_paths=[staging / "fonts"],
        ignore_system_fonts=True,
        pdf_standards=[_STANDARD],
        timestamp=moment,
    )
    return bytes(content)


def _refused_formula(error: compiler.TypstError, sources: Sources) -> typst_book.Key | None:
    """Return the formula in which typst found a fault, or None where it was something else."""
    match = _PLACE.search(error.diagnostic or "")
    if match is None:
        return None
    text = sources.chapters.get(match["file"], "")
    lines = text.splitlines(keepends=True)
    place = sum(map(len, lines[: int(match["line"]) - 1])) + int(match["column"]) - 1
    for key, typst in sources.math.items():
        start = text.rfind(typst, 0, place + len(typst))
        if 0 <= start <= place < start + len(typst):
            return key
    return None


def _render_error(error: compiler.TypstError, sources: Sources) -> RenderError:
    """Say which chapter it was, where typst's message names one of our files."""
    match = _PLACE.search(error.diagnostic or "")
    where = Location(sources.origins[match["file"]]) if match else None
    message = f"typst could not make the PDF: {error.message}"
    return RenderError(message, hint="; ".join(error.hints or ()) or None, where=where)
