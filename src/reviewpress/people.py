"""Names of authors and editors, as BibTeX writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bibtexparser.middlewares.names import (
    InvalidNameError,
    NameParts,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)

from reviewpress.bibtex import decode

_GROUP = re.compile(r"\{[^{}]*\}")
_SUFFIX = re.compile(r"(?:jr|sr|snr|jnr|[ivx]+|\d(?:st|nd|rd|th))\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Person:
    """A person, or an organisation, which has a family name only."""

    family: str
    given: str = ""
    suffix: str = ""

    def __str__(self) -> str:
        """Write the name in reading order."""
        return " ".join(part for part in (self.given, self.family, self.suffix) if part)


def parse(latex: str) -> tuple[tuple[Person, ...], bool]:
    """Read the value of an `author` or `editor` field.

    Returns:
        The people in their order, and whether the list ends with `and others`.

    Raises:
        ValueError: A name cannot be read; the message names it.
    """
    names = split_multiple_persons_names(latex)
    is_open = bool(names) and names[-1].lower() == "others"
    return tuple(_person(name) for name in (names[:-1] if is_open else names)), is_open


def _person(name: str) -> Person:
    outside = _remove_groups(name)
    if re.search(r";|\\?&", outside):
        raise ValueError(f'"{decode(name)}" holds a `;` or `&`; names are separated with " and "')
    if re.search(r"(?:^|\s)and(?:\s|$)", outside):
        raise ValueError(f'"{decode(name)}" has an "and" with no name beside it')
    try:
        parts = parse_single_name_into_parts(name)
    except InvalidNameError as error:
        reason = error.reason[0].lower() + error.reason[1:]
        raise ValueError(f'"{decode(name)}" is not one name: {reason}') from error
    suffix = _join(parts.jr)
    if suffix and not _SUFFIX.fullmatch(suffix):
        message = f'"{decode(name)}" is not one name: "{suffix}" stands where a Jr. would'
        raise ValueError(message)
    return _written(parts, suffix)


def _written(parts: NameParts, suffix: str) -> Person:
    return Person(_join([*parts.von, *parts.last]), _join(parts.first), suffix)


def _join(words: list[str]) -> str:
    return decode(" ".join(words))


def _remove_groups(name: str) -> str:
    """Blank what stands in braces, from the inside out."""
    outside = name
    while (shorter := _GROUP.sub("", outside)) != outside:
        outside = shorter
    return outside
