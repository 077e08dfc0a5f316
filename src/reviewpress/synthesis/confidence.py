"""Summarise the findings with what they rest on and how sure the review is of them."""

from __future__ import annotations

import pandas as pd

from reviewpress.synthesis import families

COMPONENTS = {
    "cerqual_methodological_limitations": "methodological limitations",
    "cerqual_coherence": "coherence",
    "cerqual_adequacy": "adequacy",
    "cerqual_relevance": "relevance",
}
LEVELS = ("high", "moderate", "low", "very-low")
_RELATIONS = ("supports", "qualifies", "contradicts")


def summary(findings: pd.DataFrame, evidence: pd.DataFrame, studies: pd.DataFrame) -> pd.DataFrame:
    """Put the reports behind each finding beside it.

    Args:
        findings: One row per finding; `finding_id` and what else is known of it.
        evidence: One row per finding, report and passage; `finding_id`, `study_id`, `relation`.
        studies: One row per report; `study_id`, `study_family`.

    Returns:
        `findings` with `supports`, `qualifies`, `contradicts` (lists of report ids; a report with
        passages of two kinds stands in both), `reports` and `studies` (numbers).
    """
    table = findings.reset_index(drop=True).copy()
    own = dict(iter(evidence.groupby("finding_id")))
    nothing = evidence.iloc[:0]
    parts = [own.get(name, nothing) for name in table["finding_id"]]
    for relation in _RELATIONS:
        table[relation] = [
            sorted(set(part.loc[part["relation"] == relation, "study_id"])) for part in parts
        ]
    table["reports"] = [part["study_id"].nunique() for part in parts]
    table["studies"] = [families.number_of(part["study_id"], studies) for part in parts]
    return table


def tally(findings: pd.DataFrame) -> dict[str, int]:
    """Count findings by level of confidence; levels that no finding has count 0."""
    found = findings["confidence"].value_counts()
    return {level: int(found.get(level, 0)) for level in LEVELS}


def levels(finding_ids: list[str], findings: pd.DataFrame) -> list[str]:
    """List the different levels of confidence of some findings, the lowest first."""
    own = set(findings.loc[findings["finding_id"].isin(finding_ids), "confidence"])
    return [level for level in reversed(LEVELS) if level in own]
