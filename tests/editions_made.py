"""Editions made of a few files, for the tests of publications."""

from __future__ import annotations

from pathlib import Path

from reviewpress import files
from reviewpress.editions import checksums, tree
from reviewpress.editions.versions import Edition


def make_site(folder: Path, *, pages: int = 2, text: str = "one") -> Path:
    """Write a few pages and a PDF."""
    folder.mkdir(parents=True)
    (folder / "index.html").write_text(f"<p>{text}</p>", encoding="utf-8")
    (folder / "review.pdf").write_bytes(b"%PDF-" + text.encode())
    for number in range(pages):
        path = folder / "chapters" / f"{number}.html"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"<p>{text} {number}</p>", encoding="utf-8")
    checksums.write(folder)
    return folder


def edition_record(edition: str, site: Path, *, conclusions_changed: bool = False) -> Edition:
    """Describe the site as an edition."""
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    return Edition(
        edition=edition,
        date="2026-03-31",
        commit="0" * 40,
        change="amended",
        conclusions_changed=conclusions_changed,
        status="current",
        doi=None,
        checksums=files.digest(site / checksums.NAME),
        archive=None,
        archive_sha256=None,
        pages=tuple(pages),
    )


def publish(publication: Path, edition: str, site: Path) -> None:
    """Publish a site as an edition."""
    record = edition_record(edition, site)
    tree.change(
        publication,
        lambda folder: tree.add_edition(folder, record, site=site, archive=None, title="Walks"),
    )
