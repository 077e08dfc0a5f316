"""The Word file of a document: pandoc's writer with our styles, the same bytes anywhere."""

from __future__ import annotations

import json
import struct
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst as compiler

from reviewpress.files import write_bytes
from reviewpress.pandoc import ast, docx_reference, headings, macros, matter, targets
from reviewpress.pandoc.assemble import Document
from reviewpress.pandoc.ast import Node, Nodes
from reviewpress.pandoc.docx_blocks import Styler
from reviewpress.pandoc.matter import Matter
from reviewpress.pandoc.pictures import Pictures
from reviewpress.pandoc.program import run_pandoc

_PIXELS_PER_INCH = 220
_WIDEST_INCHES = 6.3
_PNG_HEADER = struct.Struct(">16xI")
_REFERENCE = "reference.docx"


@dataclass(frozen=True, slots=True)
class _Figures:
    """Pictures as Word can show them: drawings of vectors become pixels."""

    pictures: Pictures

    def stage(self, address: str) -> tuple[str, float | None]:
        """Note a picture; returns its path, and its width in inches if we had to draw it."""
        path = self.pictures.stage(address)
        content = self.pictures.found[path]
        if not path.endswith(".svg") or not content:
            return path, None
        drawn = _pixels(content)
        name = path.removesuffix(".svg") + ".png"
        self.pictures.found[name] = drawn
        (width,) = _PNG_HEADER.unpack_from(drawn)
        return name, min(width / _PIXELS_PER_INCH, _WIDEST_INCHES)


def render_docx(document: Document, out: Path) -> None:
    """Write a document as one Word file.

    Args:
        document: A document that was assembled for `docx`.
        out: The file to write.

    Raises:
        RenderError: A picture cannot be shown, or pandoc refuses.
    """
    front = matter.of(document)
    headings.open_tabs(document)
    _tame(document)
    pictures = Pictures(document)
    resolve = targets.collect(document).resolve
    blocks = _blocks(document)
    Styler(resolve, _Figures(pictures).stage, document.options.crossref).style(blocks)
    blocks += _colophon(front)
    document.faults.settle()
    tree = {"pandoc-api-version": ast.API_VERSION, "meta": _meta(front), "blocks": blocks}
    with tempfile.TemporaryDirectory(prefix="reviewpress-") as folder:
        staging = Path(folder)
        pictures.write(staging)
        docx_reference.write(staging / _REFERENCE, _foot(front))
        run_pandoc(
            ["--from=json", "--to=docx", "--output=out.docx", f"--reference-doc={_REFERENCE}"],
            json.dumps(tree),
            cwd=staging,
            env={"SOURCE_DATE_EPOCH": str(front.moment)},
        )
        content = (staging / "out.docx").read_bytes()
    write_bytes(out, content)


def _tame(document: Document) -> None:
    """Write formulas with what pandoc knows, in place; it shows others as TeX."""
    for chapter in document.chapters:
        for node in ast.select([*chapter.title, *chapter.blocks, *chapter.references], "Math"):
            node["c"][1] = macros.readable(node["c"][1], chapter.macros)


def _pixels(svg: bytes) -> bytes:
    """Draw an SVG with typst, as neither Word nor pandoc does without other programs."""
    source = '#set page(width: auto, height: auto, margin: 0pt)\n#image("drawing.svg")\n'
    with tempfile.TemporaryDirectory(prefix="reviewpress-") as folder:
        root = Path(folder)
        (root / "drawing.svg").write_bytes(svg)
        (root / "main.typ").write_text(source, encoding="utf-8")
        drawn = compiler.compile(
            root / "main.typ",
            root=root,
            format="png",
            ppi=float(_PIXELS_PER_INCH),
            font_paths=[],
            ignore_system_fonts=True,
        )
    return bytes(drawn)


def _blocks(document: Document) -> Nodes:
    """Join the chapters; a book's chapters begin with their titles."""
    blocks: Nodes = []
    for chapter in document.chapters:
        if document.is_book and chapter.title and not chapter.is_index:
            attributes = ast.attr(chapter.identifier, chapter.classes)
            ast.put(attributes, "number", document.number_of(chapter))
            blocks.append({"t": "Header", "c": [1, attributes, chapter.title]})
        blocks += chapter.blocks + chapter.references
    copied: Nodes = ast.copied(blocks)
    if not document.is_book:
        _lift(copied)
    return copied


def _lift(blocks: Nodes) -> None:
    """Let headings begin at the first level; the title of the document is none of them."""
    headings = [node for node in ast.descend(blocks) if node["t"] == "Header"]
    shift = min((node["c"][0] for node in headings), default=1) - 1
    for node in headings:
        node["c"][0] -= shift


def _meta(front: Matter) -> dict[str, Any]:
    day = " \u00b7 ".join(filter(None, (front.day, _edition(front))))
    meta: dict[str, Any] = {
        "title": _inlines(front.title),
        "lang": {"t": "MetaString", "c": front.language},
        "author": {"t": "MetaList", "c": [_inlines(name) for name in front.authors]},
        "keywords": {"t": "MetaList", "c": [_inlines(word) for word in front.keywords]},
    }
    for key, text in (("subtitle", front.subtitle), ("date", day)):
        if text:
            meta[key] = _inlines(text)
    return meta


def _inlines(text: str) -> Node:
    return {"t": "MetaInlines", "c": ast.words(text)}


def _edition(front: Matter) -> str:
    return f"Edition {front.edition}" if front.edition else ""


def _foot(front: Matter) -> str:
    return " \u00b7 ".join(filter(None, (front.title, _edition(front))))


def _colophon(front: Matter) -> Nodes:
    """Say at the end how to cite the document and what may be done with it."""
    rows = (("How to cite", front.citation), ("Licence", front.licence), ("Online", front.url))
    lines = [
        ast.para([ast.strong([ast.text(name)]), ast.SPACE, *ast.words(text)])
        for name, text in rows
        if text
    ]
    return [ast.div(["", [], [["custom-style", "Colophon"]]], lines)] if lines else []
