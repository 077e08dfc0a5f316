"""What one entry of a bibliography must hold, by its type."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence

from reviewpress import bibtex, people
from reviewpress.bibtex import Item, Value
from reviewpress.errors import Location
from reviewpress.pandoc.categories import category_of
from reviewpress.problems import Problem

_WHO, _YEAR = "author|editor", "year|date"
_REQUIRED: Mapping[str, Sequence[str]] = {
    "article": (_WHO, "title", "journal|journaltitle", _YEAR),
    "book": (_WHO, "title", "publisher", _YEAR),
    "booklet": ("title", _YEAR),
    "collection": (_WHO, "title", _YEAR),
    "dataset": ("author|editor|organization", "title", _YEAR),
    "inbook": (_WHO, "title", "booktitle|chapter|pages", _YEAR),
    "incollection": ("author", "title", "booktitle", _YEAR),
    "inproceedings": ("author", "title", "booktitle|eventtitle", _YEAR),
    "manual": ("title", _YEAR),
    "misc": ("title",),
    "online": ("title", "url|doi|eprint"),
    "proceedings": ("title", _YEAR),
    "report": (_WHO, "title", "institution", _YEAR),
    "software": ("author|editor|organization", "title"),
    "techreport": (_WHO, "title", "institution", _YEAR),
    "thesis": ("author", "title", "school|institution", _YEAR),
    "unpublished": (_WHO, "title"),
}
_ALIASES = {
    "conference": "inproceedings",
    "electronic": "online",
    "mastersthesis": "thesis",
    "phdthesis": "thesis",
    "www": "online",
}
# Types of biblatex of which we ask no more than a title.
_OTHER_TYPES = frozenset(
    """
    artwork audio bookinbook image inreference jurisdiction legal legislation letter movie music
    mvbook mvcollection mvproceedings mvreference patent performance periodical reference review
    standard suppbook suppcollection suppperiodical video
    """.split()  # noqa: SIM905 - a list would take a line a word
)
_NAMES = ("author", "editor", "translator")
# pandoc takes these as they stand, without reading LaTeX.
_VERBATIM = frozenset({"doi", "eprint", "file", "isbn", "issn", "pmid", "url"})
# Fields for the author's own use, which no style prints.
_UNPRINTED = frozenset({"abstract", "annotation", "annote", "comment", "groups", "keywords"})
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\\{}]*[^\s\\{}.,;]")
_DOI_PREFIX = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)\s*", re.IGNORECASE)
_KEY = re.compile(r"\w+(?:[:.$&\-+?/]\w+)*")
_YEAR_WORDS = frozenset({"forthcoming", "in press", "n.d.", "no date", "submitted"})
_LOST = re.compile(r"(?<!\\)[%#]")
_DOLLAR = re.compile(r"(?<!\\)\$")


def check(item: Item, siblings: Sequence[Item], path: str) -> Iterator[Problem]:
    """Report what is wrong with one entry.

    Args:
        item: The entry.
        siblings: All entries of its file, among which a `crossref` is looked up.
        path: The file, as problems name it.
    """
    yield from _key(item, path)
    for name, value in item.fields.items():
        where = Location(path, value.line)
        for rule, message, hint in _field(name, value.latex):
            yield Problem(where, message, f"bibliography.{rule}", name, hint)
    if item.is_whole:
        yield from _whole(item, siblings, path)


def text(name: str, latex: str) -> str:
    """Return a field's value in Unicode."""
    if name in _VERBATIM:
        return re.sub(r"\\([_%&#~{}])", r"\1", latex).strip()
    try:
        return bibtex.decode(latex)
    except ValueError:
        return latex


def bare_doi(doi: str) -> str:
    """Return a DOI in lower case without the address of a resolver, so that equal ones match."""
    return _DOI_PREFIX.sub("", doi.strip()).lower()


def _key(item: Item, path: str) -> Iterator[Problem]:
    where = Location(path, item.line)
    if category_of(item.key):
        prefix = item.key.split("-", 1)[0]
        message = (
            f'"@{item.key}" would be read as a cross-reference, for it begins with "{prefix}-"'
        )
        yield Problem(where, message, "bibliography.reserved-key", hint="give it another key")
    elif not _KEY.fullmatch(item.key):
        message = f'"{item.key}" cannot be cited as a key'
        hint = "use letters and digits, and single signs such as - or : between them"
        yield Problem(where, message, "bibliography.key", hint=hint)


def _whole(item: Item, siblings: Sequence[Item], path: str) -> Iterator[Problem]:
    where = Location(path, item.line)
    kind = _ALIASES.get(item.type, item.type)
    if kind not in _REQUIRED and kind not in _OTHER_TYPES:
        near = difflib.get_close_matches(kind, [*_REQUIRED, *_ALIASES, *_OTHER_TYPES], n=1)
        hint = f"did you mean @{near[0]}?" if near else "use @misc where nothing else fits"
        message = f'"@{item.type}" is not an entry type'
        yield Problem(where, message, "bibliography.type", hint=hint)
        return
    parent = item.fields.get("crossref")
    inherited = {one.key: one.fields for one in siblings}.get(parent.latex if parent else "")
    if parent and inherited is None:
        message = f'there is no entry "{parent.latex}" in this file'
        place = Location(path, parent.line)
        yield Problem(place, message, "bibliography.crossref", "crossref")
        return
    present = _present(item.fields, inherited or {})
    for names in _REQUIRED.get(kind, ("title",)):
        options = names.split("|")
        if not present.intersection(options):
            other = f" (or {' or '.join(options[1:])})" if options[1:] else ""
            message = f'@{item.type} "{item.key}" has no {options[0]}{other}'
            hint = f"add a line such as: {options[0]} = {{...}},"
            rule = "bibliography.missing-field"
            yield Problem(where, message, rule, options[0], hint)


def _present(own: Mapping[str, Value], inherited: Mapping[str, Value]) -> set[str]:
    """Return the names of the fields that hold something; a parent's title is a booktitle."""
    from_parent = {name for name, value in inherited.items() if value.latex.strip()}
    if "title" in from_parent:
        from_parent = from_parent - {"title"} | {"booktitle"}
    return from_parent | {name for name, value in own.items() if value.latex.strip("{} \n\t")}


def _field(name: str, latex: str) -> Iterator[tuple[str, str, str | None]]:
    """Yield rule, message and hint for what is wrong with one value."""
    if name == "doi":
        yield from _doi(latex)
    elif name == "url":
        if not re.fullmatch(r"(?:https?|ftp)://[^\s\\]+", latex.strip()):
            hint = "write it in full, from http:// or https:// on, without backslashes"
            yield "url", f'"{latex.strip()}" is not a web address', hint
    elif name in ("year", "date"):
        value = text(name, latex)
        if value and value.lower() not in _YEAR_WORDS and not re.match(r"~?\d{4}(?!\d)", value):
            yield "year", f'"{value}" does not begin with a year', "write four digits, such as 2021"
    elif name not in _VERBATIM | _UNPRINTED:
        yield from _latex(latex)
        if name in _NAMES:
            yield from _name(latex)


def _doi(latex: str) -> Iterator[tuple[str, str, str | None]]:
    value = latex.strip()
    if not value or _DOI.fullmatch(value):
        return
    bare = _DOI_PREFIX.sub("", text("doi", value)).rstrip(".,; ")
    hint = f"write it as {bare}" if _DOI.fullmatch(bare) else "a DOI looks like 10.1002/rev3.3248"
    yield "doi", f'"{value}" is not a DOI', hint


def _latex(latex: str) -> Iterator[tuple[str, str, str | None]]:
    """Report characters at which the rest of a value, or all of it, would be lost in print."""
    if sign := _LOST.search(bibtex.ADDRESS.sub("", latex)):
        yield "latex", f'"{sign[0]}" stands without a backslash', f"write \\{sign[0]}"
    if len(_DOLLAR.findall(latex)) % 2:
        yield "latex", '"$" opens mathematics that never ends', r"write \$ for the sign"
    try:
        bibtex.decode(latex)
    except ValueError as error:
        yield "latex", f'"{latex}": {error}', "write it with Unicode characters"


def _name(latex: str) -> Iterator[tuple[str, str, str | None]]:
    try:
        people.parse(latex)
    except ValueError as error:
        hint = 'write "Family, Given and Family, Given"; put an organisation in braces'
        yield "name", str(error), hint
