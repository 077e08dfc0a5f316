"""A publication on disk: the editions, and what leads to them.

    2026.1/  2026.2/     one folder an edition, never written again
    latest/              a page for every page there ever was, which leads to the newest edition
    index.html           leads to latest/
    versions.json        the editions, for the switcher of every page
    sitemap.xml          pages for search engines, where the address is known
    feed.xml             an entry for each edition
    archives/            one zip an edition

A change is made to a copy beside the publication, in which unchanged files are hard links, and
put in place in one step. So whoever looks, or interrupts, finds the old state or the new one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from reviewpress import files
from reviewpress.editions import checksums, feed, sitemap, versions
from reviewpress.editions.exchange import replace_folder, restore
from reviewpress.editions.redirects import write_redirects
from reviewpress.editions.versions import Edition, Versions
from reviewpress.errors import DataError, RenderError

ARCHIVES = "archives"


def recover(folder: Path) -> None:
    """Bring a publication back to its last valid state after an interruption."""
    restore(folder)
    shutil.rmtree(_staging(folder), ignore_errors=True)


def change(folder: Path, make: Callable[[Path], None]) -> None:
    """Change a publication as a whole or not at all.

    Args:
        folder: The publication; it need not exist.
        make: Changes the copy that it is given. It must not write into files that are there,
            which are shared with the publication, but replace them.

    Raises:
        RenderError: The folder cannot be replaced; it is as it was.
    """
    recover(folder)
    staging = _staging(folder)
    if folder.is_dir():
        shutil.copytree(folder, staging, symlinks=True, copy_function=_link)
    else:
        staging.mkdir(parents=True)
    try:
        make(staging)
        replace_folder(folder, staging)
    except OSError as error:
        raise RenderError(f"{folder} could not be changed: {error}") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def add_edition(
    publication: Path,
    edition: Edition,
    *,
    site: Path,
    archive: Path | None,
    title: str,
    site_url: str | None = None,
) -> None:
    """Put a finished edition into a publication, and let `latest` lead to it.

    Args:
        publication: Copy of the publication that is changed.
        edition: What the list of editions will say of it.
        site: Its files.
        archive: Its archive, if it has one.
        title: Title of the review.
        site_url: Address of the publication, or None.
    """
    target = publication / edition.edition
    if target.exists():
        raise RenderError(f"the publication holds another {edition.edition}/ already")
    shutil.copytree(site, target)
    if archive is not None and edition.archive:
        (publication / ARCHIVES).mkdir(exist_ok=True)
        shutil.copyfile(archive, publication / edition.archive)
    known = Versions(title, versions.read(publication).editions).add(edition)
    write_redirects(publication, known)
    sitemap.write(publication, known, site_url)
    feed.write(publication, known, site_url)
    versions.write(publication, known)


def assert_untouched(publication: Path, known: Versions) -> None:
    """Compare every published edition with its checksums.

    Raises:
        DataError: A file was changed, added or removed; all such are listed.
    """
    faults = []
    for one in known.editions:
        faults += [
            f"{one.edition}/{found.path} ({found.kind})"
            for found in checksums.check(publication / one.edition, one.checksums)
        ]
        if one.archive:
            path = publication / one.archive
            if not path.is_file():
                faults.append(f"{one.archive} (missing)")
            elif files.digest(path) != one.archive_sha256:
                faults.append(f"{one.archive} (changed)")
    if faults:
        shown = "\n".join(f"  {fault}" for fault in faults)
        raise DataError(
            f"published editions are not what was published\n{shown}",
            hint="restore these files from a copy; a published edition is never changed",
        )


def _staging(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.staging")


def _link(source: str, target: str) -> str:
    """Link a file, or copy it where the file system has no hard links."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)
    return target
