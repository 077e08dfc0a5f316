"""What each report adds to the themes: first sightings, who says what, and what comes together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import combinations

import pandas as pd

KEYS = ("theme", "subtheme")
DIVIDED = "divided"


def named(codings: pd.DataFrame, unnamed: Collection[str]) -> pd.DataFrame:
    """Return the passages whose subtheme names something."""
    return codings[~codings["subtheme"].isin(list(unnamed))]


def first_seen(codings: pd.DataFrame, studies: pd.DataFrame) -> pd.DataFrame:
    """Say when each subtheme was first seen, reports taken by year of publication.

    Args:
        codings: One row per passage; `study_id`, `theme`, `subtheme`.
        studies: One row per report; `study_id`, `year`.

    Returns:
        One row per subtheme, the earliest first: `theme`, `subtheme`, `year`, `first_ids` (list of
        the reports of that year that hold it) and `reports` in all.
    """
    dated = (
        codings[["study_id", *KEYS]]
        .drop_duplicates()
        .merge(studies[["study_id", "year"]], on="study_id")
    )
    rows = []
    for key, own in dated.groupby(list(KEYS), sort=True):
        year = int(own["year"].min())
        first = sorted(own.loc[own["year"] == year, "study_id"])
        rows.append((*key, year, first, len(own)))
    table = pd.DataFrame(rows, columns=[*KEYS, "year", "first_ids", "reports"])
    return table.sort_values("year", kind="stable", ignore_index=True)


def by_year(codings: pd.DataFrame, studies: pd.DataFrame) -> pd.DataFrame:
    """Count new subthemes year by year.

    A curve that flattens says that later reports repeat what earlier ones said. It does not say
    that nothing more is to be found: it depends on which reports were found and what was read.

    Args:
        codings: One row per passage; `study_id`, `theme`, `subtheme`.
        studies: One row per report; `study_id`, `year`.

    Returns:
        One row per year from the first coded report to the last, which is the index: `reports`
        (coded, of that year), `new` (subthemes first seen) and `seen` (subthemes seen so far).
    """
    coded = studies[studies["study_id"].isin(codings["study_id"])]
    years = coded["year"].astype(int)
    span = pd.RangeIndex(years.min(), years.max() + 1, name="year")
    reports = years.value_counts().reindex(span, fill_value=0)
    new = first_seen(codings, studies)["year"].value_counts().reindex(span, fill_value=0)
    return pd.DataFrame({"reports": reports, "new": new, "seen": new.cumsum()}, index=span)


def matrix(codings: pd.DataFrame, studies: pd.DataFrame) -> pd.DataFrame:
    """Say what each report says of each subtheme.

    Args:
        codings: One row per passage; `study_id`, `theme`, `subtheme`, `stance`.
        studies: One row per report; `study_id`, `year`.

    Returns:
        One row per report and subtheme that it speaks of, reports by year: `study_id`, `year`,
        `theme`, `subtheme`, `stance` (`divided` where passages of the report differ).
    """
    rows = [
        (*key, stances.iloc[0] if len(set(stances)) == 1 else DIVIDED)
        for key, stances in codings.groupby(["study_id", *KEYS], sort=True)["stance"]
    ]
    table = pd.DataFrame(rows, columns=["study_id", *KEYS, "stance"])
    table = table.merge(studies[["study_id", "year"]], on="study_id")
    table = table.sort_values(["year", "study_id", *KEYS], ignore_index=True)
    return table[["study_id", "year", *KEYS, "stance"]]


def together(codings: pd.DataFrame, at_least: int = 2) -> pd.DataFrame:
    """Count the reports that speak of two subthemes, whatever they say of them.

    Args:
        codings: One row per passage; `study_id`, `theme`, `subtheme`.
        at_least: Fewest reports of a pair that is listed.

    Returns:
        One row per pair, the most frequent first: `first_theme`, `first`, `second_theme`,
        `second`, `reports`, `study_ids` (list) and `share` (of the reports that speak of either,
        between 0 and 1).
    """
    held: dict[tuple[str, ...], set[str]] = {}
    for study_id, *key in codings[["study_id", *KEYS]].itertuples(index=False, name=None):
        held.setdefault(tuple(key), set()).add(study_id)
    rows = []
    for one, other in combinations(sorted(held), 2):
        both, either = held[one] & held[other], held[one] | held[other]
        if len(both) >= at_least:
            rows.append((*one, *other, len(both), sorted(both), len(both) / len(either)))
    columns = ["first_theme", "first", "second_theme", "second", "reports", "study_ids", "share"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(
        ["reports", "share"], ascending=False, kind="stable", ignore_index=True
    )


def themes_together(codings: pd.DataFrame, themes: Sequence[str]) -> pd.DataFrame:
    """Count the reports that speak of two themes.

    Returns:
        One row and one column per theme, in reports; on the diagonal those that speak of it.
    """
    spoken = pd.crosstab(codings["study_id"], codings["theme"]).gt(0).astype(int)
    spoken = spoken.reindex(columns=list(themes), fill_value=0)
    return spoken.T.dot(spoken).rename_axis(None, axis="columns").rename_axis(None)
