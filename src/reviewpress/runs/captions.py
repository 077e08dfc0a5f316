"""Fill the `{parameter}` placeholders of captions."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

from reviewpress.runs.markdown import escape, one_line

# Code, math and TeX keep their braces; str.format would die on `$x_{i}$`.
_PARTS = re.compile(
    r"""
    (?P<skip>
        (?P<ticks>`+)(?s:.+?)(?<!`)(?P=ticks)(?!`)
      | \$\$(?s:.+?)\$\$
      | \$(?![\s$])(?:\\.|[^$\\])*?(?<![\s\\])\$(?!\d)
      | \{\{<.*?>\}\}
      | \\[A-Za-z]+(?:\{[^{}]*\})+
      | \\.
    )
    | (?P<open>\{+)\s*(?P<name>[A-Za-z_][\w-]*)\s*\}+
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Filled:
    """A caption with its placeholders replaced.

    Attributes:
        text: The caption.
        unknown: Placeholders that name no declared parameter, as they were written.
    """

    text: str
    unknown: tuple[str, ...]


def fill(text: str, parameters: Mapping[str, object], *, is_markdown: bool = True) -> Filled:
    """Replace each `{name}` of a declared parameter by its value.

    A value for which the parameter `words`, a mapping of codes to words, has words is said so.

    Args:
        text: A caption or an alternative text.
        parameters: Values of all declared parameters.
        is_markdown: Whether `text` is Markdown, so that values must be escaped; an alternative
            text is plain.
    """
    unknown: list[str] = []
    given = parameters.get("words")
    words = given if isinstance(given, Mapping) else {}
    write: Callable[[str], str] = escape if is_markdown else _without_shortcode

    def replace(match: re.Match[str]) -> str:
        if match["skip"]:
            return match[0]
        if match["open"] != "{" or match["name"] not in parameters:
            unknown.append(match[0])
            return match[0]
        return write(one_line(_shown(parameters[match["name"]], words)))

    return Filled(_PARTS.sub(replace, text), tuple(unknown))


def _shown(value: object, words: Mapping[object, object]) -> str:
    values = value if isinstance(value, (list, tuple)) else (value,)
    return ", ".join(
        str(words.get(one, one)) if isinstance(one, Hashable) else str(one) for one in values
    )


def _without_shortcode(text: str) -> str:
    return text.replace("{{", "{ {").replace("}}", "} }")
