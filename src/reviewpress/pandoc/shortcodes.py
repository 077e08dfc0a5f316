"""Shortcodes: found in the text before it is parsed, put into the syntax tree after.

pandoc never sees a shortcode or its value. Each stands in the text as a token of two
private-use characters around its number, so that a value cannot become syntax.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass

from reviewpress.errors import Location
from reviewpress.pandoc import ast
from reviewpress.pandoc.ast import Node, Nodes
from reviewpress.pandoc.manuscript import Manuscript

_OPEN, _CLOSE = "\ue000", "\ue001"
_FOUND = re.compile(
    r"\{\{(?P<escape>\{?)<\s*(?P<inner>(?:[^\"'>]|\"[^\"]*\"|'[^']*'|>(?!\}\}))*?)\s*>\}\}\}?"
)
# pandoc writes the token in a link target as it stands or percent-encoded.
_TOKEN = re.compile(rf"(?:{_OPEN}|%EE%80%80)(?P<number>\d+)(?:{_CLOSE}|%EE%80%81)", re.IGNORECASE)
Resolve = Callable[["Shortcode"], Nodes]


@dataclass(frozen=True, slots=True)
class Shortcode:
    """One use of a shortcode.

    Attributes:
        name: Its first word; empty for an escaped one, which is shown as it was written.
        arguments: The words after the name, quotes taken off.
        written: What stands in the source, without the extra braces of an escaped one.
        where: The place in the source.
    """

    name: str
    arguments: tuple[str, ...]
    written: str
    where: Location


def extract(manuscript: Manuscript) -> tuple[str, tuple[Shortcode, ...]]:
    """Take the shortcodes out of a chapter.

    Returns:
        The text with tokens, and the shortcodes by the number in their token.
    """
    found: list[Shortcode] = []
    lines = []
    for index, line in enumerate(manuscript.lines):
        if "{{" not in line and _OPEN not in line and _CLOSE not in line:
            lines.append(line)
            continue
        clean = line.replace(_OPEN, "\ufffd").replace(_CLOSE, "\ufffd")
        where = manuscript.where(index)

        def token(match: re.Match[str], where: Location = where) -> str:
            found.append(_parse(match, where))
            return f"{_OPEN}{len(found) - 1}{_CLOSE}"

        lines.append(_FOUND.sub(token, clean))
    return "\n".join(lines) + "\n", tuple(found)


def _parse(match: re.Match[str], where: Location) -> Shortcode:
    written = match[0]
    if match["escape"]:
        return Shortcode("", (), written[1:].replace(">}}}", ">}}"), where)
    lexer = shlex.shlex(match["inner"], posix=True)
    lexer.whitespace_split = True
    lexer.commenters = lexer.escape = ""
    words = list(lexer)
    return Shortcode(words[0] if words else "", tuple(words[1:]), written, where)


def alone(block: Node, shortcodes: tuple[Shortcode, ...]) -> Shortcode | None:
    """Return the shortcode of a paragraph that holds nothing else."""
    if block["t"] not in ("Para", "Plain") or len(block["c"]) != 1 or block["c"][0]["t"] != "Str":
        return None
    match = _TOKEN.fullmatch(block["c"][0]["c"])
    return shortcodes[int(match["number"])] if match else None


def expand(nodes: Nodes, shortcodes: tuple[Shortcode, ...], resolve: Resolve) -> None:
    """Put what `resolve` gives in the place of each token, in text, code, addresses, attributes.

    Args:
        nodes: Blocks or inlines, changed in place.
        shortcodes: Shortcodes by their number.
        resolve: Gives the inlines of a shortcode, freshly built each time.
    """
    if not shortcodes:
        return

    def as_text(match: re.Match[str]) -> str:
        shortcode = shortcodes[int(match["number"])]
        return shortcode.written if not shortcode.name else ast.stringify(resolve(shortcode))

    def as_written(match: re.Match[str]) -> str:
        return shortcodes[int(match["number"])].written

    def in_string(node: Node) -> Nodes | None:
        value = node["c"]
        if _OPEN not in value:
            return None
        result: Nodes = []
        end = 0
        for match in _TOKEN.finditer(value):
            if match.start() > end:
                result.append(ast.text(value[end : match.start()]))
            shortcode = shortcodes[int(match["number"])]
            result += resolve(shortcode) if shortcode.name else ast.words(shortcode.written)
            end = match.end()
        return [*result, ast.text(value[end:])] if end < len(value) else result

    def in_code(node: Node) -> None:
        attributes = node["c"][0]
        is_literal = isinstance(attributes, list) and ast.pop(attributes, "shortcodes") == "false"
        node["c"][1] = _TOKEN.sub(as_written if is_literal else as_text, node["c"][1])

    def in_target(node: Node) -> None:
        node["c"][2] = [_TOKEN.sub(as_text, part) for part in node["c"][2]]

    visits: dict[str, ast.Visit] = {
        "Str": in_string,
        **dict.fromkeys(("Code", "CodeBlock", "RawInline", "RawBlock", "Math"), in_code),
        **dict.fromkeys(("Link", "Image"), in_target),
    }
    ast.rewrite(nodes, visits)
    _in_attributes(nodes, as_text)


def _in_attributes(nodes: Nodes, as_text: Callable[[re.Match[str]], str]) -> None:
    for node in ast.descend(nodes):
        attributes = ast.get_attr(node)
        for pair in attributes[2] if attributes else ():
            if _OPEN in pair[1]:
                pair[1] = _TOKEN.sub(as_text, pair[1])
