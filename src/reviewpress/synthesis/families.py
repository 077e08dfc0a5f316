"""Reports and studies: a study is a family of reports that share data, or a report by itself."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd


def family(studies: pd.DataFrame) -> pd.Series[str]:
    """Name the study of each report.

    Args:
        studies: One row per report; `study_id`, `study_family` (blank for a report by itself).

    Returns:
        One value per report, on the index of `studies`.
    """
    if "study_family" not in studies:
        return studies["study_id"].rename("family")
    name = studies["study_family"]
    return name.where(is_given(name), studies["study_id"]).rename("family")


def is_given(values: pd.Series[str]) -> pd.Series[bool]:
    """Say of each cell whether something stands in it."""
    return values.notna() & (values != "")


def number(studies: pd.DataFrame) -> int:
    """Count the studies behind the reports in `studies`."""
    return int(family(studies).nunique())


def shared(studies: pd.DataFrame) -> pd.Series[int]:
    """Count the reports of each study that has more than one, by the name of its family."""
    sizes = family(studies).value_counts()
    return sizes[sizes > 1].sort_index()


def number_of(study_ids: Iterable[str], studies: pd.DataFrame) -> int:
    """Count the studies behind some reports, given by id."""
    return number(studies[studies["study_id"].isin(list(study_ids))])


def reports(studies: pd.DataFrame) -> pd.DataFrame:
    """List the reports of each study that has more than one.

    Args:
        studies: One row per report; `study_id`, `study_family`.

    Returns:
        One row per such study, by name: `family`, `study_ids` (list).
    """
    listed = studies.groupby(family(studies))["study_id"].agg(sorted)
    return listed[listed.map(len) > 1].rename("study_ids").rename_axis("family").reset_index()
