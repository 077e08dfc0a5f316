"""What the shortcodes `var` and `meta` stand for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reviewpress import configuration
from reviewpress.errors import RenderError
from reviewpress.pandoc.faults import unsupported
from reviewpress.pandoc.shortcodes import Shortcode
from reviewpress.project import Project

_ELSEWHERE = frozenset(("embed", "pagebreak", "include"))
# Shortcodes that the engine knows; all others are looked for in extensions.
KNOWN = frozenset((*_ELSEWHERE, "var", "meta", "kbd", "video"))


@dataclass(frozen=True, slots=True)
class Values:
    """Variables of the project, and metadata of one chapter over that of the project."""

    variables: Mapping[str, Any]
    metadata: tuple[Mapping[str, Any], ...]

    def written(self, shortcode: Shortcode) -> str:
        """Return the Markdown that a shortcode stands for.

        Raises:
            RenderError: The name is unknown, or its value is no single value.
        """
        if shortcode.name not in ("var", "meta"):
            if shortcode.name in _ELSEWHERE:
                raise RenderError(
                    f"the shortcode `{shortcode.name}` must stand in a paragraph of its own",
                    where=shortcode.where,
                )
            raise unsupported(f"the shortcode `{shortcode.name}`", shortcode.where)
        if len(shortcode.arguments) != 1:
            raise RenderError(
                f"`{shortcode.name}` takes one name", where=shortcode.where, hint=shortcode.written
            )
        name = shortcode.arguments[0]
        sources = (self.variables,) if shortcode.name == "var" else self.metadata
        for source in sources:
            found = _find(source, name.split("."))
            if found is not None:
                return _text(found, shortcode)
        kind = "variable" if shortcode.name == "var" else "metadata field"
        raise RenderError(
            f"there is no {kind} `{name}`", where=shortcode.where, hint=_hint(shortcode)
        )


def read_variables(project: Project) -> Mapping[str, Any]:
    """Read `_variables.yml`, or nothing where there is none."""
    path = project.root / "_variables.yml"
    if not path.is_file():
        return {}
    return configuration.parse(path.read_text(encoding="utf-8"), path.name).values


def _find(source: Any, keys: list[str]) -> Any:
    for key in keys:
        if not isinstance(source, Mapping) or key not in source:
            return None
        source = source[key]
    return source


def _text(value: Any, shortcode: Shortcode) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    if isinstance(value, (str, int, float)):
        return str(value)
    raise RenderError(f"`{shortcode.arguments[0]}` is no single value", where=shortcode.where)


def _hint(shortcode: Shortcode) -> str | None:
    if shortcode.name == "meta":
        return None
    return "a notebook publishes it with publish(name, value); _variables.yml lists what there is"
