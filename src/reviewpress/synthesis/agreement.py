"""Agreement between two coders beyond what chance would give: Cohen's kappa."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import product

import pandas as pd


def kappa(first: Sequence[str], second: Sequence[str]) -> float:
    """Return Cohen's kappa of two codings of the same things, between -1 and 1.

    Where both coders gave one and the same code to everything, chance explains all agreement and
    kappa is not defined: the result is NaN.

    Raises:
        ValueError: The two are of different length, or empty.
    """
    if len(first) != len(second) or not first:
        raise ValueError("kappa needs two codings of the same things")
    total = len(first)
    observed = sum(a == b for a, b in zip(first, second, strict=True)) / total
    codes = {*first, *second}
    chance = sum(
        (list(first).count(code) / total) * (list(second).count(code) / total) for code in codes
    )
    return float("nan") if chance == 1 else (observed - chance) / (1 - chance)


def attributes(
    studies: pd.DataFrame, second: pd.DataFrame, columns: Collection[str]
) -> pd.DataFrame:
    """Compare attributes of the reports that were coded twice.

    Args:
        studies: One row per report, first coder.
        second: One row per report of the sample, second coder.
        columns: Columns to compare; a blank cell is a code like any other.

    Returns:
        One row per column: `what`, `compared` and `agreed` (reports), `kappa`.
    """
    both = second[["study_id"]].merge(studies, on="study_id", validate="one_to_one")
    return pd.DataFrame(
        [
            _row(name, both[name].fillna("").astype(str), second[name].fillna("").astype(str))
            for name in columns
        ]
    )


def presence(
    codings: pd.DataFrame, second: pd.DataFrame, codebook: pd.DataFrame, sample: Collection[str]
) -> pd.DataFrame:
    """Compare whether each coder found each theme, and each subtheme, in each report.

    Args:
        codings: One row per passage, first coder; `study_id`, `theme`, `subtheme`.
        second: The same of the second coder.
        codebook: One row per subtheme; what could have been found.
        sample: Ids of the reports that both coders read.

    Returns:
        Rows `subtheme` and `theme`: `what`, `compared` and `agreed` (reports x codes), `kappa`.
    """
    rows = []
    for what, keys in (("subtheme", ["theme", "subtheme"]), ("theme", ["theme"])):
        codes = list(codebook[keys].drop_duplicates().itertuples(index=False, name=None))
        cells = [(study, *code) for study, code in product(sorted(sample), codes)]
        found = [
            {*table[["study_id", *keys]].itertuples(index=False, name=None)}
            for table in (codings, second)
        ]
        first_says, second_says = ([str(cell in one) for cell in cells] for one in found)
        rows.append(_row(what, pd.Series(first_says), pd.Series(second_says)))
    return pd.DataFrame(rows)


def _row(what: str, first: pd.Series[str], second: pd.Series[str]) -> dict[str, object]:
    one, other = first.tolist(), second.tolist()
    return {
        "what": what,
        "compared": len(one),
        "agreed": sum(a == b for a, b in zip(one, other, strict=True)),
        "kappa": kappa(one, other),
    }
