"""Publish an edition: refuse what must not be published, build it, put it in place, tag it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reviewpress import build, checks
from reviewpress.editions import archives, assemble, events, git, publication, tree, versions
from reviewpress.editions.git import Repository
from reviewpress.editions.publication import Publication
from reviewpress.editions.versions import Edition
from reviewpress.errors import RenderError, SettingsError
from reviewpress.project import Project, open_project
from reviewpress.publishing.citation import Citation
from reviewpress.settings import EngineName

StageHandler = Callable[[str], None]
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Released:
    """A published edition.

    Attributes:
        edition: As it stands in the list of editions.
        place: Where it stands: a folder, or a branch.
        was_built: False where a release that was interrupted needed its tag only.
    """

    edition: Edition
    place: str
    was_built: bool

    @property
    def meaning(self) -> str:
        """What it did to the edition before it, as readers see it."""
        return events.label(self.edition.change)


@dataclass(frozen=True, slots=True)
class Work:
    """How to build, and whom to tell.

    Attributes:
        engine: Engine that the command line names, or None.
        jobs: How many notebooks run side by side.
        on_event: Told of each step of each run.
        on_stage: Told in a few words what is being done.
    """

    engine: EngineName | None
    jobs: int
    on_event: build.EventHandler | None = None
    on_stage: StageHandler = lambda _stage: None


def release(project: Project, edition: str, *, to: Path | None, work: Work) -> Released:
    """Publish `edition` from the commit that is checked out.

    Nothing that readers see changes before the edition is complete; then it changes in one step.
    After an interruption the command can be given again: it starts anew, or, where only the tag
    is missing, sets it.

    Args:
        project: The review, opened with its default profile.
        edition: Number of the edition, which the settings must name too.
        to: Folder of the publication; None for the branch `gh-pages`.
        work: How to build.

    Raises:
        SettingsError: The edition, the engine or the state of the work tree is refused.
        ContentError: A check found an error.
        DataError: A published edition was changed.
        ReviewError: Building failed; nothing was published.
    """
    repository = git.find_repository(project.root)
    engine = _engine(project, work)
    _refuse_edition(project, edition)
    opened = publication.open_publication(project, repository, to)
    place = opened.branch or str(opened.folder)
    if published := opened.known.find(edition):
        return Released(_finish(repository, published), place, was_built=False)
    commit = _refuse_state(repository, opened, edition)
    checks.require(project)
    work.on_stage("comparing published editions with their checksums")
    tree.assert_untouched(opened.folder, opened.known)
    scratch = project.build_dir / "release"
    own = export(repository, commit, scratch / "source")
    built = build.build(
        own, engine=engine, jobs=work.jobs, on_event=work.on_event, on_stage=work.on_stage
    )
    work.on_stage(f"assembling edition {edition}")
    assembled = assemble.assemble(
        own, built.site, publication=opened.folder, known=opened.known, engine=engine
    )
    sources = archives.committed(own, repository, commit)
    archive = assemble.archive(own, assembled, sources=sources, scratch=scratch)
    record = assembled.record(commit, archive)
    work.on_stage(f"publishing to {place}")
    publication.change(
        opened,
        repository,
        lambda folder: tree.add_edition(
            folder,
            record,
            site=built.site,
            archive=archive,
            title=Citation.of(own).title,
            site_url=own.settings.site_url,
        ),
        message=f"Edition {edition}",
    )
    published = _finish(repository, record, is_new=True)
    shutil.rmtree(scratch, ignore_errors=True)
    return Released(published, place, was_built=True)


def export(repository: Repository, commit: str, folder: Path) -> Project:
    """Write a commit's review into `folder`, without anything that is not committed; open it."""
    git.export(repository, commit, folder, below=repository.prefix)
    return open_project(folder)


def _engine(project: Project, work: Work) -> EngineName:
    engine = work.engine or project.settings.engine
    if engine == "auto":
        raise SettingsError(
            "an edition names the engine that renders it",
            hint="set `engine: pandoc` or `engine: quarto` under review:, or give --engine",
            where=project.config.where("review", "engine"),
        )
    return engine


def _refuse_edition(project: Project, edition: str) -> None:
    versions.number(edition)
    settings = project.settings
    if settings.edition != edition:
        said = settings.edition or "none"
        raise SettingsError(
            f"the settings name edition {said}, not {edition}",
            hint=f'set `edition: "{edition}"` and the date under review:, and commit',
            where=project.config.where("review", "edition"),
        )
    if settings.date is None:
        raise SettingsError(
            "the edition has no date",
            hint="set `date:` under review:, and commit",
            where=project.config.where("review"),
        )


def _refuse_state(repository: Repository, opened: Publication, edition: str) -> str:
    """Return the commit to release, unless something speaks against it."""
    if dirty := git.uncommitted(repository):
        shown = "\n".join(f"  {name}" for name in dirty[:_SHOWN])
        more = f"\n  and {len(dirty) - _SHOWN} more" if len(dirty) > _SHOWN else ""
        raise SettingsError(
            f"not all changes are committed\n{shown}{more}",
            hint="an edition is made from a commit: commit them, or put them away",
        )
    newest = opened.known.latest
    if newest and versions.number(edition) <= versions.number(newest.edition):
        raise SettingsError(
            f"edition {edition} is not newer than {newest.edition}, which is published",
            hint="give the edition a higher number",
        )
    commit = git.head(repository)
    tagged = git.resolve(repository, f"refs/tags/{edition}")
    if tagged and tagged != commit:
        raise SettingsError(
            f"the tag {edition} is on another commit, {tagged[:12]}",
            hint=f"check that commit out, or delete the tag: git tag --delete {edition}",
        )
    return commit


def _finish(repository: Repository, published: Edition, *, is_new: bool = False) -> Edition:
    """Set the tag of a published edition; refuse one that has it, as it is complete."""
    tagged = git.resolve(repository, f"refs/tags/{published.edition}")
    if tagged and not is_new:
        raise SettingsError(
            f"edition {published.edition} is published already",
            hint="a published edition is never changed; give the new one a higher number",
        )
    name = published.edition
    try:
        git.make_tag(repository, name, published.commit, f"Edition {name}")
    except RenderError as error:
        raise RenderError(
            f"edition {name} is published, but commit {published.commit[:12]} could not be tagged",
            hint=f"{error.hint or error.message}\nthen give the same command again",
        ) from error
    return published
