"""Pages that lead elsewhere: `/` to `latest/`, and each page of `latest/` to the newest edition.

They are pages and not links of the file system, so that any web server can hold them, and a
reader ends at the permanent address of what is read. Without JavaScript they lead to the page;
with it, also to the place in the page that the address names.
"""

from __future__ import annotations

import posixpath
import shutil
from html import escape
from importlib import resources
from pathlib import Path
from urllib.parse import quote

from reviewpress.editions.versions import Versions
from reviewpress.files import write_bytes, write_text

ALIAS = "latest"
SCRIPT = "redirect.js"


def write_redirects(publication: Path, versions: Versions) -> None:
    """Write `index.html` and `latest/` anew for the newest edition.

    `latest/` has a page for every page of every edition; where the newest edition has no such
    page, it leads to its first one. Its PDF, DOCX and ZIP files are copies.
    """
    newest = versions.latest
    if newest is None:
        return
    folder = publication / ALIAS
    shutil.rmtree(folder, ignore_errors=True)
    own = set(newest.pages)
    for page in sorted({page for one in versions.editions for page in one.pages}):
        up = "../" * page.count("/")
        target = f"{up}../{newest.edition}/{_short(page) if page in own else ''}"
        write_text(folder / page, _page(target, f"{up}../{SCRIPT}", title=versions.title))
    _copy_documents(publication / newest.edition, folder)
    write_text(publication / "index.html", _page(f"{ALIAS}/", SCRIPT, title=versions.title))
    script = (resources.files(__package__) / "assets" / SCRIPT).read_bytes()
    write_bytes(publication / SCRIPT, script)


def _short(page: str) -> str:
    """Leave out `index.html`, which every server adds."""
    folder, name = posixpath.split(page)
    return (f"{folder}/" if folder else "") if name == "index.html" else page


def _page(target: str, script: str, *, title: str) -> str:
    address = escape(quote(target))
    return (
        "<!DOCTYPE html>\n"
        '<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n"
        f'<link rel="canonical" href="{address}">\n'
        f'<script src="{script}" data-target="{address}"></script>\n'
        f'<noscript><meta http-equiv="refresh" content="0; url={address}"></noscript>\n'
        f'</head>\n<body>\n<p><a href="{address}">Latest edition: {escape(title)}</a></p>\n'
        "</body>\n</html>\n"
    )


def _copy_documents(edition: Path, folder: Path) -> None:
    for path in sorted(edition.rglob("*")):
        if path.suffix in {".pdf", ".docx", ".zip"}:
            target = folder / path.relative_to(edition)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
