"""Tell search engines which pages there are: `sitemap.xml` at the root of a publication."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

from reviewpress.editions.versions import Versions
from reviewpress.files import write_text

NAME = "sitemap.xml"
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def write(publication: Path, known: Versions, site_url: str | None) -> None:
    """List all pages of the newest edition and the first page of each older one.

    The form asks for whole addresses; without `site-url` there is no sitemap.
    """
    newest = known.latest
    if site_url is None or newest is None:
        (publication / NAME).unlink(missing_ok=True)
        return
    root = site_url.rstrip("/")
    ET.register_namespace("", _SPACE)
    top = ET.Element(f"{{{_SPACE}}}urlset")
    pages = [(newest, page) for page in newest.pages]
    pages += [(one, "index.html") for one in known.editions[1:]]
    for edition, page in pages:
        entry = ET.SubElement(top, f"{{{_SPACE}}}url")
        address = f"{root}/{edition.edition}/{quote(page)}"
        ET.SubElement(entry, f"{{{_SPACE}}}loc").text = address.removesuffix("index.html")
        ET.SubElement(entry, f"{{{_SPACE}}}lastmod").text = edition.date
    ET.indent(top)
    text = ET.tostring(top, encoding="unicode")
    write_text(publication / NAME, f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n')
