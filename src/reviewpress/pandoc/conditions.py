"""Content shown in some formats, profiles or settings only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from reviewpress.pandoc import ast
from reviewpress.pandoc.ast import Attr, Node, Nodes

_ALIASES = {
    "html": {"html", "html:js"},
    "typst": {"typst"},
    "pdf": {"pdf", "latex"},
    "docx": {"docx"},
}
_KINDS = ("meta", "format", "profile")


@dataclass(frozen=True, slots=True)
class Conditions:
    """What the conditions of a chapter are asked about.

    Attributes:
        output_format: `html`, `typst`, `pdf` or `docx`.
        profiles: The active Quarto profiles.
        metadata: Front matter over the project's configuration.
    """

    output_format: str
    profiles: tuple[str, ...]
    metadata: Mapping[str, Any]

    def apply(self, blocks: Nodes) -> None:
        """Take what is not shown out of `blocks`, and unwrap the blocks that are."""
        ast.rewrite(blocks, {"Div": self._block, "Span": self._element, "CodeBlock": self._element})

    def _block(self, node: Node) -> Nodes | None:
        is_shown = self._is_shown(node["c"][0])
        if is_shown is None:
            return None
        blocks: Nodes = node["c"][1]
        attributes = node["c"][0]
        if is_shown and (attributes[0] or attributes[1] or attributes[2]):
            return None
        return blocks if is_shown else []

    def _element(self, node: Node) -> Nodes | None:
        return [] if self._is_shown(node["c"][0]) is False else None

    def _is_shown(self, attributes: Attr) -> bool | None:
        """Say whether an element is shown; None where it has no condition."""
        classes = attributes[1]
        name = next((name for name in ("content-visible", "content-hidden") if name in classes), "")
        if not name:
            return None
        classes.remove(name)
        holds = all(
            self._holds(attributes, kind, prefix)
            for kind in _KINDS
            for prefix in ("when", "unless")
        )
        return holds if name == "content-visible" else not holds

    def _holds(self, attributes: Attr, kind: str, prefix: str) -> bool:
        tests: dict[str, Callable[[str], bool]] = {
            "format": lambda name: name in _ALIASES.get(self.output_format, ()),
            "profile": lambda name: name in self.profiles,
            "meta": self._meta,
        }
        wanted = []
        while (value := ast.pop(attributes, f"{prefix}-{kind}")) is not None:
            wanted.append(value)
        if not wanted:
            return True
        return any(tests[kind](value) for value in wanted) == (prefix == "when")

    def _meta(self, name: str) -> bool:
        value: Any = self.metadata
        for key in name.split("."):
            value = value.get(key) if isinstance(value, Mapping) else None
        return value is True
