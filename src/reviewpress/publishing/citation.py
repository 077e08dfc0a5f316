"""How to cite a review: its authors, title, edition and address, as text, BibTeX and RIS."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from reviewpress.project import Project


@dataclass(frozen=True, slots=True)
class Citation:
    """What identifies an edition of a review.

    Attributes:
        authors: Names in the order of the configuration, as written there.
        title: Title, with the subtitle after a colon.
        edition: Number of the edition, or None.
        year: Year of the edition, or an empty text.
        date: Date of the edition as `2026-03-01`, or an empty text.
        day: The same in words.
        url: Address of the edition, with a slash at its end, or None.
        doi: Its DOI, such as `10.5281/zenodo.123`, or None.
    """

    authors: tuple[str, ...]
    title: str
    edition: str | None
    year: str
    date: str
    day: str
    url: str | None
    doi: str | None = None

    @classmethod
    def of(cls, project: Project) -> Self:
        """Read the citation from the configuration of a review."""
        config, settings = project.config, project.settings
        title = str(config.get("book", "title", default=config.get("title", default="")))
        subtitle = config.get("book", "subtitle", default=config.get("subtitle"))
        date = settings.date
        return cls(
            authors=_names(config.get("book", "author", default=config.get("author"))),
            title=f"{title}: {subtitle}" if subtitle else title,
            edition=settings.edition,
            year=str(date.year) if date else "",
            date=date.isoformat() if date else "",
            day=f"{date.day} {calendar.month_name[date.month]} {date.year}" if date else "",
            url=settings.edition_url,
            doi=settings.doi,
        )

    @property
    def address(self) -> str:
        """Where a reader finds the edition: its DOI as an address, else its page, else nothing."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url or ""

    def bibtex(self) -> str:
        """Write a BibTeX entry.

        A name that begins with "The" is an organisation's: braces keep BibTeX from taking its
        last word for a family name.
        """
        names = (f"{{{name}}}" if name.startswith("The ") else name for name in self.authors)
        fields = {
            "author": " and ".join(names),
            "title": f"{{{self.title}}}",
            "year": self.year,
            "edition": self.edition or "",
            "doi": self.doi or "",
            "url": self.url or "",
        }
        rows = [f"  {key} = {{{value}}}" for key, value in fields.items() if value.strip("{}")]
        return ",\n".join([f"@book{{{self._key()}", *rows]) + "\n}"

    def apa(self) -> str:
        """Write the citation as plain text in the manner of the APA."""
        names = [_inverted(name) for name in self.authors]
        listed = f"{', '.join(names[:-1])}, & {names[-1]}" if len(names) > 1 else "".join(names)
        # A list of names that ends with initials has its full stop already.
        head = listed if listed.endswith(".") or not listed else f"{listed}."
        year = f"({self.year})." if self.year else ""
        edition = f" (Edition {self.edition})" if self.edition else ""
        parts = (head, year, f"{self.title}{edition}.", self.address)
        return " ".join(part for part in parts if part)

    def ris(self) -> str:
        """Write the citation in the form that reference managers exchange."""
        rows = [("TY", "BOOK"), *(("AU", _inverted(name, short=False)) for name in self.authors)]
        rows += [("TI", self.title), ("PY", self.year), ("DA", self.date.replace("-", "/"))]
        rows += [("ET", self.edition or ""), ("DO", self.doi or ""), ("UR", self.url or "")]
        lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in rows if value]
        return "\n".join([*lines, "ER  - "])

    def _key(self) -> str:
        words = re.findall(r"[a-z]+", self.title.lower())
        return "".join([*words[:2], self.year]) or "review"


def _names(value: Any) -> tuple[str, ...]:
    """Read `author:`, which Quarto allows as a text, a mapping with `name`, or a list of those."""
    if value is None:
        return ()
    if isinstance(value, list):
        return tuple(name for item in value for name in _names(item))
    if not isinstance(value, Mapping):
        return (str(value),)
    name = value.get("name", value)
    if not isinstance(name, Mapping):
        return (str(name),)
    if literal := name.get("literal"):
        return (str(literal),)
    given, family = name.get("given", ""), name.get("family", "")
    return tuple(part for part in (f"{given} {family}".strip(),) if part)


def _inverted(name: str, *, short: bool = True) -> str:
    """Write a name with the family name first; an organisation's as it is.

    Args:
        name: `Ann B. Alpha`, or the name of an organisation, which begins with "The" or is one
            word.
        short: Give initials for the given names.
    """
    given, _, family = name.rpartition(" ")
    if not given or name.startswith("The "):
        return name
    words = given.split()
    shown = " ".join(f"{word[0]}." for word in words) if short else given
    return f"{family}, {shown}"
