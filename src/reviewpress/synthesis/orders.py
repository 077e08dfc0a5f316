"""Does the order of directions of effect stand under other selections of the studies?

The order **holds** if, of each two directions of which one was more frequent, it still is; it
`ties` if some are now equally frequent, and `turns` if the other is now more frequent. Of two
directions that no study has any more nothing can be said. `nothing` is left where no study has a
direction at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

import pandas as pd

from reviewpress.synthesis import effects
from reviewpress.synthesis.robustness import HOLDS, NOTHING, TURNS
from reviewpress.synthesis.scenarios import Scenario

TIES = "ties"


def under(
    studies: pd.DataFrame,
    scenarios: Iterable[Scenario],
    direction: str,
    measured: str | None = None,
) -> pd.DataFrame:
    """Count directions under every scenario.

    Args:
        studies: One row per report; `study_id`, `study_family` and the columns named here and in
            the scenarios.
        scenarios: The scenarios.
        direction: Column with the direction of each report.
        measured: Column that says `yes` where the outcome is known to be measured.

    Returns:
        One row per scenario: `scenario`, `title`, `studies` with a direction, each direction, and
        `status`.

    Raises:
        ValueError: A scenario does not fit the studies.
    """
    before = effects.tally(effects.by_family(studies, direction, measured))
    rows = []
    for scenario in scenarios:
        selected = scenario.select(studies)
        now = effects.tally(effects.by_family(selected, direction, measured))
        rows.append({"scenario": scenario.name, "title": scenario.title} | _row(before, now))
    return pd.DataFrame(rows)


def without(told: pd.DataFrame, groups: Mapping[str, Iterable[str]]) -> pd.DataFrame:
    """Count directions without one group of studies after the other.

    Args:
        told: One row per study, of `effects.by_family`.
        groups: Studies (families) to leave out together, by the name of the group; a group
            without a direction is passed over.

    Returns:
        One row per group: `group`, `left_out` (studies with a direction), `studies` that are left,
        each direction, and `status`.
    """
    seen = told[told["direction"] != effects.NOT_SEEN]
    before = effects.tally(seen)
    rows = []
    for group, own in groups.items():
        is_out = seen["family"].isin(list(own))
        if is_out.any():
            now = effects.tally(seen[~is_out])
            rows.append({"group": group, "left_out": int(is_out.sum())} | _row(before, now))
    columns = ["group", "left_out", "studies", *effects.DIRECTIONS, "status"]
    return pd.DataFrame(rows, columns=columns)


def status(before: Mapping[str, int], now: Mapping[str, int]) -> str:
    """Say whether directions stand in the same order of frequency as before."""
    if not sum(now[name] for name in effects.DIRECTIONS):
        return NOTHING
    found = HOLDS
    for one, other in combinations(effects.DIRECTIONS, 2):
        was, is_now = before[one] - before[other], now[one] - now[other]
        if was * is_now < 0:
            return TURNS
        if was and not is_now and now[one]:
            found = TIES
    return found


def _row(before: Mapping[str, int], now: Mapping[str, int]) -> dict[str, object]:
    counts: dict[str, object] = {name: now[name] for name in effects.DIRECTIONS}
    total = sum(now[name] for name in effects.DIRECTIONS)
    return {"studies": total} | counts | {"status": status(before, now)}
