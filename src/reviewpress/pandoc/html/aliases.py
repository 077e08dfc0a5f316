"""Former addresses of a page, which `aliases:` in its front matter lists, lead to it."""

from __future__ import annotations

import posixpath
import re
from html import escape
from pathlib import Path
from urllib.parse import quote

from reviewpress.errors import RenderError
from reviewpress.files import write_text
from reviewpress.pandoc.assemble import Document
from reviewpress.pandoc.chapter import Chapter
from reviewpress.pandoc.html.writer import Site

_PAGE = re.compile(r"\.html?$", re.IGNORECASE)


def write(site: Site, out: Path) -> None:
    """Write a page that leads on for each former address.

    Args:
        site: Its pages are not overwritten; an alias that is one of them, or that leads out of the
            site, is added to the faults of the document.
        out: Folder of the site.
    """
    document = site.document
    taken = set(site.pages.values())
    for chapter in document.chapters:
        page = site.pages[chapter.source]
        written = chapter.front.get("aliases", default=None) or []
        for index, one in enumerate(written if isinstance(written, list) else [written]):
            place = _place(str(one), page)
            if place.startswith("../") or place in taken:
                _refuse(document, chapter, index, str(one))
                continue
            taken.add(place)
            target = quote(posixpath.relpath(page, posixpath.dirname(place) or "."))
            write_text(
                out / place, _leading_to(target, str(document.options.values.get("lang") or "en"))
            )


def _place(alias: str, page: str) -> str:
    """Return the file of an alias relative to the site; one without an ending is a folder."""
    if not _PAGE.search(alias):
        alias = f"{alias.rstrip('/')}/index.html"
    folder = "" if alias.startswith("/") else posixpath.dirname(page)
    return posixpath.normpath(posixpath.join(folder, alias.lstrip("/")))


def _refuse(document: Document, chapter: Chapter, index: int, alias: str) -> None:
    document.faults.doubt(
        RenderError(
            f"the alias `{alias}` is a page of the site, or lies outside of it",
            where=chapter.front.where("aliases", index),
            hint="write it relative to the page, or from the root of the site with a `/`",
        )
    )


def _leading_to(target: str, lang: str) -> str:
    address = escape(target)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(lang)}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>This page has moved</title>\n"
        f'<meta http-equiv="refresh" content="0; url={address}">\n'
        f'<link rel="canonical" href="{address}">\n<meta name="robots" content="noindex">\n'
        f'</head>\n<body>\n<p>This page has moved: <a href="{address}">{address}</a></p>\n'
        "</body>\n</html>\n"
    )
