"""Citations and lists of references, made by pandoc's citeproc."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reviewpress.errors import Location, RenderError
from reviewpress.pandoc import ast
from reviewpress.pandoc.ast import Node, Nodes
from reviewpress.pandoc.cache import Cache
from reviewpress.pandoc.categories import category_of
from reviewpress.pandoc.chapter import Chapter
from reviewpress.pandoc.faults import Faults
from reviewpress.pandoc.manuscript import resolve
from reviewpress.project import Project

_MISSING = re.compile(r"citation (\S+) not found")
_WORKERS = 4


@dataclass(frozen=True, slots=True)
class Style:
    """Where entries and their form come from."""

    bibliography: tuple[Path, ...]
    csl: Path | None
    lang: str | None
    nocite: tuple[str, ...] = ()
    is_suppressed: bool = False


def cite(
    project: Project,
    chapters: list[Chapter],
    faults: Faults,
    *,
    keys: Mapping[str, Sequence[str]],
    holder: str | None,
    cache: Cache,
) -> None:
    """Write citations out, chapter by chapter as Quarto's pages do, and fill `#refs`, in place.

    Args:
        project: Names the bibliography and the style.
        chapters: Chapters with resolved cross-references; those that are not read anew may be
            left out.
        faults: Keys that no bibliography holds are added here.
        keys: What each chapter of the document cites, by its source, in reading order.
        holder: The chapter that has `#refs`, where the references of all of them go.
        cache: What pandoc answered before.
    """
    everything = tuple(dict.fromkeys(key for found in keys.values() for key in found))
    wanted: list[tuple[Nodes, Style, list[Chapter]]] = []
    for chapter in chapters:
        style = _style(project, chapter)
        is_holder = chapter.source == holder
        if not style or not (keys[chapter.source] or style.nocite or is_holder):
            continue
        more = everything if is_holder else ()
        # Quarto makes the list of a site in a run of its own, which is not told the language.
        own = replace(style, lang=None, nocite=(*style.nocite, *more))
        blocks = [ast.div(ast.attr(""), chapter.blocks)]
        wanted.append((blocks, own if is_holder else style, [chapter]))
    _cite(wanted, faults, cache, has_holder=holder is not None)


def cite_together(
    project: Project, chapters: list[Chapter], faults: Faults, *, holder: str | None, cache: Cache
) -> None:
    """Write citations out as one text, as a printed book does, in place; see `cite`."""
    style = _style(project, chapters[0])
    if style:
        blocks = [ast.div(ast.attr(""), chapter.blocks) for chapter in chapters]
        _cite([(blocks, style, chapters)], faults, cache, has_holder=holder is not None)


def _cite(
    wanted: list[tuple[Nodes, Style, list[Chapter]]],
    faults: Faults,
    cache: Cache,
    *,
    has_holder: bool,
) -> None:
    with ThreadPoolExecutor(_WORKERS) as pool:
        results = list(pool.map(lambda one: _run(one[0], one[1], cache), wanted))
    for (blocks, missing), (_, _, those) in zip(results, wanted, strict=True):
        _note_missing(missing, those, faults)
        for chapter, container in zip(those, blocks, strict=False):
            chapter.blocks = container["c"][1]
        if len(blocks) > len(those) and not has_holder:
            those[-1].references = [*_title(those[-1]), blocks[-1]]


def _title(chapter: Chapter) -> Nodes:
    """Return the heading that `reference-section-title` puts above a list of references."""
    written = chapter.options.values.get("reference-section-title")
    if not written:
        return []
    attributes = ast.attr("bibliography", ["unnumbered"])
    return [{"t": "Header", "c": [1, attributes, ast.words(str(written))]}]


def sources(project: Project, chapter: Chapter) -> tuple[Path, ...]:
    """Return the files that decide on the citations of a chapter: bibliographies and style.

    Raises:
        RenderError: One of them does not exist.
    """
    style = _style(project, chapter)
    return (*style.bibliography, *filter(None, [style.csl])) if style else ()


def _style(project: Project, chapter: Chapter) -> Style | None:
    values = chapter.front.values
    own = values.get("bibliography") or []
    names = own if isinstance(own, list) else [own]
    files = [
        *project.bibliography,
        *(project.inside(resolve(chapter.source, str(name))) for name in names),
    ]
    if not files:
        return None
    for file in files:
        if not file.is_file():
            raise RenderError(
                f"the bibliography `{project.relative(file)}` does not exist",
                where=project.config.where("bibliography"),
            )
    csl = values.get("csl") or project.config.get("csl")
    path = (
        project.inside(resolve(chapter.source if "csl" in values else "", str(csl)))
        if csl
        else None
    )
    if path and not path.is_file():
        raise RenderError(
            f"the citation style `{csl}` does not exist", where=project.config.where("csl")
        )
    lang = str(chapter.options.values.get("lang") or "en")
    own_values = chapter.options.values
    is_suppressed = own_values.get("suppress-bibliography") is True
    return Style(tuple(dict.fromkeys(files)), path, lang, _nocite(own_values), is_suppressed)


def _nocite(values: Mapping[str, Any]) -> tuple[str, ...]:
    written = str(values.get("nocite") or "")
    return tuple(re.findall(r"@\{?([^\s,;}\]]+)", written))


def _run(blocks: Nodes, style: Style, cache: Cache) -> tuple[Nodes, list[str]]:
    """Run citeproc over `blocks`; returns the new ones and the keys that were not found."""
    meta: dict[str, Any] = {
        "bibliography": {"t": "MetaList", "c": [_string(str(file)) for file in style.bibliography]},
        "link-citations": {"t": "MetaBool", "c": not style.is_suppressed},
        "suppress-bibliography": {"t": "MetaBool", "c": style.is_suppressed},
    }
    if style.lang:
        meta["lang"] = _string(style.lang)
    if style.csl:
        meta["csl"] = _string(str(style.csl))
    if style.nocite:
        meta["nocite"] = {"t": "MetaInlines", "c": [_citation(style.nocite)]}
    tree = {"pandoc-api-version": ast.API_VERSION, "meta": meta, "blocks": blocks}
    arguments = ["--from", "json", "--to", "json", "--citeproc"]
    files = [*style.bibliography, *([style.csl] if style.csl else [])]
    output = cache.run(arguments, json.dumps(tree), files=files)
    return json.loads(output.stdout)["blocks"], _MISSING.findall(output.stderr)


def _string(value: str) -> dict[str, Any]:
    return {"t": "MetaString", "c": value}


def _citation(keys: Iterable[str]) -> Node:
    citations = [
        {
            "citationId": key,
            "citationPrefix": [],
            "citationSuffix": [],
            "citationMode": {"t": "NormalCitation"},
            "citationNoteNum": 0,
            "citationHash": 0,
        }
        for key in keys
    ]
    return {"t": "Cite", "c": [citations, []]}


def _note_missing(missing: list[str], chapters: list[Chapter], faults: Faults) -> None:
    for key in dict.fromkeys(missing):
        if category_of(key):
            continue
        pattern = rf"@{{?{re.escape(key)}(?![\w-])"
        places = (chapter.manuscript.find(pattern) for chapter in chapters)
        where = next((place for place in places if place), Location(chapters[0].source))
        faults.doubt(RenderError(f"no bibliography holds the key `{key}`", where=where))
