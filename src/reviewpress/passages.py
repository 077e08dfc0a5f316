"""The Markdown of a review, piece by piece, with the place of each line.

Pieces are a chapter with its front matter, a Markdown cell of a notebook, the captions in a code
cell, and texts of `_quarto.yml` that end up in a document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reviewpress import book, configuration, source
from reviewpress.configuration import Configuration
from reviewpress.errors import DataError, Location, ReviewError, SettingsError
from reviewpress.problems import Problem
from reviewpress.project import Project, open_project

_METADATA = ("title", "subtitle", "abstract", "description", "thanks", "nocite")
_SETTINGS = (*((key,) for key in _METADATA), *(("book", key) for key in _METADATA))
_CAPTION = re.compile(r"(?:fig|tbl|lst)-(?:sub)?cap")
_EMBED = re.compile(r"\{\{<\s+embed\s+(?P<path>[^\s#]+\.ipynb)")


@dataclass(frozen=True, slots=True)
class Passage:
    """Markdown of one piece.

    Attributes:
        markdown: Texts that are parsed one by one, such as the body of a chapter and its title.
        text: The piece as it stands in its file, in which things are located.
        places: Where each line of `text` stands.
        name: What messages call it, such as `cell 3`, if the place does not say it.
    """

    markdown: tuple[str, ...]
    text: str
    places: tuple[Location, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Collected:
    """All text of a project.

    Attributes:
        passages: Its pieces.
        problems: One for each file or part of one that cannot be read.
    """

    passages: tuple[Passage, ...]
    problems: tuple[Problem, ...]


def collect(project: Project) -> Collected:
    """Read all pieces of all documents of the project, and its notebooks.

    Raises:
        SettingsError: A listed chapter does not exist.
    """
    listed = sources(project)
    passages = [passage for one in every_profile(project) for passage in _settings(one.config)]
    problems: list[Problem] = []
    for path in [path for path in listed if not path.endswith(".ipynb")]:
        try:
            passages.append(_chapter(project, path))
        except ReviewError as error:
            problems.append(_unreadable(error, path))
    for path in _notebooks(project, listed, passages):
        try:
            passages += _notebook(project, path)
        except ReviewError as error:
            problems.append(_unreadable(error, path))
    return Collected(tuple(passages), tuple(problems))


def every_profile(project: Project) -> list[Project]:
    """Open the project with each of its profiles."""
    return [open_project(project.root, name) for name in project.profiles] or [project]


def sources(project: Project) -> list[str]:
    """List the source files of all documents, each once.

    Raises:
        SettingsError: One of them does not exist.
    """
    entries = (entry for one in every_profile(project) for entry in book.entries(one))
    return list(dict.fromkeys(entry.source for entry in entries))


def front_matter(project: Project, path: str) -> Configuration:
    """Read what stands at the head of a source file.

    Raises:
        DataError: The file cannot be read.
        SettingsError: It is not YAML.
    """
    return configuration.parse(
        source.split_front_matter(source.read_text(project, path)).yaml, path
    )


def is_caption(option: str) -> bool:
    """Say whether a cell option or attribute holds a caption, such as `fig-cap`."""
    return bool(_CAPTION.fullmatch(option))


def captions(options: Mapping[str, Any]) -> Iterator[str]:
    """Yield the captions among the options of a cell."""
    for key, value in options.items():
        if is_caption(str(key)):
            yield from _strings(value)


def _unreadable(error: ReviewError, path: str) -> Problem:
    where = error.where or Location(path)
    return Problem(where, error.message, "citations.file", hint=error.hint)


def _settings(config: Configuration) -> Iterator[Passage]:
    for keys in _SETTINGS:
        for value in _strings(config.get(*keys)):
            yield Passage((value,), value, (config.where(*keys),) * (value.count("\n") + 1))


def _chapter(project: Project, path: str) -> Passage:
    read = source.read(project, path)
    parts = source.split_front_matter(read.text)
    front = configuration.parse(parts.yaml, path)
    metadata = (text for key in _METADATA for text in _strings(front.get(key)))
    return Passage((parts.body, *metadata), read.text, read.places)


def _notebooks(project: Project, listed: Iterable[str], chapters: list[Passage]) -> list[str]:
    """List the notebooks: chapters, sources of runs, and what a chapter embeds by itself."""
    found = [path for path in listed if path.endswith(".ipynb")]
    found += [project.relative(path) for path in sorted(project.notebooks_dir.glob("*.ipynb"))]
    for passage in chapters:
        for match in _EMBED.finditer(passage.text):
            line = passage.text.count("\n", 0, match.start())
            folder = (project.root / passage.places[line].path).parent
            path = (folder / match["path"]).resolve()
            if path.is_file() and not path.is_relative_to(project.build_dir):
                found.append(project.relative(path))
    return list(dict.fromkeys(found))


def _notebook(project: Project, path: str) -> Iterator[Passage]:
    raw = source.read_text(project, path)
    try:
        cells = json.loads(raw)["cells"]
        sources = [(cell["cell_type"], _source_lines(cell)) for cell in cells]
    except (ValueError, KeyError, TypeError) as error:
        message = "the file is not a notebook"
        raise DataError(message, hint="save it again in Jupyter", where=Location(path)) from error
    position = 0
    for number, (kind, lines) in enumerate(sources, start=1):
        places, position = _places(raw, lines, position, path=path)
        text = "".join(lines)
        if kind == "markdown":
            yield Passage((text,), text, places, f"cell {number}")
        elif kind == "code":
            yaml = source.cell_options(text)
            options = _options(yaml, number, places)
            yield Passage(tuple(captions(options)), yaml, places, f"cell {number}")


def _options(yaml: str, number: int, places: tuple[Location, ...]) -> Mapping[str, Any]:
    try:
        return configuration.parse(yaml, places[0].path).values
    except SettingsError as error:
        line = (error.where.line if error.where else None) or 1
        where = places[min(line, len(places)) - 1]
        message = f"cell {number}: the options are not YAML: {error.message}"
        raise DataError(message, hint=error.hint, where=where) from error


def _source_lines(cell: Mapping[str, Any]) -> list[str]:
    """Return the pieces of a cell's source as the file holds them: lines, or one text."""
    written = cell["source"]
    return [str(line) for line in written] if isinstance(written, list) else [str(written)]


def _places(
    raw: str, lines: list[str], position: int, *, path: str
) -> tuple[tuple[Location, ...], int]:
    """Find the line of the notebook's file on which each line of a cell stands.

    Args:
        raw: The file, which is JSON.
        lines: The pieces of the cell's source.
        position: Index in `raw` at which the cell before ended.
        path: The file, as messages name it.

    Returns:
        A place for each line of the joined pieces, and the index at which the cell ends.
    """
    places: list[Location] = []
    for piece in lines:
        for written in (json.dumps(piece, ensure_ascii=False), json.dumps(piece)):
            index = raw.find(written, position)
            if index >= 0:
                position = index + len(written)
                break
        line = raw.count("\n", 0, position) + 1
        places += [Location(path, line)] * max(1, piece.count("\n"))
    return tuple(places) + tuple(places[-1:] or [Location(path, 1)]), position


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
