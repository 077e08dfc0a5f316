"""Weigh propositions: which studies speak for each, against it, or say nothing about it."""

from __future__ import annotations

import pandas as pd

from reviewpress.synthesis import families

RELATIONS = ("supports", "qualifies", "contradicts", "silent")
DIVIDED = "divided"


def by_family(
    evidence: pd.DataFrame, studies: pd.DataFrame, key: str = "proposition_id"
) -> pd.DataFrame:
    """Give each study one relation to each proposition, or to each finding.

    A study is silent only where all of its reports are; reports that speak and differ make it
    `divided`.

    Args:
        evidence: One row per claim and report, or passage; `key`, `study_id`, `relation`. Rows of
            reports that `studies` does not hold are left out.
        studies: One row per report; `study_id`, `study_family`.
        key: Column with the id of the claim.

    Returns:
        One row per claim and study: `key`, `family`, `relation`.
    """
    names = studies.set_index("study_id").index
    study = pd.Series(families.family(studies).to_numpy(), index=names)
    rows = [
        (str(claim), str(name), _relation(set(own["relation"])))
        for (claim, name), own in evidence.assign(family=evidence["study_id"].map(study)).groupby(
            [key, "family"], sort=True
        )
    ]
    return pd.DataFrame(rows, columns=[key, "family", "relation"])


def _relation(relations: set[str]) -> str:
    spoken = relations - {"silent"}
    if len(spoken) > 1:
        return DIVIDED
    return spoken.pop() if spoken else "silent"


def summary(
    propositions: pd.DataFrame,
    verdicts: pd.DataFrame,
    evidence: pd.DataFrame,
    studies: pd.DataFrame,
) -> pd.DataFrame:
    """Put what speaks for and against each proposition beside its verdict.

    Args:
        propositions: One row per proposition; `proposition_id`, `statement`.
        verdicts: One row per proposition; `verdict`, `one_line_reason`.
        evidence: One row per proposition and report; `relation`.
        studies: One row per report.

    Returns:
        `propositions` joined with `verdicts`, and for each relation and `divided` the number of
        studies under its name; lists of report ids stand in `supports_reports` and so on, and
        their number in `reports`.
    """
    told = by_family(evidence, studies)
    table = propositions.merge(verdicts, on="proposition_id", how="left", validate="one_to_one")
    for name in (*RELATIONS, DIVIDED):
        sizes = told.loc[told["relation"] == name, "proposition_id"].value_counts()
        table[name] = table["proposition_id"].map(sizes).fillna(0).astype(int)
    for name in RELATIONS:
        held = evidence[evidence["relation"] == name]
        ids = held.groupby("proposition_id")["study_id"].agg(sorted)
        table[f"{name}_reports"] = [ids.get(one, []) for one in table["proposition_id"]]
    reports = evidence.groupby("proposition_id")["study_id"].nunique()
    table["reports"] = table["proposition_id"].map(reports).fillna(0).astype(int)
    return table


def by_verdict(judged: pd.DataFrame) -> dict[str, dict[str, list[str]]]:
    """Sort propositions by position and verdict.

    Args:
        judged: One row per proposition; `proposition_id`, `position`, `verdict`.

    Returns:
        For each position, the ids under each verdict that it has.
    """
    found: dict[str, dict[str, list[str]]] = {}
    for row in judged.itertuples():
        verdicts = found.setdefault(str(row.position), {})
        verdicts.setdefault(str(row.verdict), []).append(str(row.proposition_id))
    return found
