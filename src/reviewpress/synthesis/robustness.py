"""Do findings, and the evidence behind verdicts, stand under other selections of the studies?

A claim leans to where more studies stand: `for` where more support it than contradict it,
`against` where it is the other way round, `even` where they are as many. Studies that qualify it,
or whose own reports differ, bear on it and stand on neither side; a report that supports a claim
in one passage and qualifies it in another supports it. The lean rests on *enough* where at least
two studies stand on the leading side; for an even claim, where at least two bear on it.

A claim **holds** under a scenario if its lean is what it was and rests on enough. Otherwise it is
`thin` (the same lean, but on less than two studies), it `turns` (another lean), or `nothing` is
left that bears on it.

This recounts evidence. It does not judge again: a verdict or a level of confidence weighs more
than numbers of studies, and stays as its authors gave it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from reviewpress.synthesis import ledger
from reviewpress.synthesis.scenarios import Scenario

HOLDS, THIN, TURNS, NOTHING = "holds", "thin", "turns", "nothing"
_GRAVE = (HOLDS, THIN, TURNS, NOTHING)
ENOUGH = 2
_BEARING = ("supports", "qualifies", "divided", "contradicts")


@dataclass(frozen=True, slots=True, eq=False)
class Claims:
    """Claims of one kind, and what bears on them.

    Attributes:
        key: Column with the id of the claim, such as `finding_id`.
        ids: Ids of the claims in order; one without evidence has nothing that bears on it.
        evidence: One row per claim and report, or passage; `key`, `study_id`, `relation`.
    """

    key: str
    ids: Sequence[str]
    evidence: pd.DataFrame

    def told(self, studies: pd.DataFrame) -> pd.DataFrame:
        """Give each study one relation to each claim, after giving each report one.

        Args:
            studies: One row per report; `study_id`, `study_family`.

        Returns:
            One row per claim and study: `key`, `family`, `relation`, as `ledger.by_family`.
        """
        evidence = self.evidence
        pairs = pd.Series(
            zip(evidence[self.key], evidence["study_id"], strict=True), index=evidence.index
        )
        takes_side = pairs.isin(pairs[~evidence["relation"].isin(["qualifies", "silent"])])
        kept = evidence[~(takes_side & (evidence["relation"] == "qualifies"))]
        return ledger.by_family(kept, studies, self.key)

    def balance(self, studies: pd.DataFrame) -> pd.DataFrame:
        """Count the studies on each side of each claim.

        Args:
            studies: One row per report; `study_id`, `study_family`.

        Returns:
            One row per claim, which is the index: `supports`, `qualifies`, `divided`,
            `contradicts`, `bearing` (their sum), `lean` (`for`, `against`, `even`) and
            `is_enough`.
        """
        _, each = self._sides(studies)
        return self._weighed(each.sum(axis=0))

    def _sides(self, studies: pd.DataFrame) -> tuple[list[str], npt.NDArray[np.int64]]:
        """Return the studies, and for each, claim by claim, on which side it stands."""
        told = self.told(studies)
        told = told[told["relation"].isin(_BEARING) & told[self.key].isin(list(self.ids))]
        names = sorted(set(told["family"]))
        each = np.zeros((len(names), len(self.ids), len(_BEARING)), dtype=np.int64)
        places = ({name: place for place, name in enumerate(axis)} for axis in (names, self.ids))
        of_study, of_claim = places
        for claim, name, relation in told.itertuples(index=False, name=None):
            each[of_study[name], of_claim[claim], _BEARING.index(relation)] = 1
        return names, each

    def _weighed(self, counts: npt.NDArray[np.int64]) -> pd.DataFrame:
        table = pd.DataFrame(counts, index=list(self.ids), columns=list(_BEARING))
        table["bearing"] = table.sum(axis="columns")
        ahead = table["supports"] - table["contradicts"]
        table["lean"] = np.select([ahead > 0, ahead < 0], ["for", "against"], "even")
        leading = table[["supports", "contradicts"]].max(axis="columns")
        table["is_enough"] = leading.where(ahead != 0, table["bearing"]) >= ENOUGH
        return table

    def without(
        self, studies: pd.DataFrame, groups: Mapping[str, Iterable[str]]
    ) -> Iterable[tuple[str, pd.DataFrame]]:
        """Yield the name of each group of studies, and the balance without it."""
        names, each = self._sides(studies)
        total = each.sum(axis=0)
        for group, own in groups.items():
            is_out = np.isin(names, list(own))
            yield group, self._weighed(total - each[is_out].sum(axis=0))


def status(before: pd.DataFrame, now: pd.DataFrame) -> pd.Series[str]:
    """Say of each claim how its balance `now` compares with the one `before`."""
    words = pd.Series(HOLDS, index=before.index)
    words = words.where(now["is_enough"], THIN).where(now["lean"] == before["lean"], TURNS)
    return words.where(now["bearing"] > 0, NOTHING)


def under(claims: Claims, studies: pd.DataFrame, scenarios: Iterable[Scenario]) -> pd.DataFrame:
    """Recount every claim under every scenario.

    Args:
        claims: The claims.
        studies: One row per report; `study_id`, `study_family` and the scenarios' columns.
        scenarios: The scenarios.

    Returns:
        One row per scenario and claim: `scenario`, the claims' key, the columns of
        `Claims.balance`, and `status`.

    Raises:
        ValueError: A scenario does not fit the studies.
    """
    before = claims.balance(studies)
    parts = []
    for scenario in scenarios:
        now = claims.balance(scenario.select(studies))
        part = now.assign(status=status(before, now)).rename_axis(claims.key).reset_index()
        part.insert(0, "scenario", scenario.name)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def hinges(
    claims: Claims, studies: pd.DataFrame, groups: Mapping[str, Iterable[str]]
) -> pd.DataFrame:
    """Name the groups of studies without which a claim does not hold.

    Args:
        claims: The claims.
        studies: One row per report.
        groups: Studies (families) to leave out together, by the name of the group: one each to
            leave one study out, those of a team to leave one team out.

    Returns:
        One row per claim that holds with all studies and group without which it does not: the
        claims' key, `group`, `status`.
    """
    before = claims.balance(studies)
    standing = status(before, before) == HOLDS
    rows = []
    for group, now in claims.without(studies, groups):
        found = status(before, now)
        is_lost = standing & (found != HOLDS)
        rows += [(claim, group, found[claim]) for claim in found.index[is_lost]]
    return pd.DataFrame(rows, columns=[claims.key, "group", "status"])


def summary(
    claims: Claims,
    studies: pd.DataFrame,
    scenarios: Sequence[Scenario],
    groups: Mapping[str, Mapping[str, Iterable[str]]],
) -> pd.DataFrame:
    """Say of each claim under which scenarios it holds, and on what it hinges.

    Args:
        claims: The claims.
        studies: One row per report.
        scenarios: The scenarios.
        groups: Groups to leave out one at a time, by kind, such as `study` and `team`.

    Returns:
        One row per claim: the claims' key, the columns of `Claims.balance`, `status` with all
        studies, one column per scenario with its status, `lost` (list of scenarios under which it
        does not hold), and for each kind `hinges_<kind>` (list of groups without which it does
        not hold; empty for a claim that does not hold to begin with) and `without_<kind>` (the
        worst that leaving one out does to it).
    """
    before = claims.balance(studies)
    table = before.assign(status=status(before, before))
    names = [scenario.name for scenario in scenarios]
    if names:
        recounted = under(claims, studies, scenarios).set_index([claims.key, "scenario"])
        table = table.join(recounted["status"].unstack()[names])  # noqa: PD010 - one a cell
    table["lost"] = [
        [name for name in names if table.loc[claim, name] != HOLDS] for claim in table.index
    ]
    for kind, own in groups.items():
        found = hinges(claims, studies, own)
        listed = found.groupby(claims.key)["group"].agg(list)
        worst = found.groupby(claims.key)["status"].agg(lambda each: max(each, key=_GRAVE.index))
        table[f"hinges_{kind}"] = [listed.get(claim, []) for claim in table.index]
        table[f"without_{kind}"] = [worst.get(one, table.loc[one, "status"]) for one in table.index]
    return table.rename_axis(claims.key).reset_index()
