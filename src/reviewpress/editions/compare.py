"""Compare two editions: what was added, removed, recoded, reworded, judged otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reviewpress.editions import compare_claims, rows, words
from reviewpress.editions.events import MEANINGS, Change, Comparison, Event, Meaning
from reviewpress.editions.rows import RowChanges
from reviewpress.editions.snapshot import Snapshot

# Tables that tell how a report was read; their changes are told report by report.
_OF_STUDIES = ("codings", "appraisals", "codings_second", "attributes_second")
_TOLD = {
    "searches",
    "studies",
    *_OF_STUDIES,
    "findings",
    "finding_evidence",
    "propositions",
    "proposition_evidence",
    "proposition_verdicts",
    "implications",
    "implication_findings",
}
_VARIABLE = re.compile(r"\{\{<\s*var\s+([\w.-]+)\s*>\}\}")


def compare(before: Snapshot, after: Snapshot) -> Comparison:
    """Return what changed from `before` to `after`, typed and the weightiest first.

    A number of the prose that changed is told once, as a number; the text of a chapter is compared
    without its numbers and embedded tables. What follows from another change names it.
    """
    changes = {name: rows.compare(before, after, name) for name in {*before.tables, *after.tables}}
    for name in _TOLD:
        changes.setdefault(name, rows.compare(before, after, name))
    # New evidence makes an update; the same evidence read otherwise is a correction.
    is_new = any(changes[name].added or changes[name].removed for name in ("studies", "searches"))
    meaning: Meaning = "conclusions-not-changed" if is_new else "corrected"
    found: list[Event] = [
        *_searches(changes["searches"]),
        *_studies(changes),
        *compare_claims.findings(changes, meaning),
        *compare_claims.propositions(changes, meaning),
        *compare_claims.implications(changes, meaning),
        *_tables(changes),
        *_chapters(before, after),
    ]
    found += compare_claims.affected(changes, found)
    found += _values(before, after, meaning, [event.subject for event in found])
    pages = _pages(after)
    ordered = sorted(found, key=lambda event: list(MEANINGS).index(event.meaning))
    return Comparison(
        before=before.edition,
        after=after.edition,
        date=after.date,
        title=after.title,
        events=tuple(_with_page(event, pages) for event in ordered),
    )


def _searches(changes: RowChanges) -> Iterator[Event]:
    for key in changes.added:
        summary = f"Search {key} was carried out."
        yield Event("search-added", "conclusions-not-changed", key, summary)
    for key in changes.removed:
        summary = f"Search {key} is no longer counted."
        yield Event("search-removed", "conclusions-not-changed", key, summary)
    for key, cells in changes.changed.items():
        summary = f"Search {key} is described otherwise."
        yield Event("search-changed", "corrected", key, summary, cells)


def _studies(changes: dict[str, RowChanges]) -> Iterator[Event]:
    studies = changes["studies"]
    for key, row in studies.added.items():
        summary = f"Report {key} ({row.get('bib_key', '')}) was included."
        yield Event("study-added", "conclusions-not-changed", key, summary)
    for key, row in studies.removed.items():
        summary = f"Report {key} ({row.get('bib_key', '')}) is no longer included."
        yield Event("study-removed", "conclusions-not-changed", key, summary)
    recoded = {key: list(cells) for key, cells in studies.changed.items()}
    for name in _OF_STUDIES:
        if name not in changes:
            continue
        for key, cells in rows.of(changes[name], "study_id").items():
            # The codings of a report that came or went say nothing of their own.
            if key not in studies.added and key not in studies.removed:
                named = [Change(f"{name} {one.name}", one.before, one.after) for one in cells]
                recoded.setdefault(key, []).extend(named)
    for key, found in sorted(recoded.items()):
        summary = f"Report {key} was coded otherwise."
        yield Event("study-recoded", "corrected", key, summary, tuple(found))


def _tables(changes: dict[str, RowChanges]) -> Iterator[Event]:
    """Tell in one event each of tables that no other event tells of."""
    for name in sorted(set(changes) - _TOLD):
        table = changes[name]
        if not table:
            continue
        cells = (
            *(Change(key, "", _cells(row.values())) for key, row in table.added.items()),
            *(Change(key, _cells(row.values()), "") for key, row in table.removed.items()),
            *(
                Change(f"{key}: {cell.name}", cell.before, cell.after)
                for key, changed in table.changed.items()
                for cell in changed
            ),
        )
        counts = (len(table.added), len(table.removed), len(table.changed))
        said = "{} added, {} removed, {} changed".format(*counts)
        summary = f"Table {name.replace('_', ' ')}: {said}."
        meaning: Meaning = "conclusions-not-changed" if name == "records" else "amended"
        yield Event("table-changed", meaning, name, summary, cells)


def _cells(values: Iterable[str]) -> str:
    return ", ".join(filter(None, values))


def _chapters(before: Snapshot, after: Snapshot) -> Iterator[Event]:
    old, new = before.chapters, after.chapters
    for name, chapter in new.items():
        if name not in old:
            summary = f"The chapter \u201c{chapter.title}\u201d is new."
            yield Event("chapter-added", "amended", name, summary)
        elif old[name].text != chapter.text:
            found = words.compare(old[name].text, chapter.text)
            summary = f"The text of \u201c{chapter.title}\u201d changed."
            yield Event("chapter-changed", "amended", name, summary, found)
    for name, chapter in old.items():
        if name not in new:
            summary = f"The chapter \u201c{chapter.title}\u201d was taken out."
            yield Event("chapter-removed", "amended", name, summary)


def _values(
    before: Snapshot, after: Snapshot, meaning: Meaning, because: list[str]
) -> Iterator[Event]:
    """Tell which numbers changed that the prose of both editions shows."""
    told = [_shown(one) for one in (before, after)]
    for name in sorted(told[0] & told[1]):
        old, new = before.values.get(name, ""), after.values.get(name, "")
        if old != new:
            words_of = name.replace("_", " ").replace(".", ", ")
            summary = f"In the prose, {words_of}: {old} before, {new} now."
            cells = (Change(name, old, new),)
            reasons = tuple(dict.fromkeys(because))
            yield Event("value-changed", meaning, name, summary, cells, because=reasons)


def _shown(snapshot: Snapshot) -> set[str]:
    return {
        name for chapter in snapshot.chapters.values() for name in _VARIABLE.findall(chapter.text)
    }


def _pages(after: Snapshot) -> dict[str, str]:
    return {source: chapter.page for source, chapter in after.chapters.items()}


def _with_page(event: Event, pages: dict[str, str]) -> Event:
    if not event.kind.startswith("chapter-") or event.subject not in pages:
        return event
    return Event(
        event.kind,
        event.meaning,
        event.subject,
        event.summary,
        event.changes,
        event.because,
        pages[event.subject],
    )
