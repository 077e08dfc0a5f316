"""The places of a book that a table may lead to: its sections, tables and figures.

Only ids that stand in the text are known: `{#sec-x}` after a heading, `{#tbl-x}`, or the label of
an embedded cell. The checklists of a review name such places, and a name of none is a problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reviewpress import passages, source
from reviewpress.frames import Tables
from reviewpress.pandoc.categories import CATEGORIES
from reviewpress.problems import Problem
from reviewpress.project import Project
from reviewpress.schemas import Checklist
from reviewpress.suggestions import did_you_mean

RULES = {"checklists.place": "what a checklist says is reported leads to a place of the book"}

_PLACE = re.compile(
    r"""
    ^\#{1,6}[ \t]+(?P<title>[^\n]*?)[ \t]*(?:\{(?P<own>[^{}\n]*)\}[ \t]*)?$
    | \{\{<\s+embed\s+[^\s\#]+\#(?P<embedded>[\w-]+)
    | \{[^{}\n]*?\#(?P<other>[A-Za-z][\w-]*)
    """,
    re.VERBOSE | re.MULTILINE,
)
_ID = re.compile(r"#(?P<id>[A-Za-z][\w-]*)")
_MARKUP = re.compile(r"\[(?P<text>[^\]]*)\](?:\([^)]*\))?(?:\{[^}]*\})?|[*`]")
_REPORTED = frozenset({"reported", "partly"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands.

    Attributes:
        page: Source of the chapter from the root, such as `/chapters/methods.qmd`.
        anchor: Its id.
        section: Title of the section that it is, or stands in, as plain text.
    """

    page: str
    anchor: str
    section: str

    @property
    def target(self) -> str:
        """The address, for a link."""
        return f"{self.page}#{self.anchor}"

    @property
    def words(self) -> str:
        """What a reader finds there: a section by its title, anything else by where it is."""
        prefix = self.anchor.partition("-")[0]
        if prefix == "sec":
            return self.section
        kind = CATEGORIES[prefix].name if prefix in CATEGORIES else "Text"
        return f"{kind} in “{self.section}”"


def find(project: Project) -> dict[str, Place]:
    """Find all places of all documents of the project, by id; of two the first stands.

    Args:
        project: The review, opened with any profile.

    Raises:
        SettingsError: A listed chapter does not exist.
        DataError: A chapter cannot be read.
    """
    found: dict[str, Place] = {}
    for path in passages.sources(project):
        if not path.endswith(".ipynb"):
            for place in _places(project, path):
                found.setdefault(place.anchor, place)
    return found


def _places(project: Project, path: str) -> Iterator[Place]:
    text = source.read(project, path).text
    mask = source.code_mask(text)
    section = path
    for match in _PLACE.finditer(text):
        if mask[match.start()]:
            continue
        if match["title"]:
            section = _MARKUP.sub(lambda part: part["text"] or "", match["title"])
            own = _ID.search(match["own"] or "")
            anchor = own["id"] if own else None
        else:
            anchor = match["embedded"] or match["other"]
        if anchor:
            yield Place(f"/{path}", anchor, section)


def check(project: Project, tables: Tables | None) -> list[Problem]:
    """Report each item of a checklist that leads to no place of the book.

    Args:
        project: The review, opened with any profile.
        tables: Its tables; with None, or without a checklist, nothing is reported.
    """
    models: Mapping[str, type] = tables.models if tables else {}
    names = sorted(name for name, model in models.items() if issubclass(model, Checklist))
    if tables is None or not names:
        return []
    known = find(project)
    return [problem for name in names for problem in _missing(name, tables, known)]


def _missing(name: str, tables: Tables, known: Mapping[str, Place]) -> Iterator[Problem]:
    rows = zip(tables[name]["item"], tables[name]["status"], tables[name]["where"], strict=True)
    for row, (item, status, anchor) in enumerate(rows):
        is_blank = not isinstance(anchor, str)
        if is_blank and status not in _REPORTED:
            continue
        if not is_blank and anchor in known:
            continue
        message = (
            f"item {item} is {status}, but no place is named"
            if is_blank
            else f'there is no place "{anchor}" in the chapters'
        )
        hint = None if is_blank else did_you_mean(anchor, known)
        yield Problem(
            tables.where(name, row, "where"),
            message,
            rule="checklists.place",
            field="where",
            hint=hint or "give the heading or the cell that id, such as {#sec-methods}",
        )
