"""The embedded engine: every format of a profile, with nothing but Python's wheels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reviewpress.engines import Rendered
from reviewpress.errors import Location
from reviewpress.pandoc import faults, program
from reviewpress.pandoc.assemble import Document, assemble
from reviewpress.pandoc.cache import Cache
from reviewpress.pandoc.faults import Faults, unsupported
from reviewpress.pandoc.html import search
from reviewpress.pandoc.html.site import write_site
from reviewpress.pandoc.lua.extensions import base_format, format_settings
from reviewpress.problems import Problem, Severity
from reviewpress.project import Project, open_project

_TYPES = ("book", "default")
# By the name in the configuration; Quarto makes `pdf` with LaTeX, we make it like `typst`.
_FORMATS = {"html": "html", "typst": "typst", "pdf": "typst", "docx": "docx"}
_UNSAFE = re.compile(r"[ <>()|:&;#?*'\\\\/]")
# In bytes; no file system takes a name of more than 255, the extension included.
_LONGEST_STEM = 200


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
        found = faults.of(opened)
        _check(opened)
        formats = _formats(opened, found)
        cache = Cache(opened.build_dir / "cache")
        written = [(name, _FORMATS[base_format(name)]) for name in formats]
        documents = [
            assemble(opened, kind, name, found, cache=cache, remember=kind == "html")
            for name, kind in written
        ]
        found.settle()
        files: list[str] = []
        for document in documents:
            files += _write(document, out)
            found.join(document.faults)
        cache.prune()
        return Rendered(out, tuple(sorted(dict.fromkeys(files))), _warnings(found))


def _warnings(found: Faults) -> tuple[Problem, ...]:
    """Return what did not stop the build as problems that the command line shows."""
    return tuple(
        Problem(
            fault.where or Location("_quarto.yml"),
            fault.message,
            "render.source",
            hint=None if fault.hint == faults.HINT else fault.hint,
            severity=Severity.WARNING,
        )
        for fault in faults.in_order(found.warnings)
    )


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
    own = project.config.get("book", default={})
    written = str(own.get("output-file") or own.get("title") or project.root.name)
    safe = _UNSAFE.sub("-", written).encode()[:_LONGEST_STEM]
    return safe.decode(errors="ignore")


def _formats(project: Project, found: Faults) -> list[str]:
    """Return the formats to render, in the order of the configuration.

    A book that somebody wrote for Quarto may name formats that we do not make; they are left out
    as long as one remains.
    """
    written: Any = project.config.get("format", default="html")
    names = list(written) if isinstance(written, Mapping) else [str(written)]
    known = [name for name in names if name in _FORMATS or _is_extended(project, name)]
    for name in names:
        if name not in known:
            note = found.doubt if known else found.add
            note(unsupported(f"the format `{name}`", project.config.where("format", name)))
    return known


def _is_extended(project: Project, name: str) -> bool:
    """Say whether an extension of the project makes a format out of one of ours."""
    return base_format(name) in _FORMATS and bool(format_settings(project, name))


def _check(project: Project) -> None:
    """Refuse a project that we cannot even read.

    Raises:
        RenderError: It is of a type that we do not know.
    """
    config = project.config
    if project.type not in _TYPES:
        raise unsupported(f"projects of type `{project.type}`", config.where("project", "type"))
