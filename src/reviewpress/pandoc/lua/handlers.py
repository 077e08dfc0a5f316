"""Run the shortcodes of extensions, those of a chapter in one call."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reviewpress.errors import RenderError
from reviewpress.pandoc import ast
from reviewpress.pandoc.ast import Node, Nodes
from reviewpress.pandoc.faults import Faults, unsupported
from reviewpress.pandoc.lua import extensions, host
from reviewpress.pandoc.shortcodes import Shortcode
from reviewpress.project import Project

# What Lua says of a shortcode without a handler.
_UNKNOWN = "no extension defines it"
# Shortcodes that come with Quarto and that we do not have.
_QUARTO = frozenset(("brand", "contents", "env", "lipsum", "placeholder", "version"))
_ARGUMENT = re.compile(r"^(?P<name>[A-Za-z_][\w-]*)=(?P<value>.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Answers:
    """What the shortcodes of a chapter stand for.

    Attributes:
        blocks: Blocks of those that stand in a paragraph of their own, by their number.
        inlines: Inlines of the others.
    """

    blocks: Mapping[int, Nodes] = field(default_factory=dict)
    inlines: Mapping[int, Nodes] = field(default_factory=dict)


def ask(
    project: Project,
    source: str,
    shortcodes: Mapping[int, tuple[Shortcode, bool]],
    *,
    values: Mapping[str, Any],
    formats: tuple[str, str],
    faults: Faults,
) -> Answers:
    """Ask the extensions of a project what shortcodes stand for.

    Args:
        project: The project.
        source: The chapter.
        shortcodes: The shortcodes by their number, and whether each is a paragraph of its own.
        values: Settings of the chapter, which handlers see as metadata.
        formats: What is written, and what the configuration calls it.
        faults: Shortcodes that no extension defines, and those that fail, are added here.
    """
    files = extensions.shortcodes(project)
    if not shortcodes:
        return Answers()
    if not files:
        return _unanswered(shortcodes, faults)
    tree = {
        "pandoc-api-version": ast.API_VERSION,
        "meta": {str(key): host.meta(value) for key, value in values.items()},
        "blocks": [_question(*one) for one in shortcodes.values()],
    }
    first = next(iter(shortcodes.values()))[0]
    try:
        answered, told = host.call(project, source, tree, formats, shortcodes=files)
    except RenderError as error:
        message = f"the shortcode `{first.name}`: {host.reason(error)}"
        faults.add(unsupported(message, first.where))
        return Answers()
    for what in told:
        faults.doubt(unsupported(f"{what}, which a shortcode asks for", first.where))
    return _sorted(shortcodes, answered["blocks"], faults)


def _unanswered(shortcodes: Mapping[int, tuple[Shortcode, bool]], faults: Faults) -> Answers:
    """Note shortcodes that no extension defines, and show them as they are written."""
    blocks: dict[int, Nodes] = {}
    inlines: dict[int, Nodes] = {}
    for number, (shortcode, is_block) in shortcodes.items():
        note = faults.add if shortcode.name in _QUARTO else faults.doubt
        note(unsupported(f"the shortcode `{shortcode.name}`", shortcode.where))
        written = ast.words(shortcode.written)
        if is_block:
            blocks[number] = [ast.plain(written)]
        else:
            inlines[number] = written
    return Answers(blocks, inlines)


def _question(shortcode: Shortcode, is_block: bool) -> Node:  # noqa: FBT001 - a pair of a mapping
    arguments: list[dict[str, str]] = []
    for one in shortcode.arguments:
        match = _ARGUMENT.match(one)
        arguments.append(match.groupdict() if match else {"value": one})
    given = {
        "name": shortcode.name,
        "arguments": arguments,
        "context": "block" if is_block else "inline",
    }
    return ast.div(ast.attr("", [], given=json.dumps(given)), [])


def _sorted(
    shortcodes: Mapping[int, tuple[Shortcode, bool]], answers: Sequence[Node], faults: Faults
) -> Answers:
    blocks: dict[int, Nodes] = {}
    inlines: dict[int, Nodes] = {}
    for (number, (shortcode, is_block)), div in zip(shortcodes.items(), answers, strict=True):
        attributes, content = div["c"]
        fault = ast.value(attributes, "fault")
        if fault == _UNKNOWN:
            unknown = _unanswered({number: (shortcode, is_block)}, faults)
            blocks |= unknown.blocks
            inlines |= unknown.inlines
        elif fault:
            said = host.reason(RenderError(fault))
            message = f"the shortcode `{shortcode.name}`: {said}"
            faults.add(unsupported(message, shortcode.where))
        elif is_block:
            blocks[number] = content
        else:
            inlines[number] = content[0]["c"]
    return Answers(blocks, inlines)
