"""Count directions of effect, each study once however many reports it has.

A direction is `positive`, `null`, `mixed` or `negative`. `not-measured` is an answer too: the
report holds no such outcome. A blank one means that the outcome was, or may have been, measured
and the result was not seen. Directions are counted, not weighed: there are no effect sizes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from reviewpress.synthesis import families

DIRECTIONS = ("positive", "null", "mixed", "negative")
NOT_SEEN = "not-seen"


def by_family(studies: pd.DataFrame, direction: str, measured: str | None = None) -> pd.DataFrame:
    """Give each study one direction.

    Args:
        studies: One row per report; `study_id`, `study_family`, `year` and the named columns.
        direction: Column with the direction of each report.
        measured: Column that says `yes` where the outcome is known to be measured. If given, a
            direction counts only there, and studies that measured the outcome and whose result
            was not seen are listed as `not-seen`.

    Returns:
        One row per study with a direction, or measured and not seen: `family`, `study_ids` (list
        of the reports that say so), `direction` and `is_divided`, true where reports of one study
        differ; such a study is `mixed`.
    """
    told = studies.assign(family=families.family(studies))
    is_told = told[direction].isin(DIRECTIONS)
    if measured is not None:
        is_told &= told[measured] == "yes"
    told = told.assign(told=told[direction].where(is_told))
    rows = [_row(str(name), own) for name, own in told.dropna(subset="told").groupby("family")]
    if measured is not None:
        seen = {row["family"] for row in rows}
        unseen = told[(told[measured] == "yes") & ~told["family"].isin(seen)]
        rows += [
            {
                "family": str(name),
                "study_ids": sorted(own["study_id"]),
                "direction": NOT_SEEN,
                "is_divided": False,
            }
            for name, own in unseen.groupby("family")
        ]
    return pd.DataFrame(rows, columns=["family", "study_ids", "direction", "is_divided"])


def _row(name: str, own: pd.DataFrame) -> dict[str, object]:
    values = set(own["told"])
    is_divided = len(values) > 1
    return {
        "family": name,
        "study_ids": sorted(own["study_id"]),
        "direction": "mixed" if is_divided else values.pop(),
        "is_divided": is_divided,
    }


def tally(families_told: pd.DataFrame) -> dict[str, int]:
    """Count studies by direction; directions that no study has count 0."""
    found = families_told["direction"].value_counts()
    return {name: int(found.get(name, 0)) for name in (*DIRECTIONS, NOT_SEEN)}


def with_attributes(
    told: pd.DataFrame, studies: pd.DataFrame, columns: Collection[str]
) -> pd.DataFrame:
    """Add attributes of the reports to the studies of `by_family`.

    Where reports of one study differ, the values stand side by side with `; `; the value
    `mixed`, which says less, gives way to a definite one.
    """
    reports = studies.set_index("study_id")
    values = {
        column: [_together(reports.loc[ids, column].tolist()) for ids in told["study_ids"]]
        for column in columns
    }
    return told.assign(**values)


def _together(values: Sequence[Any]) -> str:
    given = list(dict.fromkeys(str(value) for value in values if not pd.isna(value) and value))
    definite = [value for value in given if value not in {"mixed", "unclear"}]
    return "; ".join(definite or given)


def largest(told: pd.DataFrame, studies: pd.DataFrame, column: str) -> pd.Series[Any]:
    """Return the largest known number among the reports of each study of `by_family`.

    Args:
        told: One row per study; `study_ids` (list of reports).
        studies: One row per report; `study_id` and `column`, such as a size of sample.
        column: Column with a number; a missing one is not known.

    Returns:
        One number per study on the index of `told`, missing where none is known.
    """
    known = studies.set_index("study_id")[column]
    found = [known.loc[ids].max() for ids in told["study_ids"]]
    return pd.Series(found, index=told.index, dtype="Int64")


def crosstab(told: pd.DataFrame, column: str, order: Sequence[str] = ()) -> pd.DataFrame:
    """Count studies by an attribute and direction.

    Args:
        told: One row per study; `direction` and `column`.
        column: Attribute to count by.
        order: Values in the order to list them; others follow in alphabetical order.

    Returns:
        One row per value: `value`, one column per direction, `not-seen`, and `studies`.
    """
    table = pd.crosstab(told[column], told["direction"])
    table = table.reindex(columns=[*DIRECTIONS, NOT_SEEN], fill_value=0)
    rest = sorted(set(table.index) - {*order})
    table = table.loc[[*(name for name in order if name in table.index), *rest]]
    table["studies"] = table.sum(axis="columns")
    return table.rename_axis(None, axis="columns").rename_axis("value").reset_index()


def compare(
    selections: Mapping[str, pd.DataFrame], direction: str, measured: str | None = None
) -> pd.DataFrame:
    """Count directions again for several selections of the reports, to see what depends on them.

    Args:
        selections: Reports to count, by the words that describe the selection.
        direction: Column with the direction of each report.
        measured: Column that says `yes` where the outcome is known to be measured.

    Returns:
        One row per selection: `selection`, `studies` with a direction, and each direction.
    """
    rows = []
    for name, studies in selections.items():
        counted = tally(by_family(studies, direction, measured))
        counted.pop(NOT_SEEN)
        rows.append({"selection": name, "studies": sum(counted.values()), **counted})
    return pd.DataFrame(rows)


def recoded(studies: pd.DataFrame, second: pd.DataFrame, columns: Collection[str]) -> pd.DataFrame:
    """Put the second coder's values of `columns` in place for the sample, blanks included."""
    theirs = second.set_index("study_id").reindex(studies["study_id"])
    is_coded_twice = studies["study_id"].isin(second["study_id"]).to_numpy()
    values = {
        column: studies[column].where(~is_coded_twice, theirs[column].to_numpy())
        for column in columns
    }
    return studies.assign(**values)
