"""A tiny edition as data, and ways to change one thing in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reviewpress.editions.snapshot import ChapterText, Snapshot, TableData

_TABLES = {
    "searches": (("search_id",), ["search_id,source", "SR1,index"]),
    "records": (("record_id",), ["record_id,decision", "R1,include", "R2,exclude"]),
    "studies": (
        ("study_id",),
        ["study_id,bib_key,design", "S1,ash2019,trial", "S2,birch2021,diary"],
    ),
    "codings": (("coding_id",), ["coding_id,study_id,stance", "C1,S1,supports", "C2,S2,qualifies"]),
    "findings": (
        ("finding_id",),
        [
            "finding_id,statement,confidence,explanation",
            "F1,Walks help.,moderate,Two studies",
            "F2,Nothing lasts.,low,One study",
        ],
    ),
    "finding_evidence": ((), ["finding_id,study_id,relation", "F1,S1,supports", "F2,S2,supports"]),
    "propositions": (("proposition_id",), ["proposition_id,statement", "P1,Walks cure."]),
    "proposition_evidence": (
        ("proposition_id", "study_id"),
        ["proposition_id,study_id,relation", "P1,S1,silent"],
    ),
    "proposition_verdicts": (
        ("proposition_id",),
        ["proposition_id,verdict,one_line_reason", "P1,contested,They disagree"],
    ),
    "implications": (
        ("implication_id",),
        ["implication_id,statement,strength,caveat", "I1,Give breaks.,conditional,Same day only"],
    ),
    "implication_findings": (
        ("implication_id", "finding_id"),
        ["implication_id,finding_id,role", "I1,F1,rests-on"],
    ),
}
METHODS = "We read {{< var reports >}} reports.\n\nTwo people read each of them."


def edition(number: str = "2026.1") -> Snapshot:
    """The edition, with the number that it should have."""
    tables = {}
    for name, (key, (header, *lines)) in _TABLES.items():
        rows = tuple(tuple(line.split(",")) for line in lines)
        tables[name] = TableData(key, tuple(header.split(",")), rows)
    return Snapshot(
        edition=number,
        date="2026-03-31",
        title="Walks",
        tables=tables,
        values={"reports": "2", "unused": "7"},
        chapters={
            "index.qmd": ChapterText("Summary", "index.html", "Walks help."),
            "methods.qmd": ChapterText("Methods", "methods.html", METHODS),
        },
    )


Step = Callable[[Snapshot], Snapshot]


def add(table: str, line: str) -> Step:
    """Add a row."""

    def step(snapshot: Snapshot) -> Snapshot:
        old = snapshot.tables[table]
        new = replace(old, rows=(*old.rows, tuple(line.split(","))))
        return replace(snapshot, tables={**snapshot.tables, table: new})

    return step


def drop(table: str, first: str) -> Step:
    """Remove the rows whose first cell is `first`."""

    def step(snapshot: Snapshot) -> Snapshot:
        old = snapshot.tables[table]
        new = replace(old, rows=tuple(row for row in old.rows if row[0] != first))
        return replace(snapshot, tables={**snapshot.tables, table: new})

    return step


def put(table: str, first: str, column: str, cell: str) -> Step:
    """Change a cell of the row whose first cell is `first`."""

    def step(snapshot: Snapshot) -> Snapshot:
        old = snapshot.tables[table]
        place = old.columns.index(column)
        rows = tuple(
            (*row[:place], cell, *row[place + 1 :]) if row[0] == first else row for row in old.rows
        )
        return replace(snapshot, tables={**snapshot.tables, table: replace(old, rows=rows)})

    return step


def write(source: str, text: str) -> Step:
    """Change the text of a chapter, or add it."""

    def step(snapshot: Snapshot) -> Snapshot:
        chapter = ChapterText("Methods", source.replace(".qmd", ".html"), text)
        return replace(snapshot, chapters={**snapshot.chapters, source: chapter})

    return step


def leave_out(source: str) -> Step:
    """Remove a chapter."""

    def step(snapshot: Snapshot) -> Snapshot:
        kept = {name: text for name, text in snapshot.chapters.items() if name != source}
        return replace(snapshot, chapters=kept)

    return step


def publish(name: str, display: str) -> Step:
    """Change a published value."""

    def step(snapshot: Snapshot) -> Snapshot:
        return replace(snapshot, values={**snapshot.values, name: display})

    return step
