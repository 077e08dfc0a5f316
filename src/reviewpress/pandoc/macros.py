r"""Commands that a chapter defines for its formulas: `\newcommand` in a formula, or for MathJax.

In a browser such a definition holds for the formulas of the page. pandoc reads each formula by
itself, so the commands are written out before it sees one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from reviewpress.pandoc import ast, tex
from reviewpress.pandoc.chapter import Chapter, Macro
from reviewpress.project import Project

_DEFINITION = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand)\*?\s*(?:\{\s*(?P<braced>\\[A-Za-z]+|\\[^A-Za-z\s])\s*\}"
    r"|(?P<bare>\\[A-Za-z]+))\s*(?:\[(?P<count>\d)\]\s*)?(?:\[(?P<default>[^\]]*)\]\s*)?(?=\{)"
)
_DEF = re.compile(
    r"\\(?:g?def|edef)\s*(?P<name>\\(?:[A-Za-z]+|[^A-Za-z\s]))(?P<marks>(?:#\d)*)\s*(?=\{)"
)
_OPERATOR = re.compile(
    r"\\DeclareMathOperator(?P<star>\*?)\s*(?:\{\s*(?P<braced>\\[A-Za-z]+)\s*\}|(?P<bare>\\[A-Za-z]+))\s*(?=\{)"
)
_LET = re.compile(r"\\let\s*(?P<name>\\[A-Za-z]+)\s*=?\s*(?P<same>\\[A-Za-z]+|\\[^A-Za-z\s])")
_BEGIN = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand|g?def|edef|DeclareMathOperator|let)(?![A-Za-z])"
)
_USE = re.compile(r"\\(?:[A-Za-z]+|[^A-Za-z\s])")
_FOR_MATHJAX = re.compile(r"\bmacros\s*:\s*(?=\{)", re.IGNORECASE)
_STRING = r"(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')"
_ENTRY = re.compile(
    rf"[\"']?(?P<name>[A-Za-z]+)[\"']?\s*:\s*(?:(?P<body>{_STRING})"
    rf"|\[\s*(?P<first>{_STRING})\s*,\s*(?P<count>\d)\s*(?:,\s*(?P<default>{_STRING})\s*)?\])"
)
_ESCAPED = re.compile(r"\\(.)")
_INCLUDES = ("include-in-header", "include-before-body", "include-after-body")
# Commands may be made of commands; one that is made of itself must end.
_DEEPEST = 12
_LONGEST = 20_000


Macros = Mapping[str, Macro]


def of(formulas: Iterable[str], project: Project, values: Mapping[str, Any]) -> dict[str, Macro]:
    """Collect the commands that a chapter defines.

    Args:
        formulas: TeX of its formulas.
        project: The project, which holds the files that settings name.
        values: Settings of the chapter, which may bring definitions for MathJax or LaTeX.
    """
    found: dict[str, Macro] = {}
    for text in _included(project, values):
        found.update(_for_mathjax(text))
        found.update(split(text)[1])
    for formula in formulas:
        found.update(split(formula)[1])
    return found


def collect(project: Project, chapters: Iterable[Chapter]) -> None:
    """Give each chapter the commands that it defines."""
    for chapter in chapters:
        formulas = [node["c"][1] for node in ast.select([*chapter.title, *chapter.blocks], "Math")]
        chapter.macros = of(formulas, project, chapter.options.values)


def readable(formula: str, macros: Macros) -> str:
    """Write a formula with what pandoc knows."""
    return tex.tamed(expand(formula, macros))


def split(formula: str) -> tuple[str, dict[str, Macro]]:
    """Take the definitions out of a formula; returns what is left, and the commands by name."""
    if not _BEGIN.search(formula):
        return formula, {}
    found: dict[str, Macro] = {}
    parts: list[str] = []
    position = 0
    while match := _BEGIN.search(formula, position):
        name, macro, end = _definition(formula, match.start())
        if macro is None:
            parts.append(formula[position : match.end()])
            position = match.end()
            continue
        found[name] = macro
        parts.append(formula[position : match.start()])
        position = end
    return "".join([*parts, formula[position:]]), found


def expand(formula: str, macros: Macros) -> str:
    """Write a formula without definitions, and with what the commands stand for."""
    written, own = split(formula)
    known = {**macros, **own}
    for _ in range(_DEEPEST):
        following = _expanded(written, known)
        if following == written or len(following) > _LONGEST:
            break
        written = following
    return written.strip() if own else written


def _definition(text: str, position: int) -> tuple[str, Macro | None, int]:
    """Read the definition that begins at a position; returns name, command and where it ends."""
    if match := _LET.match(text, position):
        return match["name"], Macro(match["same"]), match.end()
    if match := _DEFINITION.match(text, position):
        end = tex.end_of_group(text, match.end())
        macro = Macro(text[match.end() + 1 : end - 1], int(match["count"] or 0), match["default"])
        return match["braced"] or match["bare"], macro, end
    if match := _DEF.match(text, position):
        end = tex.end_of_group(text, match.end())
        macro = Macro(text[match.end() + 1 : end - 1], len(match["marks"]) // 2)
        return match["name"], macro, end
    if match := _OPERATOR.match(text, position):
        end = tex.end_of_group(text, match.end())
        body = f"\\operatorname{match['star']}{text[match.end() : end]}"
        return match["braced"] or match["bare"], Macro(body), end
    return "", None, position


def _expanded(formula: str, macros: Macros) -> str:
    """Write out each command once."""
    parts: list[str] = []
    position = 0
    for match in _USE.finditer(formula):
        macro = macros.get(match[0])
        if macro is None or match.start() < position:
            continue
        parts.append(formula[position : match.start()])
        body, position = _applied(macro, formula, match.end())
        # A letter that follows must not become a part of a command's name.
        gap = (
            " "
            if re.search(r"\\[A-Za-z]+$", body) and formula[position : position + 1].isalpha()
            else ""
        )
        parts.append(body + gap)
    return "".join([*parts, formula[position:]])


def _applied(macro: Macro, formula: str, position: int) -> tuple[str, int]:
    """Return what stands for a command whose arguments begin at a position, and their end."""
    arguments: list[str] = []
    if macro.default is not None:
        match = re.compile(r"\s*\[([^\]]*)\]").match(formula, position)
        arguments.append(match[1] if match else macro.default)
        position = match.end() if match else position
    more, position = tex.arguments(formula, position, max(macro.count - len(arguments), 0))
    arguments += more
    body = re.sub(
        r"#([1-9])",
        lambda one: arguments[int(one[1]) - 1] if int(one[1]) <= len(arguments) else "",
        macro.body,
    )
    return body, position


def _included(project: Project, values: Mapping[str, Any]) -> Iterator[str]:
    """Yield what settings put into the head or the body of a document."""
    for key in _INCLUDES:
        written = values.get(key)
        for one in written if isinstance(written, list) else [written]:
            if isinstance(one, Mapping) and isinstance(one.get("text"), str):
                yield one["text"]
                continue
            name = one.get("file") if isinstance(one, Mapping) else one
            path = (project.root / str(name or "")).resolve()
            if path.is_relative_to(project.root) and path.is_file():
                yield path.read_text(encoding="utf-8", errors="replace")


def _for_mathjax(text: str) -> dict[str, Macro]:
    """Read the commands of a configuration of MathJax."""
    found: dict[str, Macro] = {}
    for match in _FOR_MATHJAX.finditer(text):
        inside = text[match.end() : tex.end_of_group(text, match.end())]
        for entry in _ENTRY.finditer(inside):
            default = entry["default"]
            found[f"\\{entry['name']}"] = Macro(
                _unquoted(entry["body"] or entry["first"]),
                int(entry["count"] or 0),
                None if default is None else _unquoted(default),
            )
    return found


def _unquoted(written: str) -> str:
    return _ESCAPED.sub(r"\1", written[1:-1])
