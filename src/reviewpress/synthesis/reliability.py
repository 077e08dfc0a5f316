"""Coefficients of agreement between coders, with bootstrap intervals.

Cohen's kappa (1960, Educational and Psychological Measurement 20, 37-46) compares two coders who
coded the same things. Krippendorff's alpha for nominal codes (2011, Computing Krippendorff's
Alpha-Reliability) takes any number of coders and things that some of them left out. Both are 1
for full agreement and 0 for what chance would give, and both are not a number where one code was
given to everything: then chance explains all agreement.

Intervals come from drawing units again with replacement (Zapf and others 2016, BMC Medical
Research Methodology 16, 93), 2.5% cut off at either end. Where no disagreement was seen no draw
can show one: such an interval has no width, which says that the sample is small and not that
the coders are perfect.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from reviewpress.synthesis.intervals import Interval

Counts: TypeAlias = npt.NDArray[np.float64]
"""Pairs of codes: the last two axes are codes x codes, axes before them units or draws."""

SEED = 1960
DRAWS = 2000
_TAILS = (0.025, 0.975)


def kappa(first: Sequence[str], second: Sequence[str]) -> float:
    """Return Cohen's kappa of two codings of the same things, between -1 and 1, or NaN.

    Raises:
        ValueError: The two are of different length, or empty.
    """
    return float(kappa_of(confusions(first, second).sum(axis=0)))


def alpha(values: pd.DataFrame) -> float:
    """Return Krippendorff's alpha for nominal codes, at most 1, or NaN.

    Args:
        values: One row per unit and one column per coder; a missing cell was not coded. Units
            with fewer than two codes tell nothing of agreement and are left out.
    """
    return float(alpha_of(coincidences(values).sum(axis=0)))


def confusions(
    first: Sequence[str], second: Sequence[str], clusters: Sequence[Hashable] | None = None
) -> Counts:
    """Count pairs of codes that two coders gave, by unit.

    Args:
        first: Codes of the first coder, which stand for the rows.
        second: Codes of the second, in the same order, which stand for the columns.
        clusters: Unit that each thing belongs to, where several hang together.

    Returns:
        Units x codes x codes.

    Raises:
        ValueError: The codings are of different length, or empty.
    """
    if len(first) != len(second) or not len(first):
        raise ValueError("kappa needs two codings of the same things")
    keys = list(range(len(first)) if clusters is None else clusters)
    units = {unit: place for place, unit in enumerate(dict.fromkeys(keys))}
    places = {code: place for place, code in enumerate(sorted({*first, *second}))}
    counts = np.zeros((len(units), len(places), len(places)))
    for unit, one, other in zip(keys, first, second, strict=True):
        counts[units[unit], places[one], places[other]] += 1
    return counts


def coincidences(values: pd.DataFrame) -> Counts:
    """Count pairs of codes within each unit, as alpha wants them.

    Args:
        values: One row per unit and one column per coder; a missing cell was not coded.

    Returns:
        Units x codes x codes; a unit of m codes gives m (m - 1) pairs of weight 1 / (m - 1).
    """
    given = [[str(code) for code in row if not pd.isna(code)] for row in values.to_numpy()]
    codes = sorted({code for row in given for code in row})
    tallies = np.array([[row.count(code) for code in codes] for row in given], dtype=float)
    tallies = tallies.reshape(len(given), len(codes))
    pairs = tallies[:, :, None] * tallies[:, None, :] - tallies[:, :, None] * np.eye(len(codes))
    others = tallies.sum(axis=1) - 1
    weight = np.divide(1.0, others, out=np.zeros_like(others), where=others > 0)
    return np.asarray(pairs * weight[:, None, None])


def share_of(counts: Counts) -> Counts:
    """Return the share of pairs that agree, for each table of `counts`."""
    return _ratio(np.trace(counts, axis1=-2, axis2=-1), counts.sum(axis=(-2, -1)))


def kappa_of(counts: Counts) -> Counts:
    """Return kappa for each table of `counts`, whose rows and columns are the two coders."""
    total = counts.sum(axis=(-2, -1))
    observed = share_of(counts)
    expected = (counts.sum(axis=-1) * counts.sum(axis=-2)).sum(axis=-1)
    chance = _ratio(expected, total**2)
    # Where chance is 1 but for rounding, the remainder is noise and no coefficient.
    beyond = _ratio(observed - chance, 1 - chance)
    coefficient: Counts = np.where(expected == total**2, np.nan, beyond)
    return coefficient


def alpha_of(counts: Counts) -> Counts:
    """Return alpha for each table of `counts`, which are coincidences."""
    margins = counts.sum(axis=-1)
    total = margins.sum(axis=-1)
    differing = total - np.trace(counts, axis1=-2, axis2=-1)
    expected = total**2 - (margins**2).sum(axis=-1)
    return 1 - _ratio((total - 1) * differing, expected)


def both_ways(counts: Counts) -> Counts:
    """Turn the confusions of two coders into coincidences: each pair counts in both orders."""
    pairs: Counts = counts + np.swapaxes(counts, -2, -1)
    return pairs


def _ratio(above: Counts, below: Counts) -> Counts:
    above, below = np.asarray(above, dtype=float), np.asarray(below, dtype=float)
    ratio: Counts = np.full(np.shape(above), np.nan)
    np.divide(above, below, out=ratio, where=below != 0)
    return ratio


def bootstrap(statistic: Callable[[Counts], Counts], counts: Counts, *, seed: int) -> Interval:
    """Return the 95% interval of a statistic under drawing units again.

    Args:
        statistic: `share_of`, `kappa_of` or `alpha_of`.
        counts: Units x codes x codes.
        seed: Seed of the draws; equal seeds give equal intervals.

    Returns:
        The interval; draws in which the statistic is not defined are left out, and both ends are
        NaN where it never is.
    """
    units = len(counts)
    draws = np.random.default_rng(seed).multinomial(units, np.full(units, 1 / units), size=DRAWS)
    found = statistic(np.tensordot(draws.astype(float), counts, axes=1))
    defined = found[~np.isnan(found)]
    if not defined.size:
        return Interval(float("nan"), float("nan"))
    lower, upper = np.quantile(defined, _TAILS)
    return Interval(float(lower), float(upper))
