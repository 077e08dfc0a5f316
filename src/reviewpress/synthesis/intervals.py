"""Intervals for a share of few things: Wilson's, and the exact one of Clopper and Pearson.

Wilson (1927) and Clopper and Pearson (1934), as Newcombe compares them (1998, Statistics in
Medicine 17, 857-872, methods 3 and 5).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

_HALVINGS = 100  # halves the interval from 0 to 1 until doubles cannot tell its ends apart


@dataclass(frozen=True, slots=True)
class Interval:
    """The two ends of an interval."""

    lower: float
    upper: float


def wilson(successes: int, trials: int, *, confidence: float = 0.95) -> Interval:
    """Return Wilson's score interval of a share, without correction for continuity.

    Raises:
        ValueError: The counts are no share, or `confidence` is not between 0 and 1.
    """
    _check(successes, trials, confidence)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = successes / trials
    scale = 1 + z * z / trials
    centre = (share + z * z / (2 * trials)) / scale
    spread = z / scale * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    return Interval(
        0.0 if successes == 0 else centre - spread,
        1.0 if successes == trials else centre + spread,
    )


def exact(successes: int, trials: int, *, confidence: float = 0.95) -> Interval:
    """Return Clopper and Pearson's interval of a share, which holds it at least that often.

    Raises:
        ValueError: The counts are no share, or `confidence` is not between 0 and 1.
    """
    _check(successes, trials, confidence)
    tail = (1 - confidence) / 2
    lower = _crossing(lambda share: _at_least(successes, trials, share) < tail)
    upper = _crossing(lambda share: _at_least(trials - successes, trials, 1 - share) > tail)
    return Interval(
        0.0 if successes == 0 else lower,
        1.0 if successes == trials else upper,
    )


def _check(successes: int, trials: int, confidence: float) -> None:
    if not 0 <= successes <= trials or trials == 0:
        raise ValueError(f"{successes} of {trials} is not a share")
    if not 0 < confidence < 1:
        raise ValueError(f"a confidence lies between 0 and 1, not at {confidence}")


def _crossing(is_before: Callable[[float], bool]) -> float:
    """Find where a condition that holds from 0 upwards ceases to hold."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if is_before(middle):
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _at_least(successes: int, trials: int, share: float) -> float:
    """Return how likely that many successes, or more, are where each is as likely as `share`."""
    if share in {0.0, 1.0}:
        return float(successes <= trials * share)
    for_each, against_each = math.log(share), math.log1p(-share)
    return math.fsum(
        math.exp(_log_ways(trials, count) + count * for_each + (trials - count) * against_each)
        for count in range(successes, trials + 1)
    )


def _log_ways(trials: int, successes: int) -> float:
    rest = trials - successes
    return math.lgamma(trials + 1) - math.lgamma(successes + 1) - math.lgamma(rest + 1)
