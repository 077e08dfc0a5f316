"""Put rendered documents in the place of the last good ones, and never lose either.

The new folder stands in `_build/staging` until it is whole. Then the old one moves to
`_build/replaced` and the new one into its place; whoever is stopped between the two moves finds
the old one put back at the next build.
"""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reviewpress.errors import RenderError, SettingsError
from reviewpress.project import Project

_DOCUMENTS = frozenset((".html", ".pdf", ".docx"))


@contextmanager
def staging(project: Project) -> Iterator[Path]:
    """Give an empty folder to render into, and put it in place when the block ends well.

    Who calls it holds the lock of the review.

    Raises:
        SettingsError: The output folder holds what no build wrote.
        RenderError: The output folder could not be replaced; it is as it was.
    """
    refuse_foreign(project)
    _recover(project)
    folder = project.build_dir / "staging"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    yield folder
    _keep_times(folder, project.output_dir)
    _swap(folder, project)


def refuse_foreign(project: Project) -> None:
    """Refuse an output folder with files that are not a rendered site: they would be lost.

    Raises:
        SettingsError: It holds such files.
    """
    target = project.output_dir
    if not target.exists():
        return
    is_site = target.is_dir() and (
        (target / "site_libs").is_dir()
        or all(path.suffix in _DOCUMENTS for path in target.iterdir())
    )
    if not is_site:
        raise SettingsError(
            f"`{project.relative(target)}` holds files that no build wrote",
            hint="name another folder in `output-dir:`, or move the files away",
            where=project.config.where("project", "output-dir"),
        )


def _recover(project: Project) -> None:
    """Put the last good site back where a build was stopped while it replaced it."""
    old = project.build_dir / "replaced"
    if old.exists() and not project.output_dir.exists():
        old.rename(project.output_dir)
    shutil.rmtree(old, ignore_errors=True)


def _keep_times(folder: Path, last: Path) -> None:
    """Give files that say what they said in the last site the time that they had there.

    Whoever copies the site elsewhere, or a browser that asks again, sees what changed.
    """
    for path in folder.rglob("*"):
        old = last / path.relative_to(folder)
        if path.is_file() and old.is_file() and filecmp.cmp(path, old, shallow=False):
            before = old.stat()
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _swap(folder: Path, project: Project) -> None:
    target, old = project.output_dir, project.build_dir / "replaced"
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        if target.exists():
            target.rename(old)
        folder.rename(target)
    except OSError as error:
        _recover(project)
        raise RenderError(f"{project.relative(target)} could not be replaced: {error}") from error
    shutil.rmtree(old, ignore_errors=True)
