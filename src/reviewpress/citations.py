"""Check that everything cited has an entry, and that every entry is cited.

What counts as a citation is decided on pandoc's syntax tree, which knows code, comments, links
and addresses apart from prose; the line is then found in the source.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from reviewpress import configuration, passages, source
from reviewpress.bibliography import Bibliography
from reviewpress.errors import Location, RenderError, SettingsError
from reviewpress.frames import Tables
from reviewpress.pandoc import ast
from reviewpress.pandoc.cache import Cache
from reviewpress.pandoc.categories import category_of
from reviewpress.passages import Collected, Passage
from reviewpress.problems import Problem, Severity
from reviewpress.project import Project
from reviewpress.suggestions import did_you_mean

RULES = {
    "citations.file": "chapters and notebooks can be read",
    "citations.unknown-key": "what is cited has an entry in the bibliography",
    "citations.study-without-entry": "every included report has an entry in the bibliography",
    "citations.uncited": "every entry is cited, or belongs to an included report",
}

_ALL = "*"
_MAY_CITE = re.compile(r"@[\w{*]")
_SHORTCODE = re.compile(r"\{\{<.*?>\}\}", re.DOTALL)
_EXECUTABLE = re.compile(r"^(?P<fence>[ \t>]*(?:`{3,}|~{3,})[ \t]*)\{(?=[A-Za-z])", re.MULTILINE)
# Quarto shows ```{{python}} as code with its braces; pandoc knows no such fence.
_SHOWN = re.compile(r"^(?P<fence>[ \t>]*(?:`{3,}|~{3,})[ \t]*)\{\{.*$", re.MULTILINE)
_CELL_CLASS = "reviewpress-cell"
# Where `attr` stands in the content of a node.
_ATTR_INDEX = {"Header": 1} | dict.fromkeys(
    ("CodeBlock", "Code", "Div", "Span", "Link", "Image", "Figure", "Table"), 0
)


def check(
    project: Project, bibliography: Bibliography, tables: Tables | None, text: Collected
) -> list[Problem]:
    """Check the citations of all documents and notebooks of the project against its entries.

    Args:
        project: The review, opened with any profile.
        bibliography: Its entries.
        tables: Its tables; with None nothing is said of reports and of entries never cited.
        text: All text of the project.
    """
    problems = list(text.problems)
    cache = Cache.of(project)
    cited: set[str] = set()
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        every = pool.map(lambda passage: _read(passage, cache), text.passages)
        for passage, read in zip(text.passages, every, strict=True):
            cited |= read.keys
            problems += read.problems
            problems += _unknown(passage, read.keys, bibliography, project=project)
    if tables:
        reports = _keys_of_reports(tables)
        problems += _without_entry(reports, bibliography, tables=tables, project=project)
        is_complete = not any(problem.rule == "citations.file" for problem in problems)
        if is_complete and _ALL not in cited:
            problems += _uncited(bibliography, cited | set(reports.values()))
    return problems


@dataclass(frozen=True, slots=True)
class _Read:
    keys: frozenset[str]
    problems: tuple[Problem, ...] = ()


def _read(passage: Passage, cache: Cache) -> _Read:
    """Find the keys that a passage cites."""
    keys: set[str] = set()
    try:
        for markdown in passage.markdown:
            keys |= set(_cited(markdown, cache))
    except RenderError as error:
        where = passage.places[0]
        message = "pandoc cannot read the text"
        problem = Problem(Location(where.path), message, "citations.file", hint=error.hint)
        return _Read(frozenset(), (problem,))
    return _Read(frozenset(key for key in keys if not category_of(key)))


def _cited(markdown: str, cache: Cache) -> Iterator[str]:
    """Yield what a Markdown text cites, captions in attributes and cell options included."""
    if not _MAY_CITE.search(markdown):
        return
    # Shortcodes are no prose, and pandoc would take their @ for a citation.
    text = _SHORTCODE.sub(lambda match: match[0].replace("@", " "), markdown)
    # pandoc reads ```{python} as prose; as a class it stays a block whose options can be read.
    text = _EXECUTABLE.sub(rf"\g<fence>{{.{_CELL_CLASS} .", _SHOWN.sub(r"\g<fence>text", text))
    tree = json.loads(cache.run(["--from", "markdown", "--to", "json"], text).stdout)
    for node in ast.descend(tree["blocks"]):
        if node["t"] == "Cite":
            yield from (citation["citationId"] for citation in node["c"][0])
        elif node["t"] in _ATTR_INDEX:
            for inner in _texts_in(node):
                yield from _cited(inner, cache)


def _texts_in(node: dict[str, Any]) -> Iterator[str]:
    """Yield the Markdown that stands in attributes: captions, titles of callouts, cell options."""
    _, classes, attributes = node["c"][_ATTR_INDEX[node["t"]]]
    for key, value in attributes:
        if passages.is_caption(key) or (node["t"] == "Div" and key in {"title", "name"}):
            yield value
    if node["t"] == "CodeBlock" and _CELL_CLASS in classes:
        try:
            options = configuration.parse(source.cell_options(node["c"][1]), "cell").values
        except SettingsError:
            # Which is for the engine to report; no engine shows a caption that it cannot read.
            return
        yield from passages.captions(options)


def _unknown(
    passage: Passage, keys: Iterable[str], bibliography: Bibliography, *, project: Project
) -> Iterator[Problem]:
    for key in sorted(keys):
        if key == _ALL or key in bibliography:
            continue
        name = f"{passage.name}: " if passage.name else ""
        hint = did_you_mean(key, bibliography.entries) or _remedy(project)
        for line in source.locate(passage.text, _pattern(key)) or [1]:
            where = passage.places[line - 1]
            message = f'{name}there is no entry "{key}" in the bibliography'
            yield Problem(where, message, "citations.unknown-key", hint=hint)


def _pattern(key: str) -> re.Pattern[str]:
    """Match a citation of exactly this key, as pandoc delimits keys."""
    name = re.escape(key)
    return re.compile(rf"(?<![^\W_])@(?:\{{{name}\}}|{name}(?![\w]|[:.#$%&\-+?<>~/]\w))")


def _remedy(project: Project) -> str:
    files = " or ".join(project.relative(path) for path in project.bibliography)
    if not files:
        return "name a BibTeX file in _quarto.yml, such as bibliography: bib/references.bib"
    return f"add an entry to {files}"


def _keys_of_reports(tables: Tables) -> dict[int, str]:
    """Return the bibliography key of each included report by its row."""
    if not tables.has("studies", ["bib_key"]):
        return {}
    keys = enumerate(tables["studies"]["bib_key"])
    return {row: key for row, key in keys if isinstance(key, str)}


def _without_entry(
    reports: Mapping[int, str], bibliography: Bibliography, *, tables: Tables, project: Project
) -> Iterator[Problem]:
    for row, key in reports.items():
        if key not in bibliography:
            yield Problem(
                tables.where("studies", row, "bib_key"),
                f'there is no entry "{key}" in the bibliography',
                "citations.study-without-entry",
                "bib_key",
                did_you_mean(key, bibliography.entries) or _remedy(project),
            )


def _uncited(bibliography: Bibliography, cited: set[str]) -> Iterator[Problem]:
    for key, entry in bibliography.entries.items():
        if key not in cited:
            yield Problem(
                entry.where,
                f'"{key}" is never cited',
                "citations.uncited",
                hint="cite it, list it under `nocite:` in _quarto.yml, or take it out",
                severity=Severity.WARNING,
            )
