"""Summarise judgements on the reports by dimension of appraisal."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd


def tally(appraisals: pd.DataFrame, judgements: Sequence[str]) -> pd.DataFrame:
    """Count judgements by dimension.

    Args:
        appraisals: One row per report, dimension and appraiser; `dimension`, `judgement`.
        judgements: Judgements in the order to list them.

    Returns:
        One row per dimension, one column per judgement, in judgements.
    """
    table = pd.crosstab(appraisals["dimension"], appraisals["judgement"])
    return table.reindex(columns=list(judgements), fill_value=0).rename_axis(None, axis="columns")


def by_report(appraisals: pd.DataFrame) -> pd.DataFrame:
    """Spread judgements out, one row per report and one column per dimension.

    Judgements of several appraisers stand side by side with ` / `.
    """
    table = appraisals.pivot_table(
        index="study_id", columns="dimension", values="judgement", aggfunc=" / ".join
    )
    return table.rename_axis(None, axis="columns").reset_index()
