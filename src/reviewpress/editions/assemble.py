"""Make an edition of a rendered site: its data, what changed, the switcher, crate and checksums."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reviewpress import files
from reviewpress.editions import (
    archives,
    change_page,
    checksums,
    crate,
    environment,
    events,
    furniture,
    snapshot,
    tree,
)
from reviewpress.editions.compare import compare
from reviewpress.editions.events import Comparison
from reviewpress.editions.versions import Edition, Versions
from reviewpress.project import Project
from reviewpress.settings import EngineName


@dataclass(frozen=True, slots=True)
class Assembled:
    """A complete edition that is not published yet.

    Attributes:
        site: Its folder.
        edition: Its number.
        date: Its date.
        doi: Its DOI, or None.
        comparison: What changed since the edition before; None for the first.
        pages: Its pages, relative to `site`.
        checksums: Digest of its list of checksums.
    """

    site: Path
    edition: str
    date: str
    doi: str | None
    comparison: Comparison | None
    pages: tuple[str, ...]
    checksums: str

    def record(self, commit: str, archive: Path) -> Edition:
        """Return what the list of editions says of it."""
        return Edition(
            edition=self.edition,
            date=self.date,
            commit=commit,
            change=self.comparison.meaning if self.comparison else events.FIRST,
            conclusions_changed=bool(self.comparison and self.comparison.conclusions_changed),
            status="current",
            doi=self.doi,
            checksums=self.checksums,
            archive=f"{tree.ARCHIVES}/{archive.name}",
            archive_sha256=files.digest(archive),
            pages=self.pages,
        )


def assemble(
    project: Project, site: Path, *, publication: Path, known: Versions, engine: EngineName
) -> Assembled:
    """Complete the rendered site in `site` so that it can be published as an edition.

    Equal sources and equal editions before it give equal files, except for `build.json`, which
    says what it was built with.

    Args:
        project: The review that was built.
        site: Folder of its pages, which is changed.
        publication: Folder of the publication.
        known: Editions of the publication; only those before this one are looked at.
        engine: Engine that rendered it.

    Raises:
        DataError: The data of the edition before it cannot be read.
    """
    edition = project.settings.edition or ""
    own = snapshot.take(project, site)
    snapshot.write(site, own)
    before = known.before(edition)
    comparison = compare(snapshot.read(publication / before.edition), own) if before else None
    change_page.write(project, site, comparison)
    pages = furniture.add(site, edition)
    crate.write(project, site)
    environment.write(site, environment.describe(project, engine))
    return Assembled(
        site=site,
        edition=edition,
        date=own.date,
        doi=project.settings.doi,
        comparison=comparison,
        pages=pages,
        checksums=checksums.write(site),
    )


def archive(
    project: Project, assembled: Assembled, *, sources: Mapping[str, Path], scratch: Path
) -> Path:
    """Write the archive of an edition into the folder `scratch`.

    It holds the edition as it is published, its sources below `source/` and its executed
    notebooks below `executed/`.
    """
    name = re.sub(
        r"[^a-z0-9]+", "-", str(project.config.get("book", "title", default="review")).lower()
    )
    target = scratch / f"{name.strip('-') or 'review'}-{assembled.edition}.zip"
    archives.write(target, site=assembled.site, sources=sources, runs=project.runs_dir)
    return target
