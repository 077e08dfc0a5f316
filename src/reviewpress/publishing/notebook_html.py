"""Write the cells of an executed notebook as HTML."""

from __future__ import annotations

import base64
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from markupsafe import Markup

from reviewpress.files import write_bytes
from reviewpress.pandoc.program import run_pandoc

_LINK = re.compile(r"""(<a\b[^<>]*?)\s+href\s*=\s*(["'])(.*?)\2""", re.IGNORECASE)
_ID = re.compile(r'\bid="([^"]+)"')
_SOURCE = re.compile(r"\.(?:qmd|md|ipynb)$")
_OPTION = re.compile(r"^#\| ([\w-]+): *(.*)$", re.MULTILINE)
_MARK = "reviewpress-cell-"
# Prose of notebooks is text: it may be emphasised or linked, but holds no raw HTML.
_FORMAT = "markdown-raw_html-raw_tex-raw_attribute-native_divs-native_spans-auto_identifiers"

Prose = Mapping[str, Markup]


def render_prose(notebooks: Iterable[Mapping[str, Any]]) -> Prose:
    """Return the HTML of all Markdown cells by their text, converted in one call of pandoc."""
    texts = sorted(
        {
            _text(cell["source"])
            for notebook in notebooks
            for cell in notebook["cells"]
            if cell["cell_type"] == "markdown"
        }
    )
    if not texts:
        return {}
    joined = "\n\n".join(f"{_MARK}{number}\n\n{text}" for number, text in enumerate(texts))
    html = run_pandoc(
        ["--from", _FORMAT, "--to", "html5", "--mathml", "--shift-heading-level-by=2"], joined
    ).stdout
    parts = re.split(rf"<p>{_MARK}\d+</p>", html)[1:]
    return {
        text: Markup(part.strip())  # noqa: S704 - pandoc escapes, and knows no raw HTML here
        for text, part in zip(texts, parts, strict=True)
    }


def cells(notebook: Mapping[str, Any], *, pages: Pages, page: str, prose: Prose) -> Markup:
    """Write the cells of a notebook.

    Args:
        notebook: As it was executed.
        pages: The rendered chapters; pictures are written beside them.
        page: Page on which the cells will stand, relative to `site`.
        prose: What `render_prose` returned.
    """
    parts = []
    for number, cell in enumerate(notebook["cells"], start=1):
        text = _text(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(prose.get(text, Markup.escape(text)))
        elif cell["cell_type"] == "code" and text.strip():
            options = {name: value.strip("\"' ") for name, value in _OPTION.findall(text)}
            outputs = Markup("\n").join(
                _output(output, options, pages=pages, page=page, stem=f"{number}-{index}")
                for index, output in enumerate(cell["outputs"])
            )
            anchor = Markup(' id="{}"').format(options["label"]) if "label" in options else ""
            parts.append(
                Markup(
                    '<div class="rp-run-cell"{}>\n<details open><summary>Cell {}</summary>\n'
                    '<pre class="sourceCode python"><code>{}</code></pre>\n</details>\n{}\n</div>'
                ).format(anchor, number, text, outputs)
            )
    return Markup("\n").join(parts)


def _output(
    output: Mapping[str, Any], options: Mapping[str, str], *, pages: Pages, page: str, stem: str
) -> Markup:
    """Write one output in its richest form."""
    if output["output_type"] == "stream":
        return _plain(output["text"])
    data = output.get("data", {})
    if "text/html" in data:
        return Markup('<div class="table-box">\n{}\n</div>').format(
            pages.linked(_text(data["text/html"]), page)
        )
    for kind, ending in (("image/svg+xml", "svg"), ("image/png", "png")):
        if kind in data:
            content = _text(data[kind])
            raw = content.encode() if ending == "svg" else base64.b64decode(content)
            name = f"{posixpath.splitext(page)[0]}_files/{stem}.{ending}"
            write_bytes(pages.site / name, raw)
            address = posixpath.relpath(name, posixpath.dirname(page))
            return Markup('<p><img class="img-fluid" src="{}" alt="{}"></p>').format(
                address, options.get("fig-alt") or f"Figure {options.get('label', '')}"
            )
    return _plain(data.get("text/markdown") or data.get("text/plain") or "")


def _plain(text: Any) -> Markup:
    return Markup("<pre><code>{}</code></pre>").format(_text(text)) if text else Markup()


def _text(value: Any) -> str:
    return "".join(value) if isinstance(value, list) else str(value)


@dataclass(slots=True)
class Pages:
    """The rendered chapters, to which outputs lead.

    Attributes:
        site: Folder of the pages.
    """

    site: Path
    _ids: dict[str, frozenset[str]] = field(default_factory=dict)

    def linked(self, html: str, page: str) -> Markup:
        """Let the links of an output lead to pages; take away those that lead nowhere."""

        def seen(match: re.Match[str]) -> str:
            address = self._address(unescape(match[3]), page)
            return f'{match[1]} href="{escape(address)}"' if address else match[1]

        return Markup(_LINK.sub(seen, html))  # noqa: S704 - made by the notebook, as in chapters

    def _address(self, written: str, page: str) -> str | None:
        if re.match(r"https?://|mailto:", written):
            return written
        path, _, fragment = written.partition("#")
        target = _SOURCE.sub(".html", unquote(path.lstrip("/")))
        if not path.startswith("/") or not (self.site / target).is_file():
            return None
        relative = quote(posixpath.relpath(target, posixpath.dirname(page)))
        is_there = unquote(fragment) in self._ids_of(target)
        return f"{relative}#{fragment}" if fragment and is_there else relative

    def _ids_of(self, target: str) -> frozenset[str]:
        if target not in self._ids:
            text = (self.site / target).read_bytes().decode("utf-8", "replace")
            self._ids[target] = frozenset(map(unescape, _ID.findall(text)))
        return self._ids[target]
