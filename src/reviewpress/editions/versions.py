"""The list of published editions: `versions.json` at the root of a publication.

Pages of old editions read it when they are viewed and are never written anew, so its form may
grow but what stands in it keeps its meaning. A form that old pages could not read would have
another `schema_version` and another file name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from reviewpress.errors import DataError, Location, SettingsError
from reviewpress.files import write_json

NAME = "versions.json"
SCHEMA_VERSION = 1
_NUMBER = re.compile(r"(\d{4})\.(\d{1,2})(?:\.(\d{1,3}))?")


@dataclass(frozen=True, slots=True)
class Edition:
    """A published edition.

    Attributes:
        edition: Its number, such as `2026.1`, which is also its folder and its tag.
        date: Its date, such as `2026-03-31`.
        commit: Commit that it was built from.
        change: What it did to the edition before it, in the words of `reviewpress.editions.events`;
            `first` for the first one.
        conclusions_changed: Whether its conclusions are others than those of the edition before.
        status: `current`, or `superseded` by a newer one.
        doi: Its DOI, or None.
        checksums: Digest of its list of checksums.
        archive: Its archive, relative to the publication, or None.
        archive_sha256: Digest of the archive, or None.
        pages: Its pages, relative to its folder.
    """

    edition: str
    date: str
    commit: str
    change: str
    conclusions_changed: bool
    status: str
    doi: str | None
    checksums: str
    archive: str | None
    archive_sha256: str | None
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Versions:
    """All published editions, the newest first."""

    title: str
    editions: tuple[Edition, ...] = ()

    def find(self, edition: str) -> Edition | None:
        """Return the edition of that number, or None."""
        return next((one for one in self.editions if one.edition == edition), None)

    @property
    def latest(self) -> Edition | None:
        """The newest edition, or None before the first."""
        return self.editions[0] if self.editions else None

    def before(self, edition: str) -> Edition | None:
        """Return the newest edition that is older than `edition`, published or not."""
        older = [one for one in self.editions if number(one.edition) < number(edition)]
        return older[0] if older else None

    def add(self, edition: Edition) -> Versions:
        """Return the list with a new current edition; all others are superseded by it."""
        old = (replace(one, status="superseded") for one in self.editions)
        return replace(self, editions=(replace(edition, status="current"), *old))


def number(edition: str) -> tuple[int, ...]:
    """Read the number of an edition, so that 2026.10 comes after 2026.9.

    Raises:
        SettingsError: It is not year and number.
    """
    match = _NUMBER.fullmatch(edition)
    if match is None:
        raise SettingsError(
            f"`{edition}` is no number of an edition",
            hint="write year and number, such as 2026.1; 2026.1.1 for a small correction",
        )
    return tuple(int(part or 0) for part in match.groups())


def read(publication: Path) -> Versions:
    """Read the list of a publication; one that does not exist yet has no editions.

    Raises:
        DataError: The file is damaged, or was written by a later reviewpress.
    """
    path = publication / NAME
    if not path.is_file():
        return Versions("")
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["schema_version"] != SCHEMA_VERSION:
            raise DataError(
                f"{NAME} has the form {content['schema_version']}, which is not known here",
                hint="publish with the reviewpress that wrote it, or a later one",
                where=Location(NAME),
            )
        return Versions(content["title"], tuple(_edition(one) for one in content["editions"]))
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"{NAME} cannot be read: {error!r}",
            hint="restore it from a copy of the publication",
            where=Location(NAME),
        ) from error


def write(publication: Path, versions: Versions) -> None:
    """Write the list of a publication."""
    latest = versions.latest
    content = {
        "schema_version": SCHEMA_VERSION,
        "title": versions.title,
        "latest": latest.edition if latest else None,
        "editions": [{**asdict(one), "path": f"{one.edition}/"} for one in versions.editions],
    }
    write_json(publication / NAME, content)


def _edition(content: Mapping[str, Any]) -> Edition:
    known = {name: content[name] for name in Edition.__dataclass_fields__}
    return Edition(**{**known, "pages": tuple(content["pages"])})
