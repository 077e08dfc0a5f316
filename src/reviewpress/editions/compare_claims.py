"""Compare what two editions conclude: findings, propositions, implications."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from reviewpress.editions import rows
from reviewpress.editions.events import Change, Event, Kind, Meaning
from reviewpress.editions.rows import RowChanges

Tables = Mapping[str, RowChanges]
_CHANGED: Meaning = "conclusions-changed"


@dataclass(frozen=True, slots=True)
class _Claims:
    """How one kind of claim is told.

    Attributes:
        table: Its table.
        noun: What it is called in sentences.
        gone: Ending of the kind of event when one is no longer there.
        judged: Column that holds a judgement, the kind of its event and its words.
        reworded: What it means that the statement has other words.
    """

    table: str
    noun: str
    gone: str
    judged: tuple[str, Kind, str] | None
    reworded: Meaning = _CHANGED


_FINDINGS = _Claims(
    "findings", "finding", "removed", ("confidence", "confidence-changed", "Confidence in finding")
)
_PROPOSITIONS = _Claims("propositions", "proposition", "removed", None, reworded="amended")
_IMPLICATIONS = _Claims(
    "implications",
    "implication",
    "withdrawn",
    ("strength", "implication-strength-changed", "The strength of implication"),
)


def findings(changes: Tables, meaning: Meaning) -> Iterator[Event]:
    """Tell how findings, their confidence and their evidence changed."""
    yield from _claims(changes, _FINDINGS)
    yield from _links(
        changes, ("finding_evidence", "findings", "finding_id"), "finding-evidence-changed", meaning
    )


def propositions(changes: Tables, meaning: Meaning) -> Iterator[Event]:
    """Tell how propositions, their verdicts and their evidence changed."""
    yield from _claims(changes, _PROPOSITIONS)
    known = changes["propositions"]
    verdicts = changes["proposition_verdicts"]
    for key in (*verdicts.added, *verdicts.removed):
        if key in known.added or key in known.removed:
            continue
        before = verdicts.before.get(key, {}).get("verdict", "")
        after = verdicts.after.get(key, {}).get("verdict", "")
        yield _verdict(key, before, after)
    for key, cells in verdicts.changed.items():
        moved = [cell for cell in cells if cell.name == "verdict"]
        for cell in moved:
            yield _verdict(key, cell.before, cell.after)
        if others := tuple(cell for cell in cells if cell not in moved):
            summary = f"What is said about the verdict on proposition {key} changed."
            yield Event("verdict-amended", "amended", key, summary, others)
    yield from _links(
        changes,
        ("proposition_evidence", "propositions", "proposition_id"),
        "proposition-evidence-changed",
        meaning,
    )


def implications(changes: Tables, meaning: Meaning) -> Iterator[Event]:
    """Tell how implications and the findings that they stand on changed."""
    yield from _claims(changes, _IMPLICATIONS)
    yield from _links(
        changes,
        ("implication_findings", "implications", "implication_id"),
        "implication-basis-changed",
        meaning,
    )


def affected(changes: Tables, events: Iterable[Event]) -> list[Event]:
    """Tell which implications of both editions stand on a finding that changed."""
    moved = {
        event.subject: event
        for event in events
        if event.kind in {"finding-reworded", "finding-removed", "confidence-changed"}
    }
    known = changes["implications"]
    stands: dict[str, list[str]] = {}
    for links in (changes["implication_findings"].before, changes["implication_findings"].after):
        for row in links.values():
            if row["finding_id"] in moved:
                stands.setdefault(row["implication_id"], []).append(row["finding_id"])
    return [
        Event(
            "implication-affected",
            _CHANGED,
            key,
            f"Implication {key} stands on a finding that changed: {', '.join(found)}.",
            because=found,
        )
        for key, found in ((key, tuple(dict.fromkeys(names))) for key, names in stands.items())
        if key in known.before and key in known.after
    ]


def _claims(changes: Tables, claims: _Claims) -> Iterator[Event]:
    table, noun = changes[claims.table], claims.noun
    for key, row in table.added.items():
        summary = f"New {noun} {key}: {row.get('statement', '')}"
        yield Event(cast("Kind", f"{noun}-added"), _CHANGED, key, summary)
    for key, row in table.removed.items():
        summary = f"{noun.capitalize()} {key} was withdrawn: {row.get('statement', '')}"
        yield Event(cast("Kind", f"{noun}-{claims.gone}"), _CHANGED, key, summary)
    for key, cells in table.changed.items():
        yield from _changed(claims, key, cells)


def _changed(claims: _Claims, key: str, cells: tuple[Change, ...]) -> Iterator[Event]:
    noun = claims.noun
    rest = []
    for cell in cells:
        if cell.name == "statement":
            summary = f"{noun.capitalize()} {key} has other words."
            kind = cast("Kind", f"{noun}-reworded")
            yield Event(kind, claims.reworded, key, summary, (cell,))
        elif claims.judged and cell.name == claims.judged[0]:
            _, kind, words = claims.judged
            summary = f"{words} {key} moved from {_say(cell.before)} to {_say(cell.after)}."
            yield Event(kind, _CHANGED, key, summary, (cell,))
        else:
            rest.append(cell)
    if rest:
        kind = cast("Kind", f"{noun}-reworded" if noun == "proposition" else f"{noun}-amended")
        summary = f"What is said about {noun} {key} changed."
        yield Event(kind, "amended", key, summary, tuple(rest))


def _verdict(key: str, before: str, after: str) -> Event:
    summary = f"The verdict on proposition {key} moved from {_say(before)} to {_say(after)}."
    cells = (Change("verdict", before, after),)
    return Event("verdict-changed", _CHANGED, key, summary, cells)


def _links(
    changes: Tables, names: tuple[str, str, str], kind: Kind, meaning: Meaning
) -> Iterator[Event]:
    """Tell what changed in a table that joins claims of both editions to something.

    Args:
        changes: All tables.
        names: The joining table, the table of the claims, and the column that names them.
        kind: Kind of the event.
        meaning: What the event means.
    """
    joining, claims, column = names
    known = changes[claims]
    for key, cells in rows.of(changes[joining], column).items():
        if key in known.before and key in known.after:
            noun = claims.removesuffix("s")
            stands = "findings" if claims == "implications" else "evidence"
            summary = f"The {stands} behind {noun} {key} changed."
            yield Event(kind, meaning, key, summary, cells)


def _say(word: str) -> str:
    return word.replace("-", " ") or "none"
