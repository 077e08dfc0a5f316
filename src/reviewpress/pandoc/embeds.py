"""Outputs of executed notebooks, put where a chapter embeds them."""

from __future__ import annotations

import base64
import json
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from reviewpress.errors import RenderError
from reviewpress.pandoc import ast, floats
from reviewpress.pandoc.ast import Nodes
from reviewpress.pandoc.faults import unsupported
from reviewpress.pandoc.fragments import Fragments
from reviewpress.pandoc.manuscript import CELL, resolve
from reviewpress.pandoc.shortcodes import Shortcode

_PREFERENCE = {
    "html": ("text/html", "image/svg+xml", "image/png", "image/jpeg", "text/markdown"),
    "typst": ("text/markdown", "image/svg+xml", "image/png", "image/jpeg"),
    "docx": ("text/markdown", "image/png", "image/jpeg", "image/svg+xml"),
}
_ENDINGS = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg"}
_OPTION = re.compile(r"^#\|\s?(.*)$")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of an executed notebook: its options, stored outputs and code without options."""

    options: Mapping[str, Any]
    outputs: tuple[Mapping[str, Any], ...]
    code: str = ""
    language: str = "python"


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
    _notebooks: dict[str, list[Cell]] = field(default_factory=dict)

    def texts(self, shortcode: Shortcode) -> tuple[list[str], list[str]]:
        """Return the captions and the Markdown outputs of a cell, to be parsed with others."""
        cell = self.find(shortcode)
        outputs = [
            _joined(output["data"]["text/markdown"])
            for output in cell.outputs
            if self._chosen(output) == "text/markdown"
        ]
        return _captions(cell), outputs

    def find(self, shortcode: Shortcode) -> Cell:
        """Return the cell that a shortcode names.

        Raises:
            RenderError: There is no such notebook or no such cell, or the shortcode has
                arguments that we do not know.
        """
        if shortcode.name == CELL:
            return read_cells(self.root / self.source)[int(shortcode.arguments[0])]
        if len(shortcode.arguments) != 1:
            raise unsupported("an embed with other arguments than its cell", shortcode.where)
        path, _, label = shortcode.arguments[0].partition("#")
        source = resolve(self.source, path)
        if not label:
            raise unsupported(
                "embedding a whole notebook", shortcode.where, "name a cell: x.ipynb#label"
            )
        if source not in self._notebooks:
            file = self.root / source
            if not file.is_file():
                raise RenderError(
                    f"the notebook `{source}` does not exist",
                    where=shortcode.where,
                    hint="execute the runs with: reviewpress run",
                )
            self._notebooks[source] = read_cells(file)
        for cell in self._notebooks[source]:
            if cell.options.get("label") == label:
                return cell
        raise RenderError(f"`{source}` has no cell `{label}`", where=shortcode.where)

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
        label = str(cell.options.get("label", ""))
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
            return [{"t": "CodeBlock", "c": [ast.attr(), _joined(output["text"]).rstrip("\n")]}]
        content = _joined(output["data"][mime])
        if mime == "text/html":
            return [ast.raw_block("html", content)]
        if mime == "text/markdown":
            return self.fragments.blocks(content)
        if mime == "text/plain":
            return [{"t": "CodeBlock", "c": [ast.attr(), content]}]
        return [ast.plain([self._picture(cell, str(mime), content, index)])]

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


def read_cells(path: Path) -> list[Cell]:
    """Read the cells of a notebook; one that holds no code has no options and no outputs."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    info = notebook.get("metadata", {}).get("language_info", {})
    language = str(info.get("name", "python"))
    cells = []
    for cell in notebook.get("cells", ()):
        source = _joined(cell.get("source", ""))
        if cell.get("cell_type") != "code":
            cells.append(Cell({}, ()))
            continue
        lines = source.splitlines()
        code = "\n".join(line for line in lines if not _OPTION.match(line)).strip("\n")
        cells.append(Cell(_options(source), tuple(cell.get("outputs", ())), code, language))
    return cells


def _options(source: str) -> Mapping[str, Any]:
    """Read the `#| key: value` lines at the head of a cell."""
    lines = []
    for line in source.splitlines():
        match = _OPTION.match(line)
        if not match:
            break
        lines.append(match[1])
    try:
        options = YAML(typ="safe", pure=True).load("\n".join(lines))
    except YAMLError:
        return {}
    return options if isinstance(options, dict) else {}


def _captions(cell: Cell) -> list[str]:
    texts: list[str] = []
    for key, value in cell.options.items():
        if key.endswith("-cap"):
            texts.append(str(value))
        elif key.endswith("-subcap") and isinstance(value, list):
            texts += map(str, value)
    return texts


def _joined(text: Any) -> str:
    return "".join(text) if isinstance(text, list) else str(text)
