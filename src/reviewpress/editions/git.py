"""What a release needs of git: is the tree clean, what is tagged, what stood in a commit."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reviewpress import process
from reviewpress.errors import RenderError, SettingsError

# Bytes are published as they were committed, whatever the machine's line ends are.
_AS_COMMITTED = ("-c", "core.autocrlf=false", "-c", "core.eol=lf", "-c", "core.quotePath=false")


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository that holds a review.

    Attributes:
        top: Its topmost folder.
        prefix: Where the review stands below it, such as `reviews/walks/`; empty at the top.
    """

    top: Path
    prefix: str

    def run(self, *arguments: str, stdin: str | None = None, index: Path | None = None) -> str:
        """Run git at the top and return what it wrote.

        Args:
            arguments: Command and options.
            stdin: Text to send to it.
            index: File to use in place of the repository's own index.

        Raises:
            RenderError: git refused; what it said is in the hint.
            ToolMissing: git is not there.
        """
        changes = {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
        if index is not None:
            changes["GIT_INDEX_FILE"] = str(index)
        env = process.environment(**changes)
        argv = ["git", *_AS_COMMITTED, *arguments]
        return process.run(argv, cwd=self.top, env=env, stdin=stdin).stdout


def find_repository(root: Path) -> Repository:
    """Return the repository that holds the review in `root`.

    Raises:
        SettingsError: There is none, or it has no commit.
        ToolMissing: git is not there.
    """
    here = Repository(root, "")
    try:
        top, prefix = (here.run("rev-parse", "--show-toplevel", "--show-prefix") + "\n").split(
            "\n"
        )[:2]
        here.run("rev-parse", "--verify", "HEAD")
    except RenderError as error:
        raise SettingsError(
            "the review is not in a git repository with a commit",
            hint="an edition is made from a commit: git init, git add, git commit",
        ) from error
    return Repository(Path(top), prefix)


def uncommitted(repository: Repository) -> tuple[str, ...]:
    """List files that differ from the last commit, or are in no commit and not ignored."""
    lines = repository.run("status", "--porcelain", "--untracked-files=all").splitlines()
    return tuple(line[3:] for line in lines)


def resolve(repository: Repository, name: str) -> str | None:
    """Return the commit of a full reference name, such as `refs/tags/2026.1`; None without it."""
    form = "--format=%(objectname) %(*objectname)"
    for line in repository.run("for-each-ref", form, name).splitlines():
        own, _, behind = line.partition(" ")
        return behind or own
    return None


def head(repository: Repository) -> str:
    """Return the commit that is checked out."""
    return repository.run("rev-parse", "HEAD").strip()


def export(repository: Repository, commit: str, folder: Path, *, below: str = "") -> None:
    """Write the files of a commit into `folder`, which is emptied first.

    Args:
        repository: Holds the commit.
        commit: Its name.
        folder: Where to write.
        below: Folder of the repository to write, with a slash at its end; all of it when empty.

    Raises:
        RenderError: There is no such commit or folder.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".index-") as beside:
        index = Path(beside) / "index"
        repository.run("read-tree", f"{commit}:{below}" if below else commit, index=index)
        repository.run("checkout-index", "--all", f"--prefix={folder}/", index=index)


def commit_folder(
    repository: Repository, folder: Path, *, message: str, parents: Sequence[str]
) -> str:
    """Make a commit of all files of a folder, and return its name; no branch is moved."""
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".index-") as beside:
        index = Path(beside) / "index"
        repository.run(f"--work-tree={folder}", "add", "--all", "--force", ".", index=index)
        tree = repository.run("write-tree", index=index).strip()
    before = [part for parent in parents for part in ("-p", parent)]
    return repository.run("commit-tree", tree, *before, "-m", message).strip()


def make_tag(repository: Repository, name: str, commit: str, message: str) -> None:
    """Tag a commit, unless the tag is there already."""
    if resolve(repository, f"refs/tags/{name}") is None:
        repository.run("tag", "--annotate", "--message", message, name, commit)


def move_branch(repository: Repository, name: str, *, old: str | None, new: str) -> None:
    """Let a branch name `new`, provided that it still names `old`.

    Raises:
        SettingsError: The branch is checked out, so that moving it would confuse that work tree.
        RenderError: Something else has moved it.
    """
    listed = repository.run("worktree", "list", "--porcelain").splitlines()
    if f"branch refs/heads/{name}" in listed:
        raise SettingsError(
            f"the branch {name} is checked out",
            hint="switch that work tree to another branch, or publish with --to DIR",
        )
    repository.run("update-ref", f"refs/heads/{name}", new, old or "0" * len(new))
