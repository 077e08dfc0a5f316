"""Write pages that are no chapters, such as one for each run, in the look of the book."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from importlib import resources
from pathlib import Path

from markupsafe import Markup

from reviewpress import book
from reviewpress.files import write_bytes, write_text
from reviewpress.pandoc.html.heading import Heading
from reviewpress.pandoc.html.navigation import Item
from reviewpress.pandoc.html.site import POLICY, template
from reviewpress.pandoc.html.writer import ASSETS
from reviewpress.project import Project

_TITLE = re.compile(r'<h1[^>]*class="[^"]*\btitle\b[^"]*"[^>]*>(.*?)</h1>', re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")


def write_page(
    project: Project,
    site: Path,
    page: str,
    *,
    title: str,
    body: Markup,
    contents: Sequence[tuple[str, str]] = (),
) -> None:
    """Write a page of our own into a rendered site.

    Args:
        project: The review, opened with its default profile.
        site: Folder with the rendered chapters.
        page: Path of the page relative to `site`.
        title: Its title, as plain text.
        body: Its HTML.
        contents: Headings to list beside it: id and plain title.
    """
    root = "../" * page.count("/")
    name = str(project.config.get("book", "title", default=""))
    folder = resources.files("reviewpress.pandoc.html") / "assets"
    for asset in folder.iterdir():
        if not asset.name.endswith(".jinja") and not (site / ASSETS / asset.name).is_file():
            write_bytes(site / ASSETS / asset.name, asset.read_bytes())
    html = template().render(
        lang=str(project.config.get("lang", default="en")),
        policy=POLICY,
        root=root,
        assets=f"{root}{ASSETS}",
        icon=f"{root}{ASSETS}/icon.svg",
        styles=[],
        book_title=name,
        is_book=True,
        heading=Heading(Markup.escape(title), f"{title} \u2013 {name}" if name else title),
        sidebar=_sidebar(project, site, root),
        toc=[Item(Markup.escape(words), f"#{anchor}") for anchor, words in contents],
        toc_title="On this page",
        has_tables=False,
        has_figures=False,
        body=body,
        references=Markup(),
        references_title=Markup(),
        notes=Markup(),
        previous=None,
        next=None,
        home=f"{root}index.html",
    )
    write_text(site / page, f"{html}\n")


def title_of(html: str) -> str | None:
    """Return the title of a page as plain text, or None where it has none."""
    match = _TITLE.search(html)
    return " ".join(unescape(_TAG.sub("", match[1])).split()) if match else None


def _sidebar(project: Project, site: Path, root: str) -> list[Item]:
    """List the chapters under their parts, by the titles that their pages have."""
    items: list[Item] = []
    group: Item | None = None
    for entry in book.entries(project) if project.type == "book" else ():
        path = site / entry.page
        found = title_of(path.read_text(encoding="utf-8")) if path.is_file() else None
        label = entry.text or found or entry.source
        own = Item(Markup.escape(label), f"{root}{entry.page}")
        part = "Appendices" if entry.is_appendix else entry.part
        if part is None or part == entry.source:
            group = own if part else None
            items.append(own)
        elif group is not None and (group.label == Markup.escape(part) or part.endswith(".qmd")):
            group.items.append(own)
        else:
            group = Item(Markup.escape(part), None, items=[own])
            items.append(group)
    return items
