"""Bring each implication together with the findings that carry and limit it."""

from __future__ import annotations

import pandas as pd

from reviewpress.synthesis import confidence, families

ROLES = {"rests-on": "rests_on", "limited-by": "limited_by"}


def summary(
    implications: pd.DataFrame,
    links: pd.DataFrame,
    findings: pd.DataFrame,
    evidence: pd.DataFrame,
    *,
    studies: pd.DataFrame,
) -> pd.DataFrame:
    """Put findings, confidence and the number of reports beside each implication.

    Args:
        implications: One row per implication; `implication_id` and what else is known of it.
        links: One row per implication and finding; `role` is `rests-on` or `limited-by`.
        findings: One row per finding; `finding_id`, `confidence`.
        evidence: One row per finding, report and passage; `finding_id`, `study_id`.
        studies: One row per report; `study_id`, `study_family`.

    Returns:
        `implications` with `rests_on`, `limited_by` (lists of finding ids), `levels` (different
        levels of confidence of the findings it rests on, lowest first), `lowest`, and `reports`
        and `studies` behind those findings (numbers).
    """
    table = implications.reset_index(drop=True).copy()
    for role, name in ROLES.items():
        held = links[links["role"] == role]
        table[name] = [
            held.loc[held["implication_id"] == one, "finding_id"].tolist()
            for one in table["implication_id"]
        ]
    table["levels"] = [confidence.levels(ids, findings) for ids in table["rests_on"]]
    table["lowest"] = [found[0] if found else None for found in table["levels"]]
    behind = [
        set(evidence.loc[evidence["finding_id"].isin(ids), "study_id"]) for ids in table["rests_on"]
    ]
    table["reports"] = [len(ids) for ids in behind]
    table["studies"] = [families.number_of(ids, studies) for ids in behind]
    return table
