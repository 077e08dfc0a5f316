"""The authors of a page as its title block names them: name, ORCID, affiliation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reviewpress.pandoc import matter

_ORCID = re.compile(r"(?:https?://orcid\.org/)?(?P<id>\d{4}-\d{4}-\d{4}-\d{3}[\dX])/?")


@dataclass(frozen=True, slots=True)
class Author:
    """An author of a page.

    Attributes:
        name: Name in reading order.
        orcid: Identifier such as `0000-0002-1825-0097`, or empty.
    """

    name: str
    orcid: str = ""


def read(written: Any) -> tuple[Author, ...]:
    """Read `author:`, which is a name, a mapping, or a list of either."""
    return tuple(
        Author(name, _orcid(person)) for person in _list(written) for name in matter.people(person)
    )


def affiliations(written: Any) -> tuple[str, ...]:
    """Return where the authors work, each once."""
    found: dict[str, None] = {}
    for person in _list(written):
        if not isinstance(person, Mapping):
            continue
        for one in _list(person.get("affiliation") or person.get("affiliations")):
            name = one.get("name", "") if isinstance(one, Mapping) else one
            if name:
                found.setdefault(str(name))
    return tuple(found)


def _orcid(person: Any) -> str:
    written = person.get("orcid") if isinstance(person, Mapping) else None
    match = _ORCID.fullmatch(str(written or "").strip())
    return match["id"] if match else ""


def _list(written: Any) -> list[Any]:
    return written if isinstance(written, list) else [written]
