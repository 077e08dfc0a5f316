"""What each page of a review carries besides its text: how to cite it, and its edition.

What was added stands between comments, so that it can be taken out and written anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import quote

from reviewpress.publishing.citation import Citation
from reviewpress.publishing.downloads import Download

_BEGIN, _END = "<!-- reviewpress: added -->", "<!-- reviewpress: end -->"
STYLE = "site_libs/reviewpress/publishing.css"
SCRIPT = "site_libs/reviewpress/publishing.js"
_FIRST = ("web page", "PDF", "Word", "ZIP")
_CAPTION = re.compile(
    r'(?P<caption><figcaption\b[^>]*\bid="(?P<label>[\w-]+?)-caption[^"]*"[^>]*>'
    r"(?:(?!</figcaption>).)*)</figcaption>",
    re.DOTALL,
)
_ADDED = re.compile(re.escape(_BEGIN) + r".*?" + re.escape(_END) + r"\n?", re.DOTALL)


def remove(page: str) -> str:
    """Return the HTML of a page without what this module added."""
    return _ADDED.sub("", page)


def added(html: str) -> str:
    """Put `html` between the signs by which it can be taken out again."""
    return f"{_BEGIN}{html}{_END}"


def add_citation(page: str, citation: Citation, downloads: Sequence[Download]) -> str:
    """Add a box with the citation and the downloads, unless the page has an element `cite`."""
    if 'id="cite"' in page:
        return page
    forms = "\n".join(
        f"<details><summary>{name}</summary>\n"
        f'<pre class="rp-citation-form" data-form="{name}">{escape(text)}</pre></details>'
        for name, text in (("BibTeX", citation.bibtex()), ("RIS", citation.ris()))
    )
    wholes = _list([item for item in downloads if not item.is_part])
    parts = _list([item for item in downloads if item.is_part])
    listed = f"\n<h3>Download</h3>\n{wholes}" if wholes else ""
    if parts:
        listed += f"\n<details><summary>The tables one by one</summary>\n{parts}\n</details>"
    return _at_end(
        page,
        '<section id="cite" class="rp-cite">\n<h2>How to cite</h2>\n'
        f'<p class="rp-citation rp-citation-form" data-form="APA">{_sentence(citation)}</p>\n'
        f"{forms}{listed}\n</section>",
    )


def add_front(page: str, citation: Citation, downloads: Sequence[Download]) -> str:
    """Add lines under the title: the edition, what there is to read, the data, how to cite.

    Other files stand in the box that `add_citation` adds, to which the last entry leads.
    """
    edition = f"Edition {citation.edition}" if citation.edition else citation.day
    groups: dict[str, list[str]] = {}
    for item in downloads:
        what, _, kind = item.text.removesuffix(")").partition(" (")
        if kind in _FIRST:
            link = f'<a href="{escape(quote(item.path))}">{escape(kind or what)}</a>'
            groups.setdefault(what, []).append(link)
    rows = [escape(edition)] if edition else []
    rows += [f"{escape(what)}: {', '.join(links)}" for what, links in groups.items()]
    rows.append('<a href="#cite">How to cite and download</a>')
    listed = "\n".join(f"<li>{row}</li>" for row in rows)
    return _after_title(page, f'<ul class="rp-front">\n{listed}\n</ul>')


def add_edition(page: str, citation: Citation, to_root: str, *, has_runs: bool = False) -> str:
    """Add a line with edition, date and the way to the citation, unless the page has one.

    Args:
        page: HTML of the page.
        citation: What the line tells.
        to_root: Relative path from the page to the root of the site, such as `../`.
        has_runs: Whether the site has pages of runs.
    """
    if 'class="rp-edition"' in page or not citation.edition:
        return page
    dated = f", {citation.day}" if citation.day else ""
    text = escape(f"Edition {citation.edition}{dated}.")
    line = f'{text} <a href="{to_root}index.html#cite">How to cite and download</a>'
    if has_runs:
        line += f' <a href="{to_root}runs/index.html">How the numbers were made</a>'
    return _at_end(page, f'<p class="rp-edition">{line}</p>')


def add_runs(page: str, made_by: Mapping[str, str], to_root: str) -> str:
    """Let the caption of each table and figure lead to the page of the run that made it.

    Args:
        page: HTML of the page.
        made_by: Page of the run by label, such as `runs/flow.html` for `fig-flow`.
        to_root: Relative path from the page to the root of the site, such as `../`.
    """

    def linked(match: re.Match[str]) -> str:
        run = made_by.get(match["label"])
        if run is None:
            return match[0]
        address = escape(f"{to_root}{quote(run)}#{match['label']}")
        link = f'<a class="rp-run" href="{address}">How this was made</a>'
        return f"{match['caption']}{_BEGIN}\n{link}\n{_END}\n</figcaption>"

    return _CAPTION.sub(linked, page)


def add_style(page: str, to_root: str) -> str:
    """Link the style sheet of what this package adds, once."""
    link = f'<link rel="stylesheet" href="{to_root}{STYLE}">\n'
    return page if link in page else page.replace("</head>", f"{link}</head>", 1)


def add_script(page: str, to_root: str) -> str:
    """Load the script that copies the citation, once."""
    script = f'<script src="{to_root}{SCRIPT}" defer></script>\n'
    return page if script in page else page.replace("</head>", f"{script}</head>", 1)


def _list(downloads: Sequence[Download]) -> str:
    rows = "\n".join(
        f'<li><a href="{escape(quote(item.path))}">{escape(item.text)}</a></li>'
        for item in downloads
    )
    return f'<ul class="rp-downloads">\n{rows}\n</ul>' if rows else ""


def _sentence(citation: Citation) -> str:
    """Write the citation as one sentence of HTML, its title as one and its address as a link."""
    text, title, address = (
        escape(part, quote=False) for part in (citation.apa(), citation.title, citation.address)
    )
    text = text.replace(title, f"<cite>{title}</cite>", 1) if title else text
    if not address:
        return text
    return f'{text.removesuffix(address)}<a href="{escape(citation.address)}">{address}</a>'


def _after_title(page: str, html: str) -> str:
    """Put `html` under the title of a page; a page without a title block is left alone."""
    start = page.find('id="title-block-header"')
    position = page.find("</header>", start)
    if start < 0 or position < 0:
        return page
    position += len("</header>")
    return f"{page[:position]}{_BEGIN}\n{html}\n{_END}\n{page[position:]}"


def _at_end(page: str, html: str) -> str:
    """Put `html` at the end of the page's main part; a page without one is left alone."""
    position = page.rfind("</main>")
    if position < 0:
        return page
    return f"{page[:position]}{_BEGIN}\n{html}\n{_END}\n{page[position:]}"
