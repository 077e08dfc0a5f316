"""Outputs of executed notebooks, put where a chapter embeds them."""

from __future__ import annotations

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
from reviewpress.pandoc.outputs import Outputs
from reviewpress.pandoc.shortcodes import Shortcode


@dataclass(slots=True)
class Embedder:
    """Puts outputs into one chapter.

    Attributes:
        root: The project.
        source: The chapter.
        outputs: Turns its outputs into blocks, and keeps the pictures.
        fragments: Parser of captions and Markdown outputs, which are data.
        execution: What the chapter says under `execute:`.
    """

    root: Path
    source: str
    outputs: Outputs
    fragments: Fragments
    execution: Mapping[str, Any] = field(default_factory=dict)
    _notebooks: dict[str, Notebook] = field(default_factory=dict)

    def texts(self, shortcode: Shortcode) -> tuple[list[str], list[str]]:
        """Return the captions and the Markdown outputs of a cell, to be parsed with others."""
        if shortcode.name != CELL and "#" not in "".join(shortcode.arguments):
            return self._texts_of_all(shortcode)
        cell = self.find(shortcode)
        return cell.captions, self._markdown(cell)

    def _markdown(self, cell: Cell) -> list[str]:
        return [
            joined(output["data"]["text/markdown"])
            for output in cell.outputs
            if self.outputs.chosen(output) == "text/markdown"
        ]

    def _texts_of_all(self, shortcode: Shortcode) -> tuple[list[str], list[str]]:
        if len(shortcode.arguments) != 1:
            raise unsupported("an embed with other arguments than its cell", shortcode.where)
        notebook = self._open(resolve(self.source, shortcode.arguments[0]), shortcode)
        captions: list[str] = []
        texts: list[str] = []
        for number in range(len(notebook)):
            if (markdown := notebook.markdown(number)) is not None:
                texts.append(markdown)
            else:
                captions += notebook.at(number).captions
                texts += self._markdown(notebook.at(number))
        return captions, texts

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
        if shortcode.name == CELL:
            cell = self.find(shortcode)
            return self._whole(cell, int(shortcode.arguments[0]))
        if "#" not in shortcode.arguments[0]:
            return self._notebook(shortcode)
        return self._shown(self.find(shortcode))

    def _whole(self, cell: Cell, number: int) -> Nodes:
        """Build a cell of a notebook that is a chapter: its code and what it gave."""
        if not self._wants(cell, "include"):
            return []
        blocks: Nodes = []
        if cell.code and self._wants(cell, "echo"):
            blocks.append(code_block(cell))
        if self._wants(cell, "output"):
            name = f"cell-{self._notebook_of(cell).position(number) + 1}-output"
            blocks += self._shown(cell, name)
        if not blocks:
            return []
        classes = ["cell", *str(cell.options.get("classes", "")).split()]
        if "column" in cell.options:
            classes.append(f"column-{cell.options['column']}")
        own = "" if floats.can_float(cell.label) else cell.label
        return [ast.div(ast.attr(own, classes), blocks)]

    def unrun(self, cell: Cell) -> Nodes:
        """Build a cell that is shown and not run."""
        if not cell.code or not (self._wants(cell, "include") and self._wants(cell, "echo")):
            return []
        return [ast.div(ast.attr(cell.label, ["cell"]), [code_block(cell)])]

    def _notebook_of(self, _: Cell) -> Notebook:
        return self._notebooks[self.source]

    def _notebook(self, shortcode: Shortcode) -> Nodes:
        """Build what a whole notebook shows: its texts and the outputs of its cells."""
        source = resolve(self.source, shortcode.arguments[0])
        notebook = self._open(source, shortcode)
        blocks: Nodes = []
        for number in range(len(notebook)):
            if (markdown := notebook.markdown(number)) is not None:
                blocks += self.fragments.blocks(markdown)
            elif (cell := notebook.at(number)).options.get("include") is not False:
                shown = self._shown(cell, f"cell-{notebook.position(number) + 1}-output")
                blocks.append(ast.div(ast.attr("", ["cell"]), shown))
        return blocks

    def _wants(self, cell: Cell, name: str) -> bool:
        """Say whether code, outputs or warnings are shown: the cell decides, then the chapter."""
        for source in (cell.options, self.execution):
            if name in source:
                return source[name] not in (False, "false", None)
        return True

    def _shown(self, cell: Cell, name: str = "") -> Nodes:
        label = cell.label
        shown = self.outputs.shown(cell, warnings=not name or self._wants(cell, "warning"))
        if not name:
            shown = [one for one in shown if one[1].get("name") != "stderr"]
        bodies = [
            self.outputs.blocks(cell, output, _file_name(label, name, position, index))
            for position, (index, output) in enumerate(shown)
        ]
        if not floats.can_float(label):
            if not name:
                return [block for body in bodies for block in body]
            return [
                self.outputs.wrapped(output, self._captioned(cell, body))
                for (_, output), body in zip(shown, bodies, strict=True)
            ]
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

    def _captioned(self, cell: Cell, body: Nodes) -> Nodes:
        """Put the caption of a cell without a label under its picture."""
        written = cell.options.get("fig-cap")
        if not isinstance(written, str) or len(body) != 1 or body[0]["t"] != "Plain":
            return body
        caption = [None, [ast.plain(self.fragments.inlines(written))]]
        return [{"t": "Figure", "c": [ast.attr(), caption, body]}]


def _file_name(label: str, name: str, position: int, index: int) -> str:
    """Return the name of a picture's file, without ending.

    Args:
        label: Label of the cell.
        name: What its outputs are called in a chapter that is a notebook; else empty.
        position: Among the outputs that are shown.
        index: Among all outputs of the cell.
    """
    stem = re.sub(r"[^\w-]", "-", label)
    if name:
        return f"{f'{stem}-output' if label else name}-{index + 1}"
    return f"{stem or 'cell'}{f'-{position + 1}' if position else ''}"


def code_block(cell: Cell) -> ast.Node:
    """Build the code of a cell, as it is shown."""
    attributes = ast.attr("", [cell.language, "cell-code"])
    for key in ("code-fold", "code-summary", "filename"):
        if key in cell.options:
            ast.put(attributes, key, str(cell.options[key]).replace("True", "true"))
    for key, name in (("lst-label", 0), ("lst-cap", 2)):
        if key in cell.options and name == 0:
            attributes[0] = str(cell.options[key])
        elif key in cell.options:
            ast.put(attributes, key, str(cell.options[key]))
    return {"t": "CodeBlock", "c": [attributes, cell.code]}
