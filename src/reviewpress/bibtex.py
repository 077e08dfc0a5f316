"""Read BibTeX: entries with the line of each field, LaTeX as Unicode, and errors of syntax."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bibtexparser import model
from bibtexparser.entrypoint import parse_string
from pylatexenc.latex2text import LatexNodes2Text

from reviewpress.errors import Location
from reviewpress.problems import Problem

# The parser tells each block that fails to the log as well; we report it as a problem.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_KEY = re.compile(r"@\s*\w+\s*[{(]\s*([^\s,{}()=]+)")
_LANDMARK = re.compile(r"\s*(?:[\w-]+\s*=|[})]\s*$)")
_BRACE = re.compile(r"(?<!\\)[{}]")
_STRAY = re.compile(r"^[ \t]*(?:[A-Za-z]+\s*\{|[})]\s*$|[\w-]+\s*=\s*[{\"])", re.MULTILINE)
_PIECE = re.compile(r'\s*(?:(?P<open>[{"])|(?P<name>[^\s#{}",=]+))\s*')
_MARKUP = re.compile(r"[\\{}$~`']|--")
_BARE = re.compile(r"(?<!\\)[%&#]")
_SPECIAL = re.compile(r"(?<!\\)[%&#_$~]")

ADDRESS = re.compile(r"\\(?P<command>url|href)\s*\{(?P<address>[^{}]*)\}")
"""Matches a web address in LaTeX, in which no sign but a brace is special."""


@dataclass(frozen=True, slots=True)
class Value:
    """A field's value in LaTeX, with abbreviations put in, and its line."""

    latex: str
    line: int


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as it is written.

    Attributes:
        key: The citation key.
        type: The entry type in lower case, without `@`.
        line: Line of its `@`.
        fields: Values by field name in lower case.
        is_whole: Whether everything in it could be read.
    """

    key: str
    type: str
    line: int
    fields: Mapping[str, Value]
    is_whole: bool = True


def parse(text: str, path: str) -> tuple[list[Item], list[Problem]]:
    """Read all entries of a BibTeX file that can be read, and all its errors of syntax.

    Args:
        text: The content of the file.
        path: Path that problems name.
    """
    reader = _Reader(path)
    for block in parse_string(text, parse_stack=[]).blocks:
        reader.take(block)
    return reader.items, reader.problems


def decode(latex: str) -> str:
    r"""Return LaTeX as plain Unicode on one line: `G{\"o}del` becomes `Gödel`.

    Raises:
        ValueError: The LaTeX cannot be read.
    """
    text = latex
    if _MARKUP.search(text):
        # In BibTeX, unlike LaTeX, a bare % or & is often meant as it stands.
        bare = _BARE.sub(_escaped, ADDRESS.sub(_spelt_out, text))
        try:
            text = _decoder().latex_to_text(bare)
        except (LookupError, ValueError) as error:
            raise ValueError("the LaTeX cannot be read") from error
        text = text.replace("`", "‘").replace("'", "’")  # noqa: RUF001 - what LaTeX prints
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _spelt_out(match: re.Match[str]) -> str:
    """Turn an address into LaTeX text; that of a link is not part of the text."""
    shown = match["address"] if match["command"] == "url" else ""
    return _SPECIAL.sub(_escaped, shown)


def _escaped(match: re.Match[str]) -> str:
    return r"{\textasciitilde}" if match[0] == "~" else f"\\{match[0]}"


@cache
def _decoder() -> LatexNodes2Text:
    return LatexNodes2Text(math_mode="text", strict_latex_spaces=False)


class _Reader:
    """Collects entries and problems block by block."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.items: list[Item] = []
        self.problems: list[Problem] = []
        self._strings = {month: month for month in _MONTHS}
        self._is_after_failure = False

    def take(self, block: model.Block) -> None:
        """Read one block of the file."""
        line = (block.start_line or 0) + 1
        failed = False
        match block:
            case model.Entry():
                self._entry(block)
            case model.String():
                self._string(block)
            case model.ImplicitComment() if not self._is_after_failure:
                self._stray(block.comment, line)
            case model.DuplicateBlockKeyBlock() if isinstance(
                block.ignore_error_block, model.Entry
            ):
                # Doubled keys are told by `bibliography`, which sees all files.
                self._entry(block.ignore_error_block)
            case model.DuplicateBlockKeyBlock():
                self._problem(line, f'the abbreviation "{block.key}" is defined twice')
            case model.DuplicateFieldKeyBlock() if isinstance(
                block.ignore_error_block, model.Entry
            ):
                self._entry(block.ignore_error_block)
            case model.ParsingFailedBlock():
                self._failure(block, line)
                failed = True
        self._is_after_failure = failed

    def _entry(self, block: model.Entry) -> None:
        line = (block.start_line or 0) + 1
        fields: dict[str, Value] = {}
        is_whole = True
        for field in block.fields:
            name, field_line = field.key.lower(), (field.start_line or 0) + 1
            if name in fields:
                hint = f"it stands on line {fields[name].line} already"
                self._problem(
                    field_line, "the field is doubled", "doubled-field", field=name, hint=hint
                )
                continue
            latex, fault = _evaluate(field.value, self._strings)
            if fault:
                self._problem(field_line, fault.message, fault.rule, field=name, hint=fault.hint)
                is_whole = is_whole and fault.rule != "syntax"
            fields[name] = Value(latex, field_line)
        self.items.append(Item(block.key, block.entry_type.lower(), line, fields, is_whole))

    def _string(self, block: model.String) -> None:
        value, fault = _evaluate(block.value, self._strings)
        if fault:
            line = (block.start_line or 0) + 1
            self._problem(line, fault.message, fault.rule, field=block.key, hint=fault.hint)
        self._strings[block.key.lower()] = value

    def _stray(self, comment: str, line: int) -> None:
        """Report text between entries that looks like part of one."""
        for number, text in enumerate(comment.split("\n"), start=line):
            if _STRAY.match(text):
                self._problem(
                    number,
                    f'"{text.strip()[:40]}" stands outside any entry',
                    hint="is an @ missing before it, or is there a } too many above?",
                )
                return

    def _failure(self, block: model.ParsingFailedBlock, line: int) -> None:
        raw = block.raw or ""
        reason = getattr(block.error, "abort_reason", str(block.error))
        is_open = any(sign in reason for sign in ("end of file", "block start", "found `@"))
        if is_open:
            message = "the entry is not closed"
            hint = f"a closing brace is missing; the entry begins on line {line}"
            line += _open_line(raw)
        else:
            message = reason.split(", but")[0].rstrip(".").replace("Expected", "expected")
            hint = "look for a missing comma, `=` or brace"
            line += raw.count("\n")
        self._problem(line, message, hint=hint)
        if key := _KEY.match(raw):
            first = (block.start_line or 0) + 1
            self.items.append(Item(key[1], "", first, {}, is_whole=False))

    def _problem(
        self,
        line: int,
        message: str,
        rule: str = "syntax",
        *,
        field: str | None = None,
        hint: str | None = None,
    ) -> None:
        where = Location(self.path, line)
        self.problems.append(Problem(where, message, f"bibliography.{rule}", field, hint))


@dataclass(frozen=True, slots=True)
class _Fault:
    message: str
    rule: str
    hint: str


_NO_COMMA = _Fault("no comma follows the value", "syntax", "each field but the last ends with one")
_NO_VALUE = _Fault("the value is missing", "syntax", "write it in braces, such as {...}")


def _evaluate(raw: str, strings: Mapping[str, str]) -> tuple[str, _Fault | None]:
    """Put a value's pieces, `{text} # name # "text"`, together."""
    text, position, fault = "", 0, None
    while True:
        piece = _PIECE.match(raw, position)
        if not piece:
            return text, _NO_VALUE
        if name := piece["name"]:
            position = piece.end()
            value = name if name.isdigit() else strings.get(name.lower())
            if value is None:
                hint = f"put the value in braces, or define it: @string{{{name} = {{...}}}}"
                fault = _Fault(f'no @string defines "{name}"', "abbreviation", hint)
            text += name if value is None else value
        else:
            end = _closing(raw, piece.start("open"))
            text += raw[piece.start("open") + 1 : end]
            position = end + 1
        rest = raw[position:].lstrip()
        if not rest:
            return text, fault
        if not rest.startswith("#"):
            return text, _NO_COMMA
        position = len(raw) - len(rest) + 1


def _closing(raw: str, start: int) -> int:
    """Return the index of the brace or quotation mark that closes the one at `start`."""
    depth, is_quoted = 0, raw[start] == '"'
    for match in re.finditer(r'(?<!\\)[{}]|"', raw[start:]):
        mark, index = match[0], start + match.start()
        depth += {"{": 1, "}": -1}.get(mark, 0)
        if depth == 0 and index > start and mark == ('"' if is_quoted else "}"):
            return index
    return len(raw)


def _open_line(raw: str) -> int:
    """Return the line, from 0, of the field whose brace stays open in an entry that never ends."""
    depth, last = 0, 0
    lines = raw.rstrip().split("\n")
    for number, line in enumerate(lines):
        if number and _LANDMARK.match(line):
            if depth != 1:
                return last
            last = number
        for brace in _BRACE.findall(line):
            depth += 1 if brace == "{" else -1
    return len(lines) - 1
