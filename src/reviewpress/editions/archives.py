"""One zip an edition: what is published, the sources behind it and the executed notebooks."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from reviewpress.editions.git import Repository
from reviewpress.project import Project

_EPOCH = (1980, 1, 1, 0, 0, 0)
README = "README.txt"
_README = """\
This is an edition of a review, complete and for keeping.

index.html        the review; open it in a browser. Search and the list of editions need a web
                  server and stay away when pages are opened from disk.
downloads/        the tables and the bibliography
source/           what the edition was built from
executed/         the notebooks as they ran, with their outputs and a record of what went in
checksums.txt     SHA-256 of every published file: sha256sum --check checksums.txt
"""


def committed(project: Project, repository: Repository, commit: str) -> dict[str, Path]:
    """Return the files of a commit's exported review, by their path in it."""
    names = repository.run(
        "ls-tree", "-r", "-z", "--name-only", f"{commit}:{repository.prefix}"
    ).split("\0")
    return {name: project.root / name for name in names if (project.root / name).is_file()}


def write(target: Path, *, site: Path, sources: Mapping[str, Path], runs: Path) -> None:
    """Write the archive; its bytes depend on the files alone.

    Args:
        target: The zip file.
        site: Folder of the edition, which becomes the top of the archive.
        sources: Files that it was built from, by their path in the review.
        runs: Folder of the executed notebooks and their records.
    """
    files = {path.relative_to(site).as_posix(): path for path in _below(site)}
    files |= {f"source/{name}": path for name, path in sources.items()}
    files |= {f"executed/{path.relative_to(runs).as_posix()}": path for path in _below(runs)}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        _add(archive, README, _README.encode())
        for name, path in sorted(files.items()):
            _add(archive, name, path.read_bytes())


def _below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, date_time=_EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)
