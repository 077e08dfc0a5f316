"""The bibliography of a review: its entries, and whether they hold together."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from reviewpress import bibliography_rules, bibtex, passages
from reviewpress import people as names
from reviewpress.bibtex import Item
from reviewpress.configuration import Configuration
from reviewpress.errors import DataError, Location, RenderError, ReviewError
from reviewpress.pandoc import program
from reviewpress.people import Person
from reviewpress.problems import Problem
from reviewpress.project import Project
from reviewpress.source import read_text

RULES = {
    "bibliography.file": "the files of the bibliography can be read",
    "bibliography.syntax": "entries are written as BibTeX asks",
    "bibliography.abbreviation": "an abbreviation is defined by a @string",
    "bibliography.doubled-field": "a field stands once in an entry",
    "bibliography.doubled-key": "a key stands for one entry",
    "bibliography.doubled-doi": "a DOI stands for one entry",
    "bibliography.key": "a key can be cited",
    "bibliography.reserved-key": "a key is not taken for a cross-reference",
    "bibliography.type": "an entry is of a type that BibTeX or biblatex knows",
    "bibliography.missing-field": "an entry has the fields that its type needs",
    "bibliography.crossref": "the entry that another inherits from exists",
    "bibliography.doi": "a DOI has the form of one and nothing else",
    "bibliography.url": "an address begins with http, https or ftp",
    "bibliography.year": "a year has four digits, or says that there is none yet",
    "bibliography.name": "names are separated by `and`",
    "bibliography.latex": "LaTeX can be read, and no sign swallows the text after it",
}

_YEAR = re.compile(r"\d{4}")
_PLACE = re.compile(r"\(line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the bibliography.

    Attributes:
        key: The citation key.
        type: The entry type in lower case, such as `article`; empty for an entry that could not
            be read.
        fields: Text of each field in Unicode, LaTeX decoded, by field name in lower case.
        where: The line of its `@`.
        latex: The fields as they are written, where braces still hold names together.
    """

    key: str
    type: str
    fields: Mapping[str, str]
    where: Location
    latex: Mapping[str, str] = field(repr=False)

    @property
    def year(self) -> int | None:
        """The year of publication, from `date` or `year`; None where there is none."""
        found = _YEAR.search(self.fields.get("date") or self.fields.get("year", ""))
        return int(found[0]) if found else None


@dataclass(frozen=True, slots=True)
class Bibliography:
    """All entries of a review by key, in the order of the files."""

    entries: Mapping[str, Entry]

    def __contains__(self, key: str) -> bool:
        """Say whether there is an entry of that key."""
        return key in self.entries

    def __getitem__(self, key: str) -> Entry:
        """Return the entry of that key."""
        return self.entries[key]


def check(project: Project) -> tuple[Bibliography, list[Problem]]:
    """Read all BibTeX files of the project and report everything that is wrong with them.

    Returns:
        What could be read, also of faulty entries, so that a citation of one is not reported as
        unknown as well; and the problems in any order.
    """
    problems: list[Problem] = []
    entries: dict[str, Entry] = {}
    dois: dict[str, Entry] = {}
    for path, where in _files(project).items():
        try:
            text = _read(project, path)
        except ReviewError as error:
            # A file that is absent is a fault of the place that names it.
            place = error.where if error.where and error.where.line else where
            message = f'"{path}": {error.message}'
            problems.append(Problem(place, message, "bibliography.file", hint=error.hint))
            continue
        items, found = bibtex.parse(text, path)
        for item in items:
            found += bibliography_rules.check(item, items, path)
            entry = _entry(item, path)
            found += _doubled(entry, entries, dois, item=item)
        problems += found or _refused(text, path)
    return Bibliography(entries), problems


def people(entry: Entry) -> tuple[Person, ...]:
    """Return the authors of an entry, or its editors where it has no author."""
    return _people(entry)[0]


def short_label(entry: Entry) -> str:
    """Return a label for tables and plots, such as `Rose and Coles 2002` or `Rudd et al. 2004`."""
    listed, is_open = _people(entry)
    families = [person.family for person in listed]
    if not families:
        who = entry.fields.get("organization") or entry.fields.get("title") or entry.key
    elif is_open or len(families) > 2:  # noqa: PLR2004 - two names are written out
        who = f"{families[0]} et al."
    else:
        who = " and ".join(families)
    return f"{who} {entry.year or 'n.d.'}"


def _people(entry: Entry) -> tuple[tuple[Person, ...], bool]:
    latex = entry.latex.get("author") or entry.latex.get("editor", "")
    try:
        return names.parse(latex)
    except ValueError:
        # `check` reports the name; until it is mended the field's text serves as one.
        return (Person(bibtex.decode(latex)),), False


def _files(project: Project) -> dict[str, Location]:
    """Return each BibTeX file that the configuration or a chapter names, and where it is named."""
    found: dict[str, Location] = {}
    for one in passages.every_profile(project):
        for path, where in _named(one.config, ""):
            found.setdefault(path, where)
    for chapter in passages.sources(project):
        try:
            front = passages.front_matter(project, chapter)
        except ReviewError:
            # Which `citations` reports, since it reads all of the chapter.
            continue
        for path, where in _named(front, posixpath.dirname(chapter)):
            found.setdefault(path, where)
    return found


def _named(config: Configuration, folder: str) -> Iterator[tuple[str, Location]]:
    """Yield the files under `bibliography:`; one that begins with `/` is relative to the root."""
    value = config.get("bibliography") or []
    for index, name in enumerate(map(str, value if isinstance(value, list) else [value])):
        path = name.lstrip("/") if name.startswith("/") else posixpath.join(folder, name)
        yield posixpath.normpath(path), config.where("bibliography", index)


def _read(project: Project, path: str) -> str:
    if not path.endswith((".bib", ".bibtex")):
        hint = "convert it with: pandoc --from csljson --to biblatex"
        raise DataError("the file is not BibTeX", hint=hint)
    return read_text(project, path)


def _refused(text: str, path: str) -> Iterator[Problem]:
    """Ask pandoc, which prints the references, whether it can read a file in which we see no fault.

    It is stricter in a few points, such as entries in parentheses.
    """
    try:
        program.run_pandoc(["--from", "biblatex", "--to", "csljson"], text)
    except RenderError as error:
        said = error.hint or ""
        place = _PLACE.search(said)
        where = Location(path, int(place[1]) if place else 1)
        reason = said.partition("\n")[2].partition("\n")[0] or said
        message = f"pandoc cannot read the file: {reason}"
        hint = "entries and values stand in braces, and keys hold letters and digits"
        yield Problem(where, message, "bibliography.syntax", hint=hint)


def _entry(item: Item, path: str) -> Entry:
    latex = {name: value.latex for name, value in item.fields.items()}
    text = {name: bibliography_rules.text(name, value) for name, value in latex.items()}
    return Entry(item.key, item.type, text, Location(path, item.line), latex)


def _doubled(
    entry: Entry, entries: dict[str, Entry], dois: dict[str, Entry], *, item: Item
) -> Iterator[Problem]:
    """Take an entry in, and report a key or DOI that an earlier one has."""
    first = entries.setdefault(entry.key, entry)
    if first is not entry:
        hint = f"it stands at {first.where} already; give one of them another key"
        message = f'the key "{entry.key}" is doubled'
        yield Problem(entry.where, message, "bibliography.doubled-key", hint=hint)
    doi = bibliography_rules.bare_doi(entry.fields.get("doi", ""))
    other = dois.setdefault(doi, entry) if doi else entry
    if other is not entry and first is entry:
        where = Location(entry.where.path, item.fields["doi"].line)
        message = f'the DOI "{doi}" is doubled'
        hint = f'"{other.key}" at {other.where} has it too: are they the same work?'
        yield Problem(where, message, "bibliography.doubled-doi", "doi", hint)
