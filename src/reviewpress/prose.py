"""Check the text of a review: where links lead, and that blocks are closed.

A cheap look at the source finds what may be wrong; pandoc's syntax tree decides.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from reviewpress import addresses, source
from reviewpress.errors import Location, RenderError
from reviewpress.pandoc import ast, program
from reviewpress.passages import Collected, Passage
from reviewpress.problems import Problem, Severity

RULES = {
    "prose.script-link": "no link runs a script",
    "prose.file-link": "no link leads to a file of the author's own machine",
    "prose.block": "each block that opens with ::: is closed, and each ::: closes one",
}

_MAY_LEAD_ASTRAY = re.compile(
    r"(?:javascript|vbscript|file)\s*:|&(?:#|colon|tab|newline)", re.IGNORECASE
)
_RAW = re.compile(r"""<a\b[^>]*?\bhref\s*=\s*["']?([^"'>]+)""", re.IGNORECASE)
_FENCE = re.compile(r"^[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)?:{3,}(?P<attributes>.*)$", re.MULTILINE)
_UNCLOSED = re.compile(r"Div at line (\d+) column \d+ unclosed")
_STRAY = re.compile(r":{3,}")


def check(text: Collected) -> list[Problem]:
    """Check the Markdown of all documents and notebooks of a project."""
    return [problem for passage in text.passages for problem in _passage(passage)]


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of a passage and the place of each of its lines."""

    markdown: str
    places: tuple[Location, ...]

    def line(self, number: int) -> Location:
        return self.places[min(number, len(self.places)) - 1]


def _passage(passage: Passage) -> Iterator[Problem]:
    for markdown in passage.markdown:
        start = passage.text.find(markdown) if markdown else -1
        before = passage.text.count("\n", 0, start) if start >= 0 else 0
        text = _Text(markdown, passage.places[before:])
        may_lead, may_gape = _MAY_LEAD_ASTRAY.search(markdown), _unpaired(markdown)
        if not (may_lead or may_gape):
            continue
        try:
            output = program.run_pandoc(["--from", "markdown", "--to", "json"], markdown)
        except RenderError:
            continue  # the check of citations says so
        nodes = list(ast.descend(json.loads(output.stdout)["blocks"]))
        if may_lead:
            yield from _links(text, nodes)
        if may_gape:
            yield from _blocks(text, nodes, output.stderr)


def _unpaired(markdown: str) -> list[int]:
    """Return the lines with a `:::` that closes nothing, or one line if a block stays open."""
    mask = source.code_mask(markdown)
    depth, stray = 0, []
    for match in _FENCE.finditer(markdown):
        if mask[match.start("attributes") - 1]:
            continue
        if match["attributes"].strip(" \t:\r"):
            depth += 1
        elif depth:
            depth -= 1
        else:
            stray.append(markdown.count("\n", 0, match.start()) + 1)
    return stray or [1] * bool(depth)


def _links(text: _Text, nodes: ast.Nodes) -> Iterator[Problem]:
    for address in dict.fromkeys(_addresses(nodes)):
        led = addresses.scheme(address)
        at = text.markdown.find(address)
        found = None if at >= 0 else _MAY_LEAD_ASTRAY.search(text.markdown)
        where = text.line(text.markdown.count("\n", 0, found.start() if found else at) + 1)
        if led in addresses.RUNNING:
            message = f"the link `{_short(address)}` would run a script"
            hint = "link to a page or a file of the review, or to an address that begins with https"
            yield Problem(where, message, "prose.script-link", hint=hint)
        elif led == addresses.LOCAL:
            message = f"the link `{_short(address)}` leads to a file that only your machine has"
            hint = "put the file into the review and link to it by its relative path"
            yield Problem(where, message, "prose.file-link", hint=hint, severity=Severity.WARNING)


def _addresses(nodes: ast.Nodes) -> Iterator[str]:
    for node in nodes:
        if node["t"] == "Link":
            yield str(node["c"][2][0])
        elif node["t"] in {"RawInline", "RawBlock"} and node["c"][0].startswith("html"):
            yield from _RAW.findall(node["c"][1])


def _blocks(text: _Text, nodes: ast.Nodes, warnings: str) -> Iterator[Problem]:
    for line in _UNCLOSED.findall(warnings):
        message = "the block that opens here is not closed"
        hint = "end it with a line of three colons, :::"
        yield Problem(text.line(int(line)), message, "prose.block", hint=hint)
    if not any(node["t"] == "Str" and _STRAY.fullmatch(node["c"]) for node in nodes):
        return
    for number in _unpaired(text.markdown):
        message = "this ::: closes no block, and would be printed"
        hint = "take it out, or open a block before it, such as ::: {.callout-note}"
        yield Problem(text.line(number), message, "prose.block", hint=hint)


def _short(address: str) -> str:
    return address if len(address) <= 60 else f"{address[:57]}..."  # noqa: PLR2004 - of a line
