"""The sign test on directions of effect, and when it can say nothing.

Studies that point neither way drop out of a sign test. Where directions are headline judgements
such as `null`, and not signs of estimates, that drops what a reader most wants to know; the table
therefore gives the share among all studies beside the test, and the sentence says how many fell
out. Nikolakopoulos (2020, Research Synthesis Methods 11, 714-719) explains why the test rests on
little even where it can be made: studies differ in how likely they are to show a gain.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from reviewpress.synthesis import effects
from reviewpress.synthesis.intervals import Interval, exact

_SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class SignTest:
    """A two-sided exact sign test.

    Attributes:
        positive: Things that point up.
        negative: Things that point down.
        neither: Things that point neither way, which the test leaves out.
        p_value: How likely a split at least as uneven is where both ways are equally likely; 1
            where nothing points either way.
        smallest_p: The smallest p-value that so many things could give.
        share: Share of the positive among those that point either way; NaN where there are none.
        interval: Exact 95% interval of that share; from 0 to 1 where there are none.
    """

    positive: int
    negative: int
    neither: int
    p_value: float
    smallest_p: float
    share: float
    interval: Interval

    @property
    def tested(self) -> int:
        """Things that point either way."""
        return self.positive + self.negative

    @property
    def is_too_small(self) -> bool:
        """Whether no split of so many things could give a p-value of 0.05 or less."""
        return self.smallest_p > _SIGNIFICANT


def sign_test(positive: int, negative: int, neither: int = 0) -> SignTest:
    """Test whether as many things point up as down.

    Raises:
        ValueError: A count is negative.
    """
    if min(positive, negative, neither) < 0:
        raise ValueError("a sign test counts things; none of the counts can be negative")
    tested = positive + negative
    return SignTest(
        positive,
        negative,
        neither,
        p_value=_two_sided(min(positive, negative), tested),
        smallest_p=_two_sided(0, tested),
        share=positive / tested if tested else math.nan,
        interval=exact(positive, tested) if tested else Interval(0.0, 1.0),
    )


def _two_sided(fewer: int, tested: int) -> float:
    tail = sum(math.comb(tested, count) for count in range(fewer + 1))
    return min(1.0, float(2 * tail / 2**tested))


def verdict(test: SignTest) -> str:
    """Say in a sentence what the test says, or why it cannot say anything."""
    pointing = f"{test.positive} of {test.tested}" if test.tested else "none"
    out = f"; {test.neither} more point neither way and are left out" if test.neither else ""
    if not test.tested:
        return f"No sign test: no study points either way{out}."
    if test.is_too_small:
        return (
            f"Too few to test: {pointing} point up, and even if all did, the p-value could not "
            f"fall below {test.smallest_p:.3f}{out}."
        )
    if test.neither >= test.tested:
        return (
            f"Of little use: {pointing} point up (p = {test.p_value:.3f}), but as many studies or "
            f"more ({test.neither}) point neither way and are left out."
        )
    told = (
        "more point one way than chance would give"
        if test.p_value <= _SIGNIFICANT
        else ("chance could give such a split")
    )
    return f"{pointing} point up (p = {test.p_value:.3f}): {told}{out}."


def table(
    selections: Mapping[str, pd.DataFrame], direction: str, measured: str | None = None
) -> pd.DataFrame:
    """Make a sign test of each selection of the reports, each study counted once.

    Args:
        selections: Reports to count, by the words that describe the selection.
        direction: Column with the direction of each report.
        measured: Column that says `yes` where the outcome is known to be measured.

    Returns:
        One row per selection: `selection`, `studies` with a visible direction, `positive`,
        `negative`, `neither` (null or mixed), `p_value`, `smallest_p`, the share of the positive
        among those that point either way (`share`, `lower`, `upper`; exact 95% interval), the same
        among all studies (`share_of_all`, `lower_of_all`, `upper_of_all`), and `verdict`.
    """
    rows = []
    for name, studies in selections.items():
        counted = effects.tally(effects.by_family(studies, direction, measured))
        neither = counted["null"] + counted["mixed"]
        test = sign_test(counted["positive"], counted["negative"], neither)
        total = test.tested + neither
        of_all = exact(test.positive, total) if total else Interval(0.0, 1.0)
        rows.append(
            {
                "selection": name,
                "studies": total,
                "positive": test.positive,
                "negative": test.negative,
                "neither": neither,
                "p_value": test.p_value,
                "smallest_p": test.smallest_p,
                "share": test.share,
                "lower": test.interval.lower,
                "upper": test.interval.upper,
                "share_of_all": test.positive / total if total else math.nan,
                "lower_of_all": of_all.lower,
                "upper_of_all": of_all.upper,
                "verdict": verdict(test),
            }
        )
    return pd.DataFrame(rows)
