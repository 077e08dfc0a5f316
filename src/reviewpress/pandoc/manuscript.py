"""The text of a chapter with its includes expanded, and where each line of it was written."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from reviewpress import configuration
from reviewpress import source as sources
from reviewpress.configuration import Configuration
from reviewpress.errors import DataError, Location, RenderError
from reviewpress.pandoc.faults import Faults, unsupported
from reviewpress.project import Project

# Marks a cell whose code is shown and not run.
SHOWN = "rp-cell"
# Stands in a notebook's text for the cell of that number.
CELL = "notebook-cell"
_FENCE = re.compile(r"^\s*(?P<mark>`{3,}|~{3,})\s*(?P<info>[^`]*)$")
_CELL = re.compile(r"^\{\s*(?P<language>[A-Za-z][\w+-]*)\s*(?:[,\s][^}]*)?\}$")
_DOUBLED = re.compile(
    r"^(?P<before>\s*)(?P<mark>`{3,}|~{3,})\s*\{(?P<inner>\{+[^{}]*\}+)\}(?P<after>.*)$"
)
_OPTION = re.compile(r"^\s*(?:#\s?|//|%%)\|\s*(?:eval:\s*(?P<value>\w+)|[\w-]+:.*|.*)\s*$")
_INLINE = re.compile(r"(?<!`)`\{(?P<language>python|r|julia)\}\s+(?P<code>[^`\n]+)`(?!`)")
_MARKS = re.compile(r"[^\w\s]")
_DIAGRAMS = frozenset(("mermaid", "dot", "ojs"))
_FRONT_MATTER = re.compile(
    r"\A(?:[ \t]*\n)*---[ \t]*\n(?P<yaml>.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Manuscript:
    """Markdown of one page.

    Attributes:
        source: Path of its file relative to the root.
        lines: The text without line ends, includes expanded.
        places: For each line the file and line it was written on.
        front: What the YAML block at its head says.
    """

    source: str
    lines: tuple[str, ...]
    places: tuple[tuple[str, int], ...]
    front: Configuration

    @property
    def text(self) -> str:
        """The whole text."""
        return "\n".join(self.lines) + "\n"

    def where(self, index: int) -> Location:
        """Return the place of the line at `index`, which counts from 0."""
        path, line = self.places[min(index, len(self.places) - 1)]
        return Location(path, None if path.endswith(".ipynb") else line)

    def locate(self, pattern: str, *, occurrence: int = 1) -> Location:
        """Return the line of the n-th match of a regular expression, else the file."""
        return self.find(pattern, occurrence=occurrence) or Location(self.source)

    def find(self, pattern: str, *, occurrence: int = 1) -> Location | None:
        """Return the place of the n-th match of a regular expression, or None."""
        expression = re.compile(pattern)
        for index, line in enumerate(self.lines):
            occurrence -= len(expression.findall(line))
            if occurrence <= 0:
                return self.where(index)
        return None


def read(project: Project, source: str, faults: Faults) -> Manuscript:
    """Read a chapter.

    Args:
        project: The review.
        source: Path of the chapter relative to its root.
        faults: Cells that would have to be run, and included files that are absent or include
            themselves, are added here.

    Raises:
        RenderError: A file is not UTF-8.
        SettingsError: The YAML block at the head is malformed.
    """

    def note(error: DataError) -> None:
        faults.add(RenderError(error.message, hint=error.hint, where=error.where))

    try:
        written = sources.read_text(project, source)
        shown = _of_notebook(written) if source.endswith(".ipynb") else written
        found = list(sources.expand(project, source, text=shown.removesuffix("\n"), note=note))
    except DataError as error:
        raise RenderError(error.message, hint=error.hint, where=error.where) from error
    lines = [line for line, _ in found]
    places = [(place.path, place.line or 1) for _, place in found]
    text = "\n".join(lines) + "\n"
    match = _FRONT_MATTER.match(text)
    yaml = match["yaml"] if match else ""
    first = text.count("\n", 0, match.start("yaml")) + 1 if match else 1
    front = configuration.parse(yaml, source, first_line=first)
    return Manuscript(source, tuple(lines), tuple(places), front)


def runs(manuscript: Manuscript, execution: Mapping[str, Any]) -> bool:
    """Say whether a chapter has cells that would have to be run.

    Args:
        manuscript: The chapter.
        execution: What it says under `execute:`.
    """
    if execution.get("enabled") is False:
        return False
    return any(
        (cell := _CELL.match(info)) and cell["language"] not in _DIAGRAMS
        for _, info in fences(manuscript.lines)
    )


def settle_cells(
    manuscript: Manuscript, execution: Mapping[str, Any], faults: Faults
) -> Manuscript:
    """Mark the cells that are shown and not run, and note those that would have to be run.

    Args:
        manuscript: The chapter.
        execution: What it says under `execute:`.
        faults: Cells that would have to be run are added here.

    Returns:
        The chapter in which a cell that is not run is a code block of the class `rp-cell`.
    """
    never = execution.get("enabled") is False or execution.get("eval") is False
    manuscript = _with_shown_cells(manuscript)
    lines = list(manuscript.lines)
    for index, info in fences(manuscript.lines):
        if not (cell := _CELL.match(info)):
            continue
        language = cell["language"]
        if language not in _DIAGRAMS and (never or _is_shown_only(manuscript.lines, index)):
            lines[index] = f"{lines[index].partition('{')[0]}{{.{language} .{SHOWN}}}"
            continue
        hint = f"embed a notebook's output, or show the code with {{.{language}}}"
        what = "executable code cells"
        if language in _DIAGRAMS:
            what, hint = "diagrams", "save the diagram as a picture and show that"
        faults.add(unsupported(f"{what} (`{info}`)", manuscript.where(index), hint))
    if not never and _has_engine(manuscript):
        for index, line in enumerate(lines):
            if match := _INLINE.search(line):
                hint = "publish the value from a notebook, and write {{< var name >}}"
                where = manuscript.where(index)
                faults.add(unsupported(f"code in a line (`{match[0][1:-1]}`)", where, hint))
    return replace(manuscript, lines=tuple(lines))


def _has_engine(manuscript: Manuscript) -> bool:
    """Say whether Quarto would run what stands in the text: it names an engine, or has cells."""
    if manuscript.source.endswith(".ipynb"):
        return False
    engine = manuscript.front.get("engine")
    named = manuscript.front.get("jupyter") or manuscript.front.get("knitr")
    is_named = bool(named) or engine in ("jupyter", "knitr")
    return is_named or any(_CELL.match(info) for _, info in fences(manuscript.lines))


def _with_shown_cells(manuscript: Manuscript) -> Manuscript:
    """Write cells that are shown as ```` ```{{python}} ```` as Quarto shows them.

    They become code in Markdown, their fences too, with one pair of braces less.
    """
    lines: list[str] = []
    places: list[tuple[str, int]] = []
    closing = ""
    for line, place in zip(manuscript.lines, manuscript.places, strict=True):
        opened = _DOUBLED.match(line)
        if opened and not closing and not _is_inside(lines):
            closing = opened["mark"]
            lines.append(f"{opened['before']}{closing}` {{.markdown}}")
            places.append(place)
        lines.append(opened.expand(r"\g<before>\g<mark>\g<inner>\g<after>") if opened else line)
        places.append(place)
        if closing and not opened and line.strip() == closing:
            lines.append(f"{line[: len(line) - len(line.lstrip())]}{closing}`")
            places.append(place)
            closing = ""
    return replace(manuscript, lines=tuple(lines), places=tuple(places))


def _is_inside(lines: list[str]) -> bool:
    """Say whether the line after `lines` is code; a fence of code that is not named is Markdown."""
    opened = -1
    for index, line in enumerate(lines):
        match = _FENCE.match(line)
        if match and opened < 0:
            opened = index
        elif match and not match["info"].strip():
            first = _FENCE.match(lines[opened])
            if first and match["mark"].startswith(first["mark"]):
                opened = -1
    if opened >= 0 and not lines[opened].strip("`~ \t"):
        lines[opened] = f"{lines[opened].rstrip()} {{.markdown}}"
    return opened >= 0


def _is_shown_only(lines: tuple[str, ...], index: int) -> bool:
    """Say whether the options of the cell that begins at `index` keep it from being run."""
    if re.search(r"\beval\s*=\s*(?:FALSE|F)\b", lines[index]):
        return True
    for line in lines[index + 1 :]:
        if not (option := _OPTION.match(line)):
            return False
        if (option["value"] or "").lower() == "false":
            return True
    return False


def fences(lines: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Yield the index and the info string of each fenced code block."""
    open_mark = ""
    for index, line in enumerate(lines):
        match = _FENCE.match(line)
        if not match:
            continue
        mark, info = match["mark"], match["info"].strip()
        if not open_mark:
            open_mark = mark
            yield index, info
        elif mark[0] == open_mark[0] and len(mark) >= len(open_mark) and not info:
            open_mark = ""


def _of_notebook(text: str) -> str:
    """Return the text of a notebook, in which a shortcode stands for each code cell."""
    parts = []
    for index, cell in enumerate(json.loads(text).get("cells", ())):
        content = cell.get("source", "")
        content = content if isinstance(content, str) else "".join(content)
        if cell["cell_type"] == "markdown":
            content = _with_values(content, cell.get("metadata", {}))
        parts.append(f"{{{{< {CELL} {index} >}}}}" if cell["cell_type"] == "code" else content)
    return "\n\n".join(parts) + "\n"


def _with_values(text: str, metadata: Mapping[str, Any]) -> str:
    """Put the values that a notebook stores of its inline code, `{python} x`, into a text."""
    values = {}
    for one in metadata.get("user_expressions") or ():
        result = one.get("result") or {}
        if result.get("status") == "ok" and "text/plain" in result.get("data", {}):
            shown = "".join(result["data"]["text/plain"])
            is_text = len(shown) > 1 and shown[0] == shown[-1] and shown[0] in "'\""
            values[one.get("expression")] = shown[1:-1] if is_text else shown

    def write(match: re.Match[str]) -> str:
        value = values.get(match["code"].strip())
        return match[0] if value is None else _MARKS.sub(r"\\\g<0>", value)

    return _INLINE.sub(write, text)


def resolve(source: str, path: str) -> str:
    """Return a path written in `source` as one relative to the root; `/x` is from the root."""
    folder = "" if path.startswith("/") else posixpath.dirname(source)
    return posixpath.normpath(posixpath.join(folder, path.lstrip("/")))
