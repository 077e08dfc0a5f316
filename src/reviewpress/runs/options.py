"""Read and rewrite Quarto's cell options, the `#| key: value` lines at the head of a cell."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from reviewpress import configuration
from reviewpress.errors import NotebookError, SettingsError

_LINE = re.compile(r"#\s*\| ?(?P<text>.*)")
_WORDS = re.compile(r"[a-z]{3,}-[a-z][a-z0-9-]*")
_KEY = re.compile(r"(?P<key>[A-Za-z][\w.-]*)\s*:(?=\s|$)")


def read(source: str) -> Mapping[str, Any]:
    """Return the options of a cell's source.

    Raises:
        NotebookError: The lines are not YAML.
    """
    head, _rest = _split(source)
    if not head:
        return {}
    try:
        return configuration.parse("\n".join(map(_text, head)), "cell").values
    except SettingsError as error:
        line = (error.where.line if error.where else None) or 1
        raise NotebookError(
            f"option line {line} is not valid YAML: {error.message}",
            hint="put a text that holds a colon, a quote or a brace in quotes",
        ) from error


def rewrite(source: str, changes: Mapping[str, str | list[str]]) -> str:
    """Give options of a cell new values; other lines stay as they are."""
    head, rest = _split(source)
    lines, key = [], None
    for line in head:
        if match := _KEY.match(_text(line)):
            key = match["key"]
            if key in changes:
                lines.append(f"#| {key}: {_yaml(changes[key])}")
        if key not in changes:
            lines.append(line)
    return "\n".join([*lines, *rest])


def _split(source: str) -> tuple[list[str], list[str]]:
    """Part the option lines at the head of a cell from its code."""
    lines = source.split("\n")
    count = next((n for n, line in enumerate(lines) if not _LINE.match(line)), len(lines))
    return lines[:count], lines[count:]


def _yaml(value: str | list[str]) -> str:
    """Write JSON, which is YAML and safe with any character; a label needs no quotes."""
    is_label = isinstance(value, str) and _WORDS.fullmatch(value)
    return str(value) if is_label else json.dumps(value, ensure_ascii=False)


def _text(line: str) -> str:
    match = _LINE.match(line)
    return match["text"].rstrip("\r") if match else ""
