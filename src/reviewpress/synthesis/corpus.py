"""Describe the included reports: how many of each kind, and how much is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from reviewpress.synthesis import families

UNCLEAR = "unclear"


def counts(studies: pd.DataFrame, column: str, order: Sequence[str] = ()) -> pd.DataFrame:
    """Count reports and studies by the values of one column.

    Args:
        studies: One row per report; `study_id`, `study_family` and `column`.
        column: Column to count by; a blank cell counts as `unclear`.
        order: Values in the order to list them; those that do not occur are left out, others
            follow by frequency. `unclear` comes last.

    Returns:
        One row per value: `value`, `reports`, `studies` (a study whose reports differ counts
        with each value) and `share` of all reports, between 0 and 1.
    """
    values = known_or_unclear(studies[column])
    names = _listed(values, order)
    study = families.family(studies)
    return pd.DataFrame(
        {
            "value": names,
            "reports": [int((values == name).sum()) for name in names],
            "studies": [int(study[values == name].nunique()) for name in names],
            "share": [float((values == name).mean()) for name in names],
        }
    )


def attributes(studies: pd.DataFrame, orders: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Count by several columns, one below the other; as `counts`, with a column `attribute`."""
    parts = [
        counts(studies, column, order).assign(attribute=column) for column, order in orders.items()
    ]
    return pd.concat(parts, ignore_index=True)


def unclear(studies: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """Say of each column for how many reports it could not be told.

    Returns:
        One row per column, the least known first: `attribute`, `unclear`, `known` (reports).
    """
    rows = []
    for column in columns:
        is_unclear = known_or_unclear(studies[column]) == UNCLEAR
        rows.append((column, int(is_unclear.sum()), int((~is_unclear).sum())))
    table = pd.DataFrame(rows, columns=["attribute", "unclear", "known"])
    return table.sort_values("unclear", ascending=False, kind="stable", ignore_index=True)


def by_year(studies: pd.DataFrame, column: str, order: Sequence[str] = ()) -> pd.DataFrame:
    """Count reports by year and the values of one column.

    Returns:
        One row per year from the first to the last, one column per value, in reports.
    """
    years = pd.to_numeric(studies["year"]).astype(int)
    values = known_or_unclear(studies[column])
    table = pd.crosstab(years, values).reindex(columns=_listed(values, order))
    return table.reindex(range(years.min(), years.max() + 1), fill_value=0)


def crosstab(
    studies: pd.DataFrame, columns: tuple[str, str], orders: tuple[Sequence[str], Sequence[str]]
) -> pd.DataFrame:
    """Count reports by two columns: one row per value of the first, one column of the second."""
    first, second = (known_or_unclear(studies[column]) for column in columns)
    table = pd.crosstab(first, second)
    return table.reindex(index=_listed(first, orders[0]), columns=_listed(second, orders[1]))


def known_or_unclear(values: pd.Series[str]) -> pd.Series[str]:
    """Return `values` as text with `unclear` in place of blanks."""
    text = values.astype("string").astype(object)
    return text.where(families.is_given(values), UNCLEAR)


def _listed(values: pd.Series[str], order: Sequence[str]) -> list[str]:
    frequent = values.value_counts(sort=True)
    rest = sorted(set(frequent.index) - {*order}, key=lambda name: (-frequent[name], name))
    names = [*(name for name in order if name in frequent.index), *rest]
    return sorted(names, key=lambda name: name == UNCLEAR)
