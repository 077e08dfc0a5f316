"""What the stored outputs of a cell become: text, tables, pictures, in the form a format takes."""

from __future__ import annotations

import base64
import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from reviewpress.pandoc import ast
from reviewpress.pandoc.ast import Nodes
from reviewpress.pandoc.fragments import Fragments
from reviewpress.pandoc.notebooks import Cell, joined
from reviewpress.pandoc.program import to_json

_PREFERENCE = {
    "html": ("text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg"),
    "typst": ("text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/html"),
    "docx": ("text/markdown", "image/png", "image/jpeg", "image/svg+xml", "text/html"),
}
_ENDINGS = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg"}
_OFFERED = {"image/png": "png", "text/csv": "csv"}
_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_VALUE_BESIDE_PICTURE = re.compile(r"^[<(\[].*[>)\]]$")
_HANDLES = ("[<matplotlib", "<matplotlib", "<seaborn.", "<ggplot:")
_SOURCE_OF_WARNING = re.compile(r"^<ipython-input.*?>:\d+:\s+")
_CLASSES = {
    "execute_result": "cell-output-display",
    "display_data": "cell-output-display",
    "error": "cell-output-error",
}


@dataclass(slots=True)
class Outputs:
    """Turns outputs into blocks for one chapter.

    Attributes:
        stem: Path of the chapter without its ending, beside which pictures are put.
        output_format: `html`, `typst` or `docx`; decides which form of an output is taken.
        fragments: Parser of Markdown outputs, which are data.
        assets: Picture files that the chapter then needs, by path relative to the root.
    """

    stem: str
    output_format: str
    fragments: Fragments
    assets: dict[str, bytes] = field(default_factory=dict)

    def chosen(self, output: Mapping[str, Any]) -> str | None:
        """Return the MIME type that this format takes of an output; None to show nothing."""
        if output.get("output_type") in _WRITTEN:
            return "text/plain"
        data = output.get("data", {})
        for mime in _PREFERENCE[self.output_format]:
            if mime in data:
                return mime
        return "text/plain" if "text/plain" in data else None

    def shown(self, cell: Cell, *, warnings: bool = True) -> list[tuple[int, Mapping[str, Any]]]:
        """Return the outputs of a cell that a reader sees, with their positions.

        Args:
            cell: The cell.
            warnings: Whether what it wrote on standard error is shown.
        """
        has_picture = any(str(self.chosen(output)).startswith("image/") for output in cell.outputs)
        return [
            (index, output)
            for index, output in enumerate(cell.outputs)
            if self.chosen(output)
            and (warnings or output.get("name") != "stderr")
            and not _is_handle(output, has_picture=has_picture)
        ]

    def blocks(self, cell: Cell, output: Mapping[str, Any], name: str) -> Nodes:
        """Build what one output shows.

        Args:
            cell: Where it comes from.
            output: The output, as nbformat has it.
            name: Name of the file if it is a picture, without ending.
        """
        if output.get("output_type") in _WRITTEN:
            return [_verbatim(_WRITTEN[output["output_type"]](output))]
        mime = str(self.chosen(output))
        content = joined(output["data"][mime])
        if mime == "text/html":
            if self.output_format == "html":
                return [ast.raw_block("html", content)]
            nodes: Nodes = to_json(content, "html")["blocks"]
            return nodes
        if mime == "text/markdown":
            return self.fragments.blocks(content)
        if mime == "text/plain":
            return [_verbatim(content)]
        picture = self._picture(cell, mime, content, name)
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

    def wrapped(self, output: Mapping[str, Any], blocks: Nodes) -> ast.Node:
        """Put what an output shows into the block that Quarto has around it."""
        kind = str(output.get("output_type"))
        name = _CLASSES.get(kind, f"cell-output-{output.get('name', 'stdout')}")
        return ast.div(ast.attr("", ["cell-output", name]), blocks)

    def _picture(self, cell: Cell, mime: str, content: str, name: str) -> ast.Node:
        raw = content.encode() if mime == "image/svg+xml" else base64.b64decode(content)
        # In the folder that Quarto puts it: what a picture links to is relative to that.
        folder = f"{self.stem}_files/figure-{self.output_format}"
        path = f"{folder}/{name}.{_ENDINGS[mime]}"
        self.assets[path] = raw
        given = cell.options.get("fig-alt", "")
        alts = given if isinstance(given, list) else [given]
        position = sum(1 for known in self.assets if known.startswith(f"{folder}/")) - 1
        alt = str(alts[min(position, len(alts) - 1)]) if len(alts) > 1 else "".join(map(str, alts))
        attributes = [["fig-alt", alt]] if alt else []
        return {"t": "Image", "c": [["", [], attributes], [], [f"/{path}", ""]]}


def _is_handle(output: Mapping[str, Any], *, has_picture: bool) -> bool:
    """Say whether an output is what a plotting call returns, which nobody wants to read."""
    data = output.get("data", {})
    if output.get("output_type") != "execute_result" or list(data) != ["text/plain"]:
        return False
    lines = joined(data["text/plain"]).splitlines()
    if has_picture and len(lines) == 1:
        return bool(_VALUE_BESIDE_PICTURE.match(lines[0].strip()))
    return bool(lines) and lines[0].startswith(_HANDLES)


def _stream(output: Mapping[str, Any]) -> str:
    text = joined(output["text"]).rstrip("\n")
    return _SOURCE_OF_WARNING.sub("", text) if output.get("name") == "stderr" else text


def _error(output: Mapping[str, Any]) -> str:
    lines = "\n".join(map(str, output.get("traceback") or ()))
    # A coloured traceback says the error itself, at its end.
    said = "" if "\x1b" in lines else f"{output.get('ename')}: {output.get('evalue')}"
    return "\n".join(filter(None, (said, lines)))


def _verbatim(text: str) -> ast.Node:
    return {"t": "CodeBlock", "c": [ast.attr(), _ANSI.sub("", text)]}


_WRITTEN: Mapping[str, Callable[[Mapping[str, Any]], str]] = {"stream": _stream, "error": _error}
