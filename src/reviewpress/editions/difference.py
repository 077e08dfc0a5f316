"""Compare any two editions of a publication, or one with the working copy."""

from __future__ import annotations

from pathlib import Path

from reviewpress.editions import change_page, git, publication, report, snapshot
from reviewpress.editions.compare import compare
from reviewpress.editions.events import Comparison
from reviewpress.editions.publication import Publication
from reviewpress.editions.snapshot import Snapshot
from reviewpress.errors import SettingsError
from reviewpress.project import Project
from reviewpress.publishing.citation import Citation


def difference(project: Project, before: str, after: str | None, *, to: Path | None) -> Comparison:
    """Return what changed from the edition `before` to the edition `after`.

    Args:
        project: The review, opened with its default profile.
        before: Number of an edition.
        after: Number of another one; None for the working copy as it was last run.
        to: Folder of the publication; None for the branch `gh-pages`.

    Raises:
        SettingsError: An edition is not published.
        DataError: An edition has no data that can be read.
    """
    repository = git.find_repository(project.root)
    opened = publication.open_publication(project, repository, to)
    old = _published(opened, before)
    new = _published(opened, after) if after else snapshot.take(project, project.output_dir)
    return compare(old, new)


def feed(project: Project, comparison: Comparison) -> str:
    """Write a comparison as an Atom feed that leads to the newer edition's page of changes."""
    citation = Citation.of(project)
    site_url = project.settings.site_url
    root = f"{site_url.rstrip('/')}/" if site_url else None
    page = f"{comparison.after}/{change_page.PAGE}"
    return report.atom(
        f"{citation.title}: {comparison.before} to {comparison.after}",
        report.entries(comparison, page),
        author=", ".join(citation.authors),
        date=comparison.date,
        site_url=root,
    )


def _published(opened: Publication, edition: str) -> Snapshot:
    if opened.known.find(edition) is None:
        known = ", ".join(one.edition for one in opened.known.editions) or "none"
        raise SettingsError(
            f"edition {edition} is not published", hint=f"published editions: {known}"
        )
    return snapshot.read(opened.folder / edition)
