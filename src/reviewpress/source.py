"""Read Quarto Markdown with its line numbers: front matter, includes, and what is code.

pandoc's syntax tree has no positions. It decides what a text means; this module finds the line
on which it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from reviewpress.errors import DataError, Location
from reviewpress.project import Project

_FENCE = r"""
    ^[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)?            # in a quotation or a list item
    (?P<fence>`{3,}(?=[^`\n]*$)|~{3,})(?P<info>.*)\n
    (?P<code>(?:.*\n)*?)
    [ \t>]*(?P=fence)[`~]*[ \t]*$"""
_HIDDEN = re.compile(
    rf"""
    (?P<block>{_FENCE})
    | (?P<comment><!--(?s:.*?)-->)
    | (?P<escape>\\[^\w\s])
    | (?P<span>(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n)(?s:.))+?(?<!`)(?P=ticks)(?!`))
    | (?P<target>(?<=\]\()(?:<[^>\n]*>|[^()\s]+))
    | (?P<address><[A-Za-z][\w+.-]*:[^>\s]*>)
    """,
    re.VERBOSE | re.MULTILINE,
)
_OPTION = re.compile(r"^[ \t>]*(?:\#|%%|//|--)\|[ \t]?(?P<option>.*)$", re.MULTILINE)
_EXECUTABLE = re.compile(r"\s*\{\s*[A-Za-z]")
_INCLUDE = re.compile(r"^[ \t]*\{\{<[ \t]+include[ \t]+(?P<name>\S.*?)[ \t]+>\}\}[ \t]*$")


class Parts(NamedTuple):
    """A source file taken apart.

    Attributes:
        yaml: The front matter without its `---` lines. An empty line stands for each line of the
            file before it, so that line numbers of the YAML are those of the file.
        body_line: Line of the file on which `body` begins.
        body: The rest of the file.
    """

    yaml: str
    body_line: int
    body: str


@dataclass(frozen=True, slots=True)
class Source:
    """A source file with its includes put in place.

    Attributes:
        text: The whole text, with Unix newlines.
        places: Where each line of `text` stands, one a line.
    """

    text: str
    places: tuple[Location, ...]


def split_front_matter(text: str) -> Parts:
    """Take the YAML block at the beginning of a file off its body."""
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    is_open = len(lines) > first + 1 and lines[first].rstrip() == "---" and lines[first + 1].strip()
    if not is_open:
        return Parts("", 1, text)
    for number in range(first + 1, len(lines)):
        if lines[number].rstrip() in {"---", "..."}:
            yaml = [""] * (first + 1) + lines[first + 1 : number]
            return Parts("\n".join(yaml), number + 2, "\n".join(lines[number + 1 :]))
    return Parts("", 1, text)


def read(project: Project, path: str) -> Source:
    """Read the source file `path` of a review and the files that it includes.

    As in Quarto, an `include` stands on a line of its own, and its path is relative to the file
    that is read, also in a file that is itself included; one that begins with `/` is relative to
    the root.

    Raises:
        DataError: A file does not exist, is not UTF-8 or includes itself.
    """
    lines, places = [], []
    for line, place in expand(project, path):
        lines.append(line)
        places.append(place)
    return Source("\n".join(lines), tuple(places))


def expand(
    project: Project,
    path: str,
    *,
    text: str | None = None,
    note: Callable[[DataError], None] | None = None,
) -> Iterator[tuple[str, Location]]:
    """Yield each line of a source file and where it stands, with includes in place; see `read`.

    Args:
        project: The project.
        path: The file.
        text: What it says, where that is not what stands in it.
        note: Told of an include that cannot be followed, which is then left out; without it,
            such an include raises.

    Raises:
        DataError: A file is not UTF-8, or one cannot be included.
    """
    return _expanded(project, path, text, within=(), note=note or _raise)


def _raise(error: DataError) -> None:
    raise error


def read_text(project: Project, path: str) -> str:
    """Read one text file of a review, with Unix newlines and without a byte order mark.

    Raises:
        DataError: The file does not exist or is not UTF-8; the place names the line.
    """
    file = project.inside(path)
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.read_bytes().count(b"\n", 0, error.start) + 1
        where = Location(path, line)
        hint = "save it as UTF-8 in your editor"
        raise DataError("the file is not UTF-8", hint=hint, where=where) from error
    except FileNotFoundError as error:
        raise DataError("the file does not exist", where=Location(path)) from error


def locate(text: str, token: str | re.Pattern[str]) -> list[int]:
    """Return the lines, counted from 1, on which `token` begins outside code and comments."""
    pattern = re.compile(re.escape(token)) if isinstance(token, str) else token
    starts = [match.start() for match in pattern.finditer(text)]
    if not starts:
        return []
    mask = code_mask(text)
    lines = (text.count("\n", 0, start) + 1 for start in starts if not mask[start])
    return list(dict.fromkeys(lines))


def code_mask(text: str) -> bytearray:
    """Return a 1 for each character of `text` that is no prose, and a 0 for the others.

    No prose are fenced code, code spans, HTML comments, escaped characters and link targets. The
    attributes of a fence (`lst-cap`) and the options of an executable cell (`#| fig-cap: ...`)
    count as prose. So does code that is marked by indentation alone: only a full parse tells it
    from a list.
    """
    mask = bytearray(len(text))
    for match in _HIDDEN.finditer(text):
        mask[match.start() : match.end()] = b"\1" * (match.end() - match.start())
        if match["block"]:
            for start, end in _prose_of(match):
                mask[start:end] = bytes(end - start)
    return mask


def cell_options(code: str) -> str:
    """Return the YAML of a cell's options, its `#| key: value` lines, each on its own line."""
    options = []
    for line in code.split("\n"):
        match = _OPTION.match(line)
        if not match and line.strip():
            break
        options.append(match["option"] if match else "")
    return "\n".join(options)


def _prose_of(block: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Yield start and end of what is prose in fenced code: its attributes and cell options."""
    yield block.span("info")
    if _EXECUTABLE.match(block["info"]):
        start = block.start("code")
        for line in block["code"].split("\n")[: cell_options(block["code"]).count("\n") + 1]:
            yield start, start + len(line)
            start += len(line) + 1


def _expanded(
    project: Project,
    path: str,
    text: str | None,
    *,
    within: tuple[str, ...],
    note: Callable[[DataError], None],
) -> Iterator[tuple[str, Location]]:
    shown = read_text(project, path) if text is None else text
    for number, line in enumerate(shown.split("\n"), start=1):
        where = Location(path, number)
        include = _INCLUDE.match(line)
        if not include:
            yield line, where
            continue
        try:
            inner = _included(project, include["name"], (*within, path), where=where)
        except DataError as error:
            note(error)
            continue
        yield from _expanded(project, inner, None, within=(*within, path), note=note)
        # Quarto ends an included file with a newline of its own.
        yield "", where


def _included(project: Project, name: str, within: tuple[str, ...], *, where: Location) -> str:
    name = name.strip("\"'")
    base = project.root if name.startswith("/") else (project.root / within[0]).parent
    path = (base / name.lstrip("/")).resolve()
    if not path.is_relative_to(project.root):
        raise DataError(f'"{name}" leads out of the review\'s folder', where=where)
    relative = project.relative(path)
    if not path.is_file():
        raise DataError(
            f'the included file "{name}" does not exist',
            hint=f"it was looked for as {relative}",
            where=where,
        )
    if relative in within:
        raise DataError(f'"{name}" includes itself', where=where)
    return relative
