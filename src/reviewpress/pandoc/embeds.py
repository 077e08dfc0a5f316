"""Outputs of executed notebooks, put where a chapter embeds them."""

from __future__ import annotations

import base64
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reviewpress.errors import RenderError
from reviewpress.pandoc import ast, floats, notebooks
from reviewpress.pandoc.ast import Nodes
from reviewpress.pandoc.faults import unsupported
from reviewpress.pandoc.fragments import Fragments
from reviewpress.pandoc.manuscript import CELL, resolve
from reviewpress.pandoc.notebooks import Cell, Notebook, joined
from reviewpress.pandoc.program import to_json
from reviewpress.pandoc.shortcodes import Shortcode

_PREFERENCE = {
    "html": ("text/html", "image/svg+xml", "image/png", "image/jpeg", "text/markdown"),
    "typst": ("text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/html"),
    "docx": ("text/markdown", "image/png", "image/jpeg", "image/svg+xml", "text/html"),
}
_OFFERED = {"image/png": "png", "text/csv": "csv"}
_ENDINGS = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg"}


@dataclass(slots=True)
class Embedder:
    """Puts outputs into one chapter.

    Attributes:
        root: The project.
        source: The chapter.
        output_format: Decides which of a cell's outputs is taken.
        fragments: Parser of captions and Markdown outputs, which are data.
        assets: Picture files that the chapter then needs, by path relative to the root.
    """

    root: Path
    source: str
    output_format: str
    fragments: Fragments
    assets: dict[str, bytes] = field(default_factory=dict)
    _notebooks: dict[str, Notebook] = field(default_factory=dict)

    def texts(self, shortcode: Shortcode) -> tuple[list[str], list[str]]:
        """Return the captions and the Markdown outputs of a cell, to be parsed with others."""
        cell = self.find(shortcode)
        outputs = [
            joined(output["data"]["text/markdown"])
            for output in cell.outputs
            if self._chosen(output) == "text/markdown"
        ]
        return cell.captions, outputs

    def find(self, shortcode: Shortcode) -> Cell:
        """Return the cell that a shortcode names.

        Raises:
            RenderError: There is no such notebook or no such cell, or the shortcode has
                arguments that we do not know.
        """
        if shortcode.name == CELL:
            return self._open(self.source, shortcode).at(int(shortcode.arguments[0]))
        if len(shortcode.arguments) != 1:
            raise unsupported("an embed with other arguments than its cell", shortcode.where)
        path, _, label = shortcode.arguments[0].partition("#")
        source = resolve(self.source, path)
        if not label:
            hint = "name a cell: x.ipynb#label"
            raise unsupported("embedding a whole notebook", shortcode.where, hint)
        cell = self._open(source, shortcode).find(label)
        if cell is None:
            raise RenderError(f"`{source}` has no cell `{label}`", where=shortcode.where)
        return cell

    def _open(self, source: str, shortcode: Shortcode) -> Notebook:
        if source not in self._notebooks:
            file = self.root / source
            if not file.is_file():
                raise RenderError(
                    f"the notebook `{source}` does not exist",
                    where=shortcode.where,
                    hint="execute the runs with: reviewpress run",
                )
            self._notebooks[source] = notebooks.read(file)
        return self._notebooks[source]

    def blocks(self, shortcode: Shortcode) -> Nodes:
        """Build what an embed shows: a float where the cell has a float's label."""
        cell = self.find(shortcode)
        if shortcode.name == CELL:
            return self._whole(cell)
        return self._shown(cell)

    def _whole(self, cell: Cell) -> Nodes:
        """Build a cell of a notebook that is a chapter: its code and what it gave."""
        if cell.options.get("include") is False:
            return []
        blocks: Nodes = []
        if cell.code and cell.options.get("echo") is not False:
            attributes = ast.attr("", [cell.language, "cell-code"])
            blocks.append({"t": "CodeBlock", "c": [attributes, cell.code]})
        if cell.options.get("output") is not False:
            blocks += self._shown(cell)
        return [ast.div(ast.attr("", ["cell"]), blocks)]

    def _shown(self, cell: Cell) -> Nodes:
        label = cell.label
        shown = [output for output in cell.outputs if self._chosen(output)]
        bodies = [self._output(cell, output, index) for index, output in enumerate(shown)]
        if not floats.can_float(label):
            return [block for body in bodies for block in body]
        kind = label.split("-", maxsplit=1)[0]
        subcaptions = cell.options.get(f"{kind}-subcap")
        if isinstance(subcaptions, list) and len(subcaptions) == len(bodies):
            bodies = [
                [
                    floats.make_float(
                        [f"{label}-{i}", [], []], self.fragments.inlines(str(text)), body
                    )
                ]
                for i, (text, body) in enumerate(zip(subcaptions, bodies, strict=True), start=1)
            ]
        attributes = [
            [key, str(cell.options[key])]
            for key in ("fig-alt", "layout-ncol", "layout-nrow", "layout", "tbl-colwidths")
            if key in cell.options and not (key == "fig-alt" and len(bodies) > 1)
        ]
        classes = str(cell.options.get("column", "")).split()
        caption = self.fragments.inlines(str(cell.options.get(f"{kind}-cap", "")))
        body = [block for body in bodies for block in body]
        marked = [label, [f"column-{name}" for name in classes], attributes]
        return [floats.make_float(marked, caption, body)]

    def _chosen(self, output: Mapping[str, Any]) -> str | None:
        """Return the MIME type that this format takes of an output; None to show nothing."""
        if output.get("output_type") == "stream":
            return "text/plain" if output.get("name") == "stdout" else None
        data = output.get("data", {})
        for mime in _PREFERENCE[self.output_format]:
            if mime in data:
                return mime
        return "text/plain" if set(data) == {"text/plain"} else None

    def _output(self, cell: Cell, output: Mapping[str, Any], index: int) -> Nodes:
        mime = self._chosen(output)
        if output.get("output_type") == "stream":
            return [{"t": "CodeBlock", "c": [ast.attr(), joined(output["text"]).rstrip("\n")]}]
        content = joined(output["data"][mime])
        if mime == "text/html" and self.output_format != "html":
            blocks: Nodes = to_json(content, "html")["blocks"]
            return blocks
        if mime == "text/html":
            return [ast.raw_block("html", content)]
        if mime == "text/markdown":
            return self.fragments.blocks(content)
        if mime == "text/plain":
            return [{"t": "CodeBlock", "c": [ast.attr(), content]}]
        picture = self._picture(cell, str(mime), content, index)
        if self.output_format == "html":
            self._offer(picture, output["data"])
        return [ast.plain([picture])]

    def _offer(self, picture: ast.Node, data: Mapping[str, Any]) -> None:
        """Keep the other forms of a picture, and its numbers, for readers to save."""
        attributes, _, (shown, _) = picture["c"]
        stem = posixpath.splitext(shown.removeprefix("/"))[0]
        for mime, ending in _OFFERED.items():
            path = f"{stem}.{ending}"
            if mime in data and f"/{path}" != shown:
                content = joined(data[mime])
                is_text = mime == "text/csv"
                self.assets[path] = content.encode() if is_text else base64.b64decode(content)
                ast.put(attributes, f"data-{ending}", f"/{path}")

    def _picture(self, cell: Cell, mime: str, content: str, index: int) -> ast.Node:
        is_text = mime == "image/svg+xml"
        raw = content.encode() if is_text else base64.b64decode(content)
        stem = posixpath.splitext(self.source)[0]
        label = re.sub(r"[^\w-]", "-", str(cell.options.get("label", "cell")))
        number = f"-{index + 1}" if index else ""
        path = f"{stem}_files/{label}{number}.{_ENDINGS[mime]}"
        self.assets[path] = raw
        given = cell.options.get("fig-alt", "")
        alts = given if isinstance(given, list) else [given]
        alt = str(alts[min(index, len(alts) - 1)]) if alts else ""
        return {
            "t": "Image",
            "c": [["", [], [["fig-alt", alt]] if alt else []], [], [f"/{path}", ""]],
        }
