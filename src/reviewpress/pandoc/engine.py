"""The embedded engine: every format of a profile, with nothing but Python's wheels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reviewpress import book
from reviewpress.engines import Rendered
from reviewpress.errors import Location
from reviewpress.pandoc import program
from reviewpress.pandoc.assemble import Document, assemble
from reviewpress.pandoc.faults import unsupported
from reviewpress.pandoc.html import search
from reviewpress.pandoc.html.site import write_site
from reviewpress.project import Project, open_project

_TYPES = ("book", "default")
# By the name in the configuration; Quarto makes `pdf` with LaTeX, we make it like `typst`.
_FORMATS = {"html": "html", "typst": "typst", "pdf": "typst", "docx": "docx"}
_UNSAFE = re.compile(r"[ <>()|:&;#?*'\\\\/]")
# Made by `prepare` for Quarto; the embedded engine does itself what they do.
_OWN_FILTERS = ("_build/links.lua", "_build/paper.lua")


@dataclass(frozen=True, slots=True)
class PandocEngine:
    """Renders with the pandoc and the typst that come as Python packages."""

    name: str = "pandoc"

    def version(self) -> str:
        """Return pandoc's version.

        Raises:
            ToolMissing: The package pypandoc_binary is not there.
        """
        return program.version()

    def render(self, project: Project, profile: str | None, out: Path) -> Rendered:
        """Render all formats of one profile into `out`.

        Raises:
            RenderError: The project uses what the engine does not have, something in the sources
                leads nowhere, or typst refuses the document.
        """
        opened = open_project(project.root, profile) if profile else project
        formats = _formats(opened)
        _refuse_unsupported(opened)
        files: list[str] = []
        for name in formats:
            files += _write(assemble(opened, _FORMATS[name], name), out)
        return Rendered(out, tuple(sorted(dict.fromkeys(files))))


def _write(document: Document, out: Path) -> list[str]:
    if document.output_format == "html":
        pages = write_site(document, out)
        if document.is_book:
            search.index(out)
        return list(pages)
    if document.output_format == "typst":
        from reviewpress.pandoc.pdf import render_pdf  # noqa: PLC0415 - typst is a heavy import

        name = f"{_stem(document)}.pdf"
        render_pdf(document, out / name)
        return [name]
    from reviewpress.pandoc.docx import render_docx  # noqa: PLC0415 - as above

    name = f"{_stem(document)}.docx"
    render_docx(document, out / name)
    return [name]


def _stem(document: Document) -> str:
    """Return the file name that Quarto gives a book; a short document has its profile's."""
    project = document.project
    if not document.is_book:
        return project.profile or Path(document.chapters[0].source).stem
    book = project.config.get("book", default={})
    written = str(book.get("output-file") or book.get("title") or project.root.name)
    return _UNSAFE.sub("-", written)


def _formats(project: Project) -> list[str]:
    """Return the formats to render, in the order of the configuration.

    Raises:
        RenderError: One is none of ours.
    """
    written: Any = project.config.get("format", default="html")
    names = list(written) if isinstance(written, Mapping) else [str(written)]
    for name in names:
        if name not in _FORMATS:
            raise unsupported(f"the format `{name}`", project.config.where("format", name))
    return names


def _refuse_unsupported(project: Project) -> None:
    config = project.config
    if project.type not in _TYPES:
        raise unsupported(f"projects of type `{project.type}`", config.where("project", "type"))
    filters = config.get("filters", default=[])
    for index, name in enumerate(filters if isinstance(filters, list) else [filters]):
        if name not in _OWN_FILTERS:
            raise unsupported(f"the filter `{name}`", config.where("filters", index))
    for folder in {Path(entry.source).parent for entry in book.entries(project)}:
        if (project.root / folder / "_metadata.yml").is_file():
            raise unsupported("`_metadata.yml`", Location((folder / "_metadata.yml").as_posix()))
    lang = str(config.get("lang", default="en"))
    if not lang.startswith("en"):
        raise unsupported(f"the language `{lang}`", config.where("lang"))
