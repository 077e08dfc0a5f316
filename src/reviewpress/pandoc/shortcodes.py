"""Shortcodes: found in the text before it is parsed, put into the syntax tree after.

pandoc never sees a shortcode or its value. Each stands in the text as a token of two
private-use characters around its number, so that a value cannot become syntax.
"""

from __future__ import annotations

import html
import json
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass

from reviewpress.errors import Location
from reviewpress.pandoc import ast
from reviewpress.pandoc.ast import Node, Nodes
from reviewpress.pandoc.manuscript import Manuscript, fences

_OPEN, _CLOSE = "\ue000", "\ue001"
_FOUND = re.compile(
    r"\{\{(?P<escape>\{?)<\s*(?P<inner>(?:[^\"'>]|\"[^\"]*\"|'[^']*'|>(?!\}\}))*?)\s*>\}\}\}?"
)
# pandoc writes the token in a link target as it stands or percent-encoded.
_TOKEN = re.compile(rf"(?:{_OPEN}|%EE%80%80)(?P<number>\d+)(?:{_CLOSE}|%EE%80%81)", re.IGNORECASE)
# How text is written inside the raw code of a format; in any other it is left out.
_QUOTES: dict[str, Callable[[str], str]] = {
    "html": html.escape,
    "typst": lambda value: f"#{json.dumps(value, ensure_ascii=False)}",
}
_LITERAL = re.compile(r"\bshortcodes=[\"']?false")
_ALONE = re.compile(rf"(?:\A|\n[ \t]*\n){_OPEN}(?P<number>\d+){_CLOSE}[ \t]*(?=\n[ \t]*\n|\n*\Z)")
_HELD = "rp-held"
_QUARTO_MARK = "b58fc729-690b-4000-b19f-365a4093b2ff"
_BEFORE_LETTERS = re.compile(r"^[\W\d_]+")
_NOT_IN_IDS = re.compile(r"[^\w\s.-]")
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
    literal = _literal_lines(manuscript.lines)
    for index, line in enumerate(manuscript.lines):
        if index in literal:
            lines.append(line)
            continue
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


def _literal_lines(lines: tuple[str, ...]) -> set[int]:
    """Return the lines of code blocks whose shortcodes are shown as they are written."""
    found: set[int] = set()
    for opened, info in fences(lines):
        if not _LITERAL.search(info):
            continue
        mark = lines[opened].strip()[0]
        length = len(lines[opened].strip()) - len(lines[opened].strip().lstrip(mark))
        closing = re.compile(rf"\s*{mark}{{{length},}}\s*")
        for index in range(opened + 1, len(lines)):
            if closing.fullmatch(lines[index]):
                break
            found.add(index)
    return found


def _parse(match: re.Match[str], where: Location) -> Shortcode:
    written = match[0]
    if match["escape"]:
        return Shortcode("", (), written[1:].replace(">}}}", ">}}"), where)
    lexer = shlex.shlex(match["inner"], posix=True)
    lexer.whitespace_split = True
    lexer.commenters = lexer.escape = ""
    words = list(lexer)
    return Shortcode(words[0] if words else "", tuple(words[1:]), written, where)


def alone(text: str) -> frozenset[int]:
    """Return the numbers of the shortcodes that are paragraphs of their own in a clean text."""
    return frozenset(int(match["number"]) for match in _ALONE.finditer(text))


def hold_blocks(
    blocks: Nodes, shortcodes: tuple[Shortcode, ...], is_block: Callable[[int], bool]
) -> None:
    """Put a block in the place of each paragraph that is nothing but one of some shortcodes.

    Args:
        blocks: Changed in place; `held` tells such a block later.
        shortcodes: Shortcodes by their number.
        is_block: Says of a number whether that shortcode stands for blocks.
    """

    def hold(node: Node) -> Nodes | None:
        if len(node["c"]) != 1 or node["c"][0]["t"] != "Str":
            return None
        match = _TOKEN.fullmatch(node["c"][0]["c"])
        if match is None or not is_block(int(match["number"])):
            return None
        return [ast.div(ast.attr("", [_HELD], number=match["number"]), [])]

    if shortcodes:
        ast.rewrite(blocks, {"Para": hold, "Plain": hold})


def held(node: Node) -> int | None:
    """Return the number of the shortcode that a block stands for."""
    attributes = node["c"][0]
    return int(ast.value(attributes, "number")) if _HELD in attributes[1] else None


def name_headings(blocks: Nodes, shortcodes: tuple[Shortcode, ...]) -> None:
    """Give headings with shortcodes the id that Quarto gives them, in place.

    pandoc makes it of the text in which a shortcode stands as a mark and the hexadecimal form
    of what was written, so that it does not change with the value.
    """
    for node in ast.descend(blocks) if shortcodes else ():
        if node["t"] != "Header" or _OPEN not in (title := ast.stringify(node["c"][2])):
            continue

        def marked(match: re.Match[str]) -> str:
            written = shortcodes[int(match["number"])].written
            return f"{_QUARTO_MARK};{written.encode().hex()};"

        if node["c"][1][0] == automatic_id(title):
            node["c"][1][0] = automatic_id(_TOKEN.sub(marked, title))


def automatic_id(title: str) -> str:
    """Make an id as pandoc does: no punctuation, hyphens for blanks, a letter first."""
    words = "-".join(_NOT_IN_IDS.sub("", title).lower().split())
    return _BEFORE_LETTERS.sub("", words)


def number_of(shortcode: Shortcode, shortcodes: tuple[Shortcode, ...]) -> int:
    """Return the number of a shortcode among those of its chapter."""
    return next(index for index, one in enumerate(shortcodes) if one is shortcode)


def expand(nodes: Nodes, shortcodes: tuple[Shortcode, ...], resolve: Resolve) -> None:
    """Put what `resolve` gives in the place of each token, in text, code, addresses, attributes.

    Args:
        nodes: Blocks or inlines, changed in place.
        shortcodes: Shortcodes by their number.
        resolve: Gives the inlines of a shortcode, freshly built each time.
    """
    if not shortcodes:
        return
    expansion = _Expansion(shortcodes, resolve)
    visits: dict[str, ast.Visit] = {
        "Str": expansion.in_string,
        **dict.fromkeys(("Code", "CodeBlock"), expansion.in_code),
        **dict.fromkeys(("RawInline", "RawBlock"), expansion.in_raw),
        **dict.fromkeys(("Link", "Image"), expansion.in_target),
        "Math": expansion.in_math,
    }
    ast.rewrite(nodes, visits)
    _in_attributes(nodes, expansion.as_text)


@dataclass(frozen=True, slots=True)
class _Expansion:
    """What stands for a token in each kind of node."""

    shortcodes: tuple[Shortcode, ...]
    resolve: Resolve

    def of(self, match: re.Match[str]) -> Shortcode:
        return self.shortcodes[int(match["number"])]

    def as_text(self, match: re.Match[str]) -> str:
        shortcode = self.of(match)
        return ast.stringify(self.resolve(shortcode)) if shortcode.name else shortcode.written

    def in_string(self, node: Node) -> Nodes | None:
        value = node["c"]
        if _OPEN not in value:
            return None
        result: Nodes = []
        end = 0
        for match in _TOKEN.finditer(value):
            if match.start() > end:
                result.append(ast.text(value[end : match.start()]))
            shortcode = self.of(match)
            result += self.resolve(shortcode) if shortcode.name else ast.words(shortcode.written)
            end = match.end()
        return [*result, ast.text(value[end:])] if end < len(value) else result

    def in_code(self, node: Node) -> None:
        is_literal = ast.pop(node["c"][0], "shortcodes") == "false"
        write = (lambda match: self.of(match).written) if is_literal else self.as_text
        node["c"][1] = _TOKEN.sub(write, node["c"][1])

    def in_math(self, node: Node) -> None:
        node["c"][1] = _TOKEN.sub(self.as_text, node["c"][1])

    def in_raw(self, node: Node) -> None:
        quote = _QUOTES.get(node["c"][0])
        write = (lambda match: quote(self.as_text(match))) if quote else (lambda _: "")
        node["c"][1] = _TOKEN.sub(write, node["c"][1])

    def in_target(self, node: Node) -> None:
        node["c"][2] = [_TOKEN.sub(self.as_text, part) for part in node["c"][2]]


def _in_attributes(nodes: Nodes, as_text: Callable[[re.Match[str]], str]) -> None:
    for node in ast.descend(nodes):
        attributes = ast.get_attr(node)
        for pair in attributes[2] if attributes else ():
            if _OPEN in pair[1]:
                pair[1] = _TOKEN.sub(as_text, pair[1])
