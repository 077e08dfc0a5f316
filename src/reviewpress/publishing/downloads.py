"""Offer a review's data, bibliography and documents to readers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reviewpress import book, configuration, source
from reviewpress.files import write_bytes
from reviewpress.project import Project, open_project

FOLDER = "downloads"
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Download:
    """One thing that a reader can take away.

    Attributes:
        path: Path relative to the site.
        text: What it is, in a few words.
        is_part: Whether it is one file of many, such as a table.
    """

    path: str
    text: str
    is_part: bool = False


def write(project: Project, site: Path) -> tuple[Download, ...]:
    """Copy data and bibliography below `site`, and list everything there is to download.

    All tables stand in `downloads/`, each by itself and together with their description and the
    bibliography in `data.zip`, whose bytes depend on the files alone.
    """
    files = _files(project)
    for name, content in files.items():
        write_bytes(site / FOLDER / name, content)
    listed = [*_documents(project, site)]
    if files:
        write_bytes(site / FOLDER / "data.zip", _archive(files))
        listed.append(Download(f"{FOLDER}/data.zip", "All data and the bibliography (ZIP)"))
    listed += (
        Download(f"{FOLDER}/{name}", _describe(name), is_part=not name.endswith(".bib"))
        for name in files
    )
    return tuple(listed)


def _files(project: Project) -> dict[str, bytes]:
    """Read what is offered, by its name: tables, their description, where they come from."""
    tables = sorted(project.data_dir.glob("*.csv"))
    others = [project.data_dir / "datapackage.json", project.data_dir / "README.md"]
    wanted = [*project.bibliography, *others, *tables] if tables else project.bibliography
    return {path.name: path.read_bytes() for path in wanted if path.is_file()}


def _archive(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, date_time=_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def _documents(project: Project, site: Path) -> list[Download]:
    """List the PDF of the book and the short documents in all their formats."""
    found = [Download(path.name, "The review (PDF)") for path in sorted(site.glob("*.pdf"))]
    for profile in (name for name in project.profiles if (site / name).is_dir()):
        title = _title(project, profile)
        for name, kind in (
            ("index.html", "web page"),
            (f"{profile}.pdf", "PDF"),
            (f"{profile}.docx", "Word"),
        ):
            if (site / profile / name).is_file():
                found.append(Download(f"{profile}/{name}", f"{title} ({kind})"))
    return found


def _title(project: Project, profile: str) -> str:
    """Return what a short document calls itself: its subtitle, or its title."""
    first = book.entries(open_project(project.root, profile))[0].source
    front = source.split_front_matter(source.read_text(project, first)).yaml
    matter = configuration.parse(front, first)
    named = matter.get("subtitle") or matter.get("title") or profile.replace("-", " ").capitalize()
    return str(named)


def _describe(name: str) -> str:
    stem, _, ending = name.rpartition(".")
    known = {
        "datapackage.json": "Description of the tables (JSON)",
        "README.md": "Where the data come from",
    }
    if ending == "bib":
        return "Bibliography (BibTeX)"
    return known.get(name) or f"Table {stem.replace('_', ' ')} (CSV)"
