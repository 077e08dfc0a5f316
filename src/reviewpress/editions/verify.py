"""Show that a published edition is what its sources make: rebuild it and compare every file."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reviewpress import build, files
from reviewpress.editions import assemble, checksums, environment, git, publication
from reviewpress.editions.checksums import Difference
from reviewpress.editions.git import Repository
from reviewpress.editions.publication import Publication
from reviewpress.editions.release import Work, export
from reviewpress.editions.versions import Edition
from reviewpress.errors import ReviewError, SettingsError
from reviewpress.project import Project
from reviewpress.settings import EngineName


@dataclass(frozen=True, slots=True)
class Fault:
    """Something of an edition that does not agree.

    Attributes:
        kind: `published` where a published file is not what was published; `tag` where the tag
            is on another commit; `rebuilt` where the sources make another file; `unbuilt` where
            they make nothing.
        path: File of the publication, or the tag.
        text: What is wrong, in a few words.
    """

    kind: Literal["published", "tag", "rebuilt", "unbuilt"]
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found about an edition.

    Attributes:
        edition: Its number.
        files: How many files were compared.
        faults: What does not agree; none where the edition was reproduced byte for byte.
        environment: How this environment differs from the one that built it, a line each.
    """

    edition: str
    files: int
    faults: tuple[Fault, ...]
    environment: tuple[str, ...]

    @property
    def explanation(self) -> str:
        """Say whether content or environment is behind the faults."""
        kinds = {fault.kind for fault in self.faults}
        if not kinds:
            return "every file was reproduced"
        if kinds & {"published", "tag"}:
            return "the content was changed after it was published"
        if self.environment:
            return "the sources are those of the edition, the environment is another one"
        return "the sources make something else in the same environment"


def verify(project: Project, edition: str | None, *, to: Path | None, work: Work) -> Verified:
    """Rebuild an edition from its tag and compare it with what is published.

    Args:
        project: The review, opened with its default profile.
        edition: Number of the edition; None for the newest.
        to: Folder of the publication; None for the branch `gh-pages`.
        work: How to build.

    Raises:
        SettingsError: The edition is not published or not tagged.
    """
    repository = git.find_repository(project.root)
    opened = publication.open_publication(project, repository, to)
    record = _find(opened, edition)
    commit = git.resolve(repository, f"refs/tags/{record.edition}")
    if commit is None:
        raise SettingsError(
            f"there is no tag {record.edition} here", hint="get it with: git fetch --tags"
        )
    work.on_stage(f"comparing edition {record.edition} with its checksums")
    changed = _published(opened, record)
    faults = [*changed, *_tag(record, commit)]
    built_with = environment.read(opened.folder / record.edition)
    engine = _engine(built_with, work)
    here = environment.describe(project, engine)
    try:
        # Where published files were changed, what the sources make explains nothing.
        if not changed:
            what = (opened, record, commit)
            faults += _rebuild(project, repository, what, engine=engine, work=work)
    except ReviewError as error:
        faults.append(Fault("unbuilt", record.edition, f"could not be rebuilt: {error}"))
    return Verified(
        edition=record.edition,
        files=len(checksums.read(opened.folder / record.edition)),
        faults=tuple(faults),
        environment=tuple(environment.differences(built_with, here)),
    )


def _find(opened: Publication, edition: str | None) -> Edition:
    record = opened.known.find(edition) if edition else opened.known.latest
    if record is None:
        known = ", ".join(one.edition for one in opened.known.editions) or "none"
        raise SettingsError(
            f"edition {edition} is not published" if edition else "no edition is published",
            hint=f"published editions: {known}; name the publication with --to DIR",
        )
    return record


def _engine(built_with: dict[str, str], work: Work) -> EngineName:
    if work.engine:
        return work.engine
    return "quarto" if built_with.get("engine", "").startswith("quarto") else "pandoc"


def _published(opened: Publication, record: Edition) -> list[Fault]:
    folder = opened.folder / record.edition
    faults = [
        Fault("published", f"{record.edition}/{found.path}", f"{_word(found)} since publication")
        for found in checksums.check(folder, record.checksums)
    ]
    if record.archive:
        path = opened.folder / record.archive
        if not path.is_file():
            faults.append(Fault("published", record.archive, "missing since publication"))
        elif files.digest(path) != record.archive_sha256:
            faults.append(Fault("published", record.archive, "changed since publication"))
    return faults


def _tag(record: Edition, commit: str) -> list[Fault]:
    if commit == record.commit:
        return []
    said = f"is on {commit[:12]}, the edition was built from {record.commit[:12]}"
    return [Fault("tag", f"tag {record.edition}", said)]


def _rebuild(
    project: Project,
    repository: Repository,
    what: tuple[Publication, Edition, str],
    *,
    engine: EngineName,
    work: Work,
) -> list[Fault]:
    """Build the edition anew and compare it with the list of checksums that was published."""
    opened, record, commit = what
    scratch = project.build_dir / "verify"
    shutil.rmtree(scratch, ignore_errors=True)
    own = export(repository, commit, scratch / "source")
    built = build.build(
        own, engine=engine, jobs=work.jobs, on_event=work.on_event, on_stage=work.on_stage
    )
    assemble.assemble(own, built.site, publication=opened.folder, known=opened.known, engine=engine)
    listed = checksums.read(opened.folder / record.edition)
    found = checksums.take(built.site)
    faults = [
        Fault("rebuilt", f"{record.edition}/{one.path}", f"{_word(one)} when it is rebuilt")
        for one in checksums.compare(
            {path: value for path, value in listed.items() if path != environment.NAME},
            {path: value for path, value in found.items() if path != environment.NAME},
        )
    ]
    if not faults:
        shutil.rmtree(scratch)
    return faults


def _word(difference: Difference) -> str:
    return {"changed": "differs", "missing": "is missing", "added": "is added"}[difference.kind]
