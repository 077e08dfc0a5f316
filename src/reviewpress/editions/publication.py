"""Where editions are published: a folder, or a branch of the review's own repository."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reviewpress.editions import git, tree, versions
from reviewpress.editions.git import Repository
from reviewpress.editions.versions import Versions
from reviewpress.errors import SettingsError
from reviewpress.project import Project

BRANCH = "gh-pages"
# What may stand in a folder before the first edition.
_WELCOME = frozenset(("CNAME", "README.md", "LICENSE", "robots.txt"))


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication that can be read and changed.

    Attributes:
        folder: Its files. For a branch, a copy of them that is made anew each time.
        branch: Branch that holds it, or None for a folder of its own.
        known: Its editions when it was opened.
    """

    folder: Path
    branch: str | None
    known: Versions


def open_publication(project: Project, repository: Repository, to: Path | None) -> Publication:
    """Open a publication, which need not exist yet.

    Args:
        project: The review.
        repository: Its repository.
        to: Folder of the publication; None for the branch `gh-pages`, or that of `origin` where
            there is none here.

    Raises:
        DataError: Its list of editions cannot be read.
        SettingsError: The folder holds something else than a publication.
    """
    if to is not None:
        folder = to.resolve()
        _refuse_folder(project, folder)
        tree.recover(folder)
        return Publication(folder, None, versions.read(folder))
    folder = project.build_dir / "publication"
    commit = _tip(repository)
    tree.recover(folder)
    if commit:
        git.export(repository, commit, folder)
    known = versions.read(folder) if commit else Versions("")
    return Publication(folder, BRANCH, known)


def change(
    publication: Publication,
    repository: Repository,
    make: Callable[[Path], None],
    *,
    message: str,
) -> None:
    """Change a publication as a whole or not at all.

    Args:
        publication: What to change.
        repository: Repository whose branch it may be.
        make: Changes the copy of the publication that it is given; see `tree.change`.
        message: Message of the commit on the branch.

    Raises:
        RenderError: The folder cannot be replaced, or something else moved the branch meanwhile.
        SettingsError: The branch is checked out.
    """
    tree.change(publication.folder, make)
    if publication.branch is None:
        return
    # GitHub would else leave out files whose names begin with an underscore.
    (publication.folder / ".nojekyll").touch()
    own = git.resolve(repository, f"refs/heads/{publication.branch}")
    parents = [parent for parent in [_tip(repository)] if parent]
    new = git.commit_folder(repository, publication.folder, message=message, parents=parents)
    git.move_branch(repository, publication.branch, old=own, new=new)


def _refuse_folder(project: Project, folder: Path) -> None:
    """Refuse a folder that is replaced as a whole though it is no publication."""
    holds_review = project.root.is_relative_to(folder)
    is_new = not folder.exists() or (folder / versions.NAME).is_file()
    others = [] if is_new or not folder.is_dir() else [path.name for path in folder.iterdir()]
    foreign = sorted(name for name in others if name[0] != "." and name not in _WELCOME)
    if holds_review or foreign or (folder.exists() and not folder.is_dir()):
        held = f", such as {foreign[0]}" if foreign else ""
        raise SettingsError(
            f"{folder} holds something else than editions{held}",
            hint="name a new folder, or one that an edition was published to",
        )


def _tip(repository: Repository) -> str | None:
    """Return the newest commit of the branch: that of origin, unless the one here goes further."""
    own = git.resolve(repository, f"refs/heads/{BRANCH}")
    theirs = git.resolve(repository, f"refs/remotes/origin/{BRANCH}")
    if own is None or theirs is None:
        return own or theirs
    is_ahead = repository.run("rev-list", "--max-count=1", f"{theirs}..{own}").strip()
    return own if is_ahead else theirs
