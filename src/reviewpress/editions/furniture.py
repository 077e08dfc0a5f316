"""What each page of a published edition carries: the switcher, and a way to the latest edition."""

from __future__ import annotations

import re
from html import escape
from importlib import resources
from pathlib import Path
from urllib.parse import quote

from reviewpress.editions.change_page import PAGE
from reviewpress.files import write_bytes, write_text
from reviewpress.pandoc.html.writer import ASSETS

_FILES = ("editions.js", "editions.css")
_EDITION_LINE = re.compile(r'(<p class="rp-edition">.*?)(</p>)', re.DOTALL)


def add(site: Path, edition: str) -> tuple[str, ...]:
    """Add switcher and links to every page of an edition.

    The script reads the list of editions from the publication when the page is viewed, so that
    pages need not be written anew. Without it, each page has a link to its successor.

    Args:
        site: Folder of the edition, which stands at the root of the publication once published.
        edition: Its number.

    Returns:
        The pages, relative to `site`.
    """
    for name in _FILES:
        content = (resources.files(__package__) / "assets" / name).read_bytes()
        write_bytes(site / ASSETS / name, content)
    pages = tuple(sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html")))
    for page in pages:
        text = (site / page).read_bytes().decode("utf-8")
        write_text(site / page, _furnish(text, page, edition))
    return pages


def _furnish(text: str, page: str, edition: str) -> str:
    root = "../" * page.count("/")
    assets = f"{root}{ASSETS}"
    head = (
        f'<link rel="stylesheet" href="{assets}/editions.css">\n'
        f'<script src="{assets}/editions.js" defer data-publication="{root}../" '
        f'data-edition="{escape(edition)}" data-page="{escape(page)}"></script>\n</head>'
    )
    text = text.replace("</head>", head, 1)
    latest = f'<a class="rp-latest" href="{root}../latest/{quote(page)}">Latest edition</a>'
    links = f' <a href="{root}{PAGE}">What changed</a> {latest}'
    if _EDITION_LINE.search(text):
        return _EDITION_LINE.sub(lambda found: f"{found[1]}{links}{found[2]}", text, count=1)
    line = f'<p class="rp-edition">Edition {escape(edition)}.{links}</p>\n'
    head_part, main, rest = text.rpartition("</main>")
    return f"{head_part}{line}{main}{rest}" if main else text
