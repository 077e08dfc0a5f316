"""Cards: one implication, or one proposition, with all that bears on it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from reviewpress.present.chips import Chips, plain
from reviewpress.present.content import Block, Box, Fields, Inline, Paragraph, Styled, join
from reviewpress.present.words import Words, amount

_RELATIONS = {
    "supports": "Supporting",
    "qualifies": "Qualifying",
    "contradicts": "Contradicting",
}


def implications(
    summary: pd.DataFrame, chips: Chips, confidences: Mapping[str, str], say: Words
) -> tuple[Block, ...]:
    """Make a card of each implication; its id is the card's anchor.

    Args:
        summary: One row per implication, of `synthesis.implications.summary`; `source` and
            `caveat` are shown where the review has them.
        chips: Marks of the review.
        confidences: Level of confidence of each finding by id.
        say: Says codes in words.
    """
    return tuple(_implication(row, chips, confidences, say) for row in summary.to_dict("records"))


def _implication(
    row: Mapping[Hashable, Any], chips: Chips, confidences: Mapping[str, str], say: Words
) -> Box:
    levels = join((plain(level) for level in row["levels"]), " to ")
    named = str(row["implication_id"])
    first: list[Inline] = [say.sentence(row["strength"]), "; confidence in its findings: ", levels]
    if _given(row, "source"):
        first += ["; drawn by: ", say(row["source"])]
    behind = f"{amount(row['reports'], 'report')} of {amount(row['studies'], 'study', 'studies')}"
    trace: list[Inline] = ["Rests on ", _findings(row["rests_on"], chips, confidences)]
    trace.append(f" ({behind}).")
    if row["limited_by"]:
        trace += [" Limited by ", _findings(row["limited_by"], chips, confidences), "."]
    blocks: list[Block] = [
        Paragraph((Styled(named, ("card-id",)), " ", row["statement"]), is_title=True),
        Paragraph(tuple(first), ("card-strength",)),
        Box((Paragraph(tuple(trace)),), ("trace",)),
    ]
    if _given(row, "caveat"):
        caveat = (Styled("Against this: ", emphasis=True), row["caveat"])
        blocks.append(Box((Paragraph(caveat),), ("sceptic",)))
    attributes = [("audience", row["audience"]), ("strength", row["strength"])]
    attributes += [("confidence", row["lowest"])] if _given(row, "lowest") else []
    return Box(tuple(blocks), ("implication-card",), named, tuple(attributes))


def _findings(ids: list[str], chips: Chips, confidences: Mapping[str, str]) -> Inline:
    return join(((chips.finding(one), " ", plain(confidences[one])) for one in ids), ", ")


def propositions(summary: pd.DataFrame, chips: Chips, say: Words) -> tuple[Block, ...]:
    """Make a card of each proposition; `prop-` and its id are the card's anchor.

    Args:
        summary: One row per proposition, of `synthesis.ledger.summary`; `what_would_settle_it` is
            shown where the review has it.
        chips: Marks of the review.
        say: Says codes in words.
    """
    return tuple(_proposition(row, chips, say) for row in summary.to_dict("records"))


def _proposition(row: Mapping[Hashable, Any], chips: Chips, say: Words) -> Box:
    named = str(row["proposition_id"])
    evidence: list[tuple[str, Inline]] = [("Studies, each counted once", _counted(row))]
    evidence += [
        (f"{title} ({amount(len(ids), 'report')})", chips.studies(ids))
        for relation, title in _RELATIONS.items()
        if (ids := row[f"{relation}_reports"])
    ]
    verdict = Styled(say.sentence(row["verdict"]), ("verdict",), strong=True)
    blocks: list[Block] = [
        Paragraph((Styled(named, ("card-id",)), " ", row["statement"]), is_title=True),
        Paragraph((verdict, ". ", row["one_line_reason"])),
        Fields(tuple(evidence), is_compact=True),
    ]
    if _given(row, "what_would_settle_it"):
        wanted = (Styled("What would settle it: ", emphasis=True), row["what_would_settle_it"])
        blocks.append(Paragraph(wanted))
    classes = ("proposition-card", f"position-{row['position']}")
    return Box(tuple(blocks), classes, f"prop-{named}")


def _counted(row: Mapping[Hashable, Any]) -> str:
    if not row["reports"]:
        return "no report bears on it"
    told = f"{row['supports']} for, {row['qualifies']} qualifying, {row['contradicts']} against"
    told += f", {row['divided']} divided between their own reports" if row["divided"] else ""
    return told + (f", {row['silent']} silent" if row["silent"] else "")


def _given(row: Mapping[Hashable, Any], name: str) -> bool:
    return name in row and not pd.isna(row[name]) and row[name] != ""
