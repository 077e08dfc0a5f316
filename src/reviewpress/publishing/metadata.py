"""Tell indexes of scholarly work what each page is, where the engine has not done so.

With `google-scholar: true` Quarto writes such tags itself; what it left out, or wrote as Markdown,
is completed here, and nothing is written twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from urllib.parse import quote

from reviewpress.publishing.citation import Citation

_TITLE = re.compile(r'(<meta name="citation_title" content=")([^"]*)(")')
_PAGE_TITLE = re.compile(r"<title>([^<]*)</title>")
_SPAN = re.compile(r"\[([^\[\]]*)\]\{[^{}]*\}")
_NUMBER = re.compile(r"^(?:\d+|[A-Z])(?:&nbsp;|\xa0)\s*")


def complete(page: str, citation: Citation, pdf: str | None = None) -> str:
    """Return the HTML of a page with title, authors and date for indexes in its head.

    Args:
        page: HTML of the page.
        citation: What identifies the review.
        pdf: Path of the PDF that holds what the page begins, relative to the site.
    """
    page = _TITLE.sub(lambda tag: f"{tag[1]}{_plain(tag[2])}{tag[3]}", page)
    tags = [
        f'<meta name="citation_{name}" content="{content}">'
        for name, content in (*_tags(page, citation), *_places(citation, pdf))
        if f'"citation_{name}"' not in page
    ]
    tags += [
        f'<meta name="dcterms.{name}" content="{escape(content)}">'
        for name, content in _dublin_core(citation)
        if f'"dcterms.{name}"' not in page
    ]
    return page.replace("</head>", "\n".join([*tags, "</head>"]), 1)


def _tags(page: str, citation: Citation) -> Iterator[tuple[str, str]]:
    """Yield what should be told, each value as it stands in an attribute."""
    book = escape(citation.title)
    title = _PAGE_TITLE.search(page)
    own = _plain(title[1].split(" \u2013 ")[0].strip()) if title else book
    yield "title", own or book
    if own and not book.startswith(own):
        yield "inbook_title", book
    for author in citation.authors:
        yield "author", escape(author)
    if citation.date:
        yield "publication_date", citation.date


def _places(citation: Citation, pdf: str | None) -> Iterator[tuple[str, str]]:
    """Yield where the whole can be had: indexes want addresses that stand alone."""
    if citation.doi:
        yield "doi", escape(citation.doi)
    if citation.url and pdf:
        yield "pdf_url", escape(f"{citation.url}{quote(pdf)}")


def _dublin_core(citation: Citation) -> Iterator[tuple[str, str]]:
    for author in citation.authors[:1]:
        yield "creator", author
    if citation.doi or citation.url:
        identifier = f"https://doi.org/{citation.doi}" if citation.doi else str(citation.url)
        yield "isPartOf", identifier
    if citation.date:
        yield "date", citation.date


def _plain(title: str) -> str:
    """Take Markdown spans and the number of the chapter out of a title."""
    while (stripped := _SPAN.sub(r"\1", title)) != title:
        title = stripped
    return _NUMBER.sub("", title)
