"""What a reader relies on in a rendered book, taken out of its pages; the same for any engine."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag


def facts(site: Path) -> dict[str, Any]:
    """Take the facts out of all pages below `site`."""
    paths = sorted(path for path in site.rglob("*.html") if "site_libs" not in path.parts)
    found = {path.relative_to(site).as_posix(): page(path, site) for path in paths}
    for one in found.values():
        # A link to a chapter's title is one to the chapter: engines may leave the id out.
        for reference in one["references"]:
            name, _, fragment = reference[1].partition("#")
            if fragment == found[name]["title_id"]:
                reference[1] = name
    for one in found.values():
        del one["title_id"]
    return found


def page(path: Path, site: Path) -> dict[str, Any]:
    """Take the facts out of one page."""
    name = path.relative_to(site).as_posix()
    soup = BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")
    main = soup.select_one("main")
    assert main is not None
    for hidden in main.select(
        "[hidden], .screen-reader-only, [style*='display: none'], .callout-btn-toggle"
    ):
        hidden.decompose()
    title = main.select_one("h1.title")
    own = title.select_one("[id]") if title else None
    return {
        "title": _text(title),
        "title_id": str(own["id"]) if own else "",
        "headings": [_heading(one) for one in main.select(":is(h2, h3, h4)[data-anchor-id]")],
        "captions": [
            [_owner(one), _text(one)] for one in main.select("figcaption, caption") if _text(one)
        ],
        "references": [[_text(one), _place(name, one)] for one in main.select("a.quarto-xref")],
        "citations": [[_text(one), one["data-cites"]] for one in main.select("[data-cites]")],
        "entries": [[one["id"], _text(one)] for one in main.select(".csl-entry")],
        "callouts": [_text(one) for one in main.select(".callout-title-container")],
        "theorems": [_text(one) for one in main.select(".theorem-title, .proof-title")],
        "tabs": [_text(one) for one in main.select("[role=tab]")],
        "notes": [_text(one).strip("↩︎ ") for one in main.select("[role=doc-endnotes] li")],
        "images": [
            _file(one)
            for one in main.select("img:not(.quarto-title-author-orcid img)")
            if "_files/" not in one["src"] and not one["src"].startswith("data:")
        ],
        "chapters": [
            [_text(one), _place(name, one)]
            for one in soup.select("nav.sidebar li a[href]")
            if not one.get("data-bs-toggle")
        ],
    }


def _file(picture: Tag) -> str:
    return posixpath.basename(str(picture["src"]))


def _heading(one: Tag) -> list[str]:
    return [one.name, str(one["data-anchor-id"]), _text(one)]


def _place(name: str, link: Tag) -> str:
    """Return where a link leads, as path from the root of the site and fragment."""
    path, mark, fragment = str(link["href"]).partition("#")
    whole = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
    return f"{whole}{mark}{fragment}"


def _owner(one: Tag) -> str:
    holder = one.find_parent(id=re.compile(r"^(fig|tbl|lst)-[^ ]+$"))
    return str(holder["id"]) if holder else ""


def _text(one: Tag | None) -> str:
    return re.sub(r"\s+", " ", one.get_text()).strip() if one else ""
