"""The feed of a publication: an entry for each edition, so that a reader learns of a new one."""

from __future__ import annotations

import json
from pathlib import Path

from reviewpress.editions import change_page, events, report
from reviewpress.editions.versions import Edition, Versions
from reviewpress.files import write_text

NAME = "feed.xml"


def write(publication: Path, known: Versions, site_url: str | None) -> None:
    """Write the feed of all editions, each with what it changed."""
    newest = known.latest
    if newest is None:
        return
    text = report.atom(
        known.title,
        [_entry(publication, one) for one in known.editions],
        author=known.title,
        date=newest.date,
        site_url=f"{site_url.rstrip('/')}/" if site_url else None,
    )
    write_text(publication / NAME, text)


def _entry(publication: Path, edition: Edition) -> report.Entry:
    path = publication / edition.edition / change_page.DATA
    told = json.loads(path.read_text(encoding="utf-8"))["events"] if path.is_file() else []
    label = events.label(edition.change)
    return report.Entry(
        key=edition.edition,
        title=f"Edition {edition.edition}: {label}",
        summary="\n".join(event["summary"] for event in told) or label,
        date=edition.date,
        link=f"{edition.edition}/{change_page.PAGE}",
    )
