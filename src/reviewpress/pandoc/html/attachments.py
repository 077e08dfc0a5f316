"""Files that pages show or link to, copied beside them."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

from reviewpress.errors import Location, RenderError
from reviewpress.files import write_bytes
from reviewpress.pandoc.assemble import Document
from reviewpress.pandoc.chapter import Chapter
from reviewpress.pandoc.page import Page
from reviewpress.project import Project


def copy(document: Document, chapter: Chapter, page: Page, out: Path) -> None:
    """Copy what a page shows and links to.

    Args:
        document: Its project holds the files; pictures that do not exist, and sources without a
            page, are added to its faults.
        chapter: What the page is of.
        page: The page.
        out: Output folder, in which the files stand as in the project.
    """
    project = document.project
    for name in page.pictures:
        content = page.assets.get(name) or _read(project, name)
        if content is None:
            document.faults.doubt(_fault(chapter, name, f"the picture `{name}` does not exist"))
        else:
            write_bytes(out / name, content)
    for name in page.resources:
        # A link to a file that is not there may be to one that is made later, such as a PDF;
        # the finished site is checked for it.
        if (content := _read(project, name)) is not None:
            write_bytes(out / name, content)
    for name in page.strays:
        message = f"the link to `{name}` leads to no page of the book"
        document.faults.doubt(_fault(chapter, name, message))


def _read(project: Project, name: str) -> bytes | None:
    path = (project.root / name).resolve()
    is_inside = path.is_relative_to(project.root)
    return path.read_bytes() if is_inside and path.is_file() else None


def _fault(chapter: Chapter, name: str, message: str) -> RenderError:
    where: Location = chapter.manuscript.locate(re.escape(PurePosixPath(name).name))
    return RenderError(message, where=where)
