"""The study register: everything the review knows of each report, under the report's id."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Any

import pandas as pd

from reviewpress.present.chips import Chips, plain
from reviewpress.present.content import (
    Anchor,
    Block,
    Box,
    Details,
    Fields,
    Inline,
    Link,
    Paragraph,
    Styled,
    join,
)
from reviewpress.present.table import Column, cell, grid
from reviewpress.present.words import Words

_SEPARATOR = " | "


def entries(
    tables: Mapping[str, pd.DataFrame],
    references: Mapping[str, Inline],
    chips: Chips,
    *,
    attributes: Mapping[str, str],
    codes: Collection[str],
    say: Words,
) -> tuple[Block, ...]:
    """Make one entry per report; its id, and `coding-` and the id of each passage, are anchors.

    Args:
        tables: `studies`, `codings`, `appraisals`, `finding_evidence`, `proposition_evidence`.
        references: Full reference of each report by study id.
        chips: Marks of the review.
        attributes: Columns of `studies` to show and what they are called.
        codes: Those of them that hold codes of a vocabulary; the rest is text.
        say: Says codes in words.
    """
    parts = {
        name: dict(iter(tables[name].groupby("study_id")))
        for name in ("codings", "appraisals", "finding_evidence", "proposition_evidence")
    }
    return tuple(
        _entry(
            row,
            {name: found.get(row["study_id"], pd.DataFrame()) for name, found in parts.items()},
            references,
            chips,
            known=_attributes(row, attributes, codes, say=say),
            say=say,
        )
        for row in tables["studies"].to_dict("records")
    )


def _entry(
    row: Mapping[Hashable, Any],
    parts: Mapping[str, pd.DataFrame],
    references: Mapping[str, Inline],
    chips: Chips,
    *,
    known: list[tuple[str, Inline]],
    say: Words,
) -> Box:
    named = str(row["study_id"])
    title = (Styled(named, ("card-id",)), " ", chips.labels.get(named, ""))
    sources = ("Read at", _sources(row.get("source_url")))
    bearing = [
        (name, found)
        for name, found in (
            ("Bears on findings", _linked(parts["finding_evidence"], "finding_id", chips.finding)),
            ("Bears on propositions", _propositions(parts["proposition_evidence"], chips)),
        )
        if found
    ]
    blocks: list[Block] = [
        Paragraph(title, is_title=True),
        Paragraph(references.get(named, "")),
        Fields((*known, sources, *bearing), is_compact=True),
        *_codings(parts["codings"], say),
        *_appraisals(parts["appraisals"], say),
    ]
    return Box(tuple(blocks), ("register-entry",), named)


def _attributes(
    row: Mapping[Hashable, Any],
    attributes: Mapping[str, str],
    codes: Collection[str],
    *,
    say: Words,
) -> list[tuple[str, Inline]]:
    return [
        (heading, cell(row[column], say if column in codes else str))
        for column, heading in attributes.items()
        if not pd.isna(row[column])
    ]


def _sources(value: object) -> Inline:
    """Link each address; one that is no web address stays text."""
    if not isinstance(value, str):
        return cell(None)
    addresses = [one.strip() for one in value.split(_SEPARATOR) if one.strip()]
    is_web = ("http://", "https://")
    return join(
        (Link(_host(one), one) if one.startswith(is_web) else one for one in addresses), ", "
    )


def _host(address: str) -> str:
    return address.split("//", 1)[1].split("/", 1)[0]


def _linked(rows: pd.DataFrame, column: str, chip: Callable[[str], Inline]) -> Inline:
    return join(chip(str(name)) for name in sorted(set(rows[column]))) if len(rows) else ()


def _propositions(rows: pd.DataFrame, chips: Chips) -> Inline:
    """Name the propositions that the report speaks to; silence is left out."""
    if not len(rows):
        return ()
    spoken = rows[rows["relation"] != "silent"]
    return join(
        (
            (chips.proposition(str(row.proposition_id)), " ", plain(str(row.relation)))
            for row in spoken.itertuples()
        ),
        ", ",
    )


def _codings(rows: pd.DataFrame, say: Words) -> Collection[Block]:
    if not len(rows):
        return (Paragraph("No passage of it was coded.", ("notes",)),)
    shown = rows.assign(
        code=[
            f"{say.sentence(theme)}: {say(str(subtheme))}"
            for theme, subtheme in zip(rows["theme"], rows["subtheme"], strict=True)
        ],
    )
    columns = {
        "coding_id": Column("Id", lambda name: Anchor(name, f"coding-{name}"), width=8),
        "code": Column("Theme and subtheme", width=30),
        "stance": Column("Stance", say, width=14),
        "note": Column("What the passage says", width=48),
    }
    return (Details(f"Coded passages ({len(rows)})", (grid(shown, columns),)),)


def _appraisals(rows: pd.DataFrame, say: Words) -> Collection[Block]:
    if not len(rows):
        return ()
    columns = {
        "dimension": Column("Dimension", say, width=26),
        "judgement": Column("Judgement", say, width=14),
        "rationale": Column("Why", width=60),
    }
    return (Details("Appraisal", (grid(rows, columns),)),)
