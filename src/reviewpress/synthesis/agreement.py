"""Agreement between two coders: field by field, and on which themes each found in a report.

Every row compares what both coders coded and nothing else, so the second may have read a sample
only. The tables share their columns: `compared` and `agreed` (things), `share` of the things on
which both agree, and `kappa` and `alpha` beyond chance, each with the ends of a 95% interval in
`kappa_lower` and so on. Reports are drawn anew for the intervals, with all that was coded in them.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from itertools import product

import pandas as pd

from reviewpress.synthesis import reliability

_ENDS = ("_first", "_second")
_YES, _NO = "found", "not found"


def attributes(
    studies: pd.DataFrame,
    second: pd.DataFrame,
    columns: Collection[str],
    *,
    seed: int = reliability.SEED,
) -> pd.DataFrame:
    """Compare attributes of the reports that were coded twice.

    Args:
        studies: One row per report, first coder; `study_id` and `columns`.
        second: One row per report of the sample, second coder; the same columns.
        columns: Columns to compare; a blank cell is a code like any other.
        seed: Seed of the bootstrap.

    Returns:
        One row per column: `what` and the columns that all tables here have, in reports.

    Raises:
        ValueError: No report was coded by both.
    """
    both = _coded_twice(studies, second, columns)
    rows = []
    for name in columns:
        first, other = (both[f"{name}{end}"].fillna("").astype(str) for end in _ENDS)
        rows.append({"what": name} | _row(first.tolist(), other.tolist(), seed=seed))
    return pd.DataFrame(rows)


def _coded_twice(
    studies: pd.DataFrame, second: pd.DataFrame, columns: Collection[str]
) -> pd.DataFrame:
    wanted = ["study_id", *columns]
    return second[wanted].merge(
        studies[wanted], on="study_id", suffixes=_ENDS[::-1], validate="one_to_one"
    )


def presence(
    codings: pd.DataFrame,
    second: pd.DataFrame,
    codebook: pd.DataFrame,
    sample: Collection[str],
    *,
    seed: int = reliability.SEED,
) -> pd.DataFrame:
    """Compare whether each coder found each theme, and each subtheme, in each report.

    Args:
        codings: One row per passage, first coder; `study_id`, `theme`, `subtheme`.
        second: The same of the second coder.
        codebook: One row per subtheme; what could have been found.
        sample: Ids of the reports that both coders read.
        seed: Seed of the bootstrap.

    Returns:
        Rows `subtheme` and `theme`: `what` and the columns that all tables here have, in reports x
        codes.
    """
    rows = []
    for what, keys in (("subtheme", ["theme", "subtheme"]), ("theme", ["theme"])):
        codes = list(codebook[keys].drop_duplicates().itertuples(index=False, name=None))
        cells = [(study, *code) for study, code in product(sorted(sample), codes)]
        first_says, second_says = (_found(table, keys, cells) for table in (codings, second))
        clusters = [cell[0] for cell in cells]
        rows.append({"what": what} | _row(first_says, second_says, clusters, seed=seed))
    return pd.DataFrame(rows)


def presence_by(
    codings: pd.DataFrame,
    second: pd.DataFrame,
    codebook: pd.DataFrame,
    sample: Collection[str],
    *,
    keys: Sequence[str] = ("theme",),
    seed: int = reliability.SEED,
) -> pd.DataFrame:
    """Compare, theme by theme, whether each coder found it in each report.

    Args:
        codings: One row per passage, first coder.
        second: The same of the second coder.
        codebook: One row per subtheme; what could have been found.
        sample: Ids of the reports that both coders read.
        keys: `theme`, or `theme` and `subtheme`.
        seed: Seed of the bootstrap.

    Returns:
        One row per theme, or subtheme, in the codebook's order: `keys`, `first_only`,
        `second_only` and `both` (reports in which it was found), and the columns that all tables
        here have, in reports. A coefficient is NaN where neither coder found it anywhere.
    """
    names = list(keys)
    rows = []
    for code in codebook[names].drop_duplicates().itertuples(index=False, name=None):
        cells = [(study, *code) for study in sorted(sample)]
        first_says, second_says = (_found(table, names, cells) for table in (codings, second))
        pairs = list(zip(first_says, second_says, strict=True))
        found = {
            "first_only": pairs.count((_YES, _NO)),
            "second_only": pairs.count((_NO, _YES)),
            "both": pairs.count((_YES, _YES)),
        }
        compared = _row(first_says, second_says, seed=seed)
        rows.append(dict(zip(names, code, strict=True)) | found | compared)
    return pd.DataFrame(rows)


def _found(
    table: pd.DataFrame, keys: Sequence[str], cells: Sequence[tuple[Hashable, ...]]
) -> list[str]:
    found = {*table[["study_id", *keys]].itertuples(index=False, name=None)}
    return [_YES if cell in found else _NO for cell in cells]


def _row(
    first: Sequence[str],
    second: Sequence[str],
    clusters: Sequence[Hashable] | None = None,
    *,
    seed: int,
) -> dict[str, object]:
    counts = reliability.confusions(first, second, clusters)
    both = reliability.both_ways(counts)
    agreed = sum(a == b for a, b in zip(first, second, strict=True))
    row: dict[str, object] = {
        "compared": len(first),
        "agreed": agreed,
        "share": agreed / len(first),
    }
    for name, statistic, of in (
        ("kappa", reliability.kappa_of, counts),
        ("alpha", reliability.alpha_of, both),
    ):
        interval = reliability.bootstrap(statistic, of, seed=seed)
        row |= {
            name: float(statistic(of.sum(axis=0))),
            f"{name}_lower": interval.lower,
            f"{name}_upper": interval.upper,
        }
    return row
