"""Cells of executed notebooks: their options, code and stored outputs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

_OPTION = re.compile(r"^#\s?\|\s?(.*)$")
# Tags of a notebook that stand for options of a cell.
_TAGS = {
    "hide-cell": ("include", False),
    "remove-cell": ("include", False),
    "hide-code": ("echo", False),
    "hide-output": ("output", False),
    "hide-warnings": ("warning", False),
    "show-code": ("echo", True),
    "show-output": ("output", True),
    "show-warnings": ("warning", True),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A code cell.

    Attributes:
        options: What its `#| key: value` lines say.
        outputs: What the notebook stores of its outputs, as nbformat has it.
        code: Its source without the lines of options.
        language: Language of the notebook.
    """

    options: Mapping[str, Any]
    outputs: tuple[Mapping[str, Any], ...]
    code: str = ""
    language: str = "python"

    @property
    def label(self) -> str:
        """Its label, or an empty string."""
        return str(self.options.get("label", ""))

    @property
    def captions(self) -> list[str]:
        """All captions in its options, Markdown."""
        texts: list[str] = []
        for key, value in self.options.items():
            if key.endswith("-cap"):
                texts.append(str(value))
            elif key.endswith("-subcap") and isinstance(value, list):
                texts += map(str, value)
        return texts


@dataclass(frozen=True, slots=True)
class Notebook:
    """A notebook as it is stored; its cells are read when they are asked for."""

    _cells: tuple[Mapping[str, Any], ...]
    _language: str

    def __len__(self) -> int:
        """Return the number of cells of any kind."""
        return len(self._cells)

    def markdown(self, index: int) -> str | None:
        """Return the text of a cell that is no code."""
        cell = self._cells[index]
        is_code = cell.get("cell_type") == "code"
        return None if is_code else joined(cell.get("source", ""))

    def position(self, index: int) -> int:
        """Return the position of a code cell among the code cells, from 1."""
        return sum(1 for cell in self._cells[: index + 1] if cell.get("cell_type") == "code")

    def at(self, index: int) -> Cell:
        """Return the cell at a position."""
        stored = self._cells[index]
        outputs = tuple(stored.get("outputs", ()))
        found = cell(joined(stored.get("source", "")), self._language, outputs)
        tags = stored.get("metadata", {}).get("tags") or ()
        tagged = dict(_TAGS[tag] for tag in tags if tag in _TAGS)
        return replace(found, options={**tagged, **found.options}) if tagged else found

    def find(self, label: str) -> Cell | None:
        """Return the code cell with a label."""
        written = re.compile(
            rf"^#\s?\|\s*label:\s*[\"']?{re.escape(label)}[\"']?\s*$", re.MULTILINE
        )
        for index, cell in enumerate(self._cells):
            if cell.get("cell_type") == "code" and written.search(joined(cell.get("source", ""))):
                return self.at(index)
        return None


def read(path: Path) -> Notebook:
    """Read a notebook."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    info = stored.get("metadata", {}).get("language_info", {})
    return Notebook(tuple(stored.get("cells", ())), str(info.get("name", "python")))


def cell(source: str, language: str, outputs: tuple[Mapping[str, Any], ...] = ()) -> Cell:
    """Read a cell: its options, which stand before its code, and the code."""
    lines = source.splitlines()
    count = next((i for i, line in enumerate(lines) if not _OPTION.match(line)), len(lines))
    code = "\n".join(lines[count:]).strip("\n")
    return Cell(_options(lines[:count]), outputs, code, language)


def joined(text: Any) -> str:
    """Return multi-line text of a notebook, which may be stored as a list of lines."""
    return "".join(text) if isinstance(text, list) else str(text)


def _options(lines: list[str]) -> Mapping[str, Any]:
    yaml = "\n".join(_OPTION.sub(r"\1", line) for line in lines)
    try:
        options = YAML(typ="safe", pure=True).load(yaml)
    except YAMLError:
        return {}
    return options if isinstance(options, dict) else {}
