"""A map of the evidence and its gaps: how many studies, and of what strength, for each pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

import pandas as pd

from reviewpress.synthesis import families
from reviewpress.synthesis.corpus import UNCLEAR, known_or_unclear


def cells(
    coded: pd.DataFrame,
    studies: pd.DataFrame,
    axes: tuple[str, str],
    *,
    strength: str,
    levels: Mapping[str, Sequence[str]],
) -> pd.DataFrame:
    """Count the studies of each pair of categories, and find the strongest design among them.

    Args:
        coded: One row per report and what it is about: `study_id` and the second axis. Several
            rows of a report count once.
        studies: One row per report; `study_id`, `study_family`, the first axis and `strength`.
        axes: Column of `studies`, and column of `coded` (or of `studies`), that are crossed. A
            blank cell counts as `unclear`.
        strength: Column of `studies` with the design of the report.
        levels: Designs under each level of strength, the strongest level first. Designs that no
            level names, and blank ones, are `unclear`, which is the weakest.

    Returns:
        One row per pair that has a study: both axes, `families` and `study_ids` (lists),
        `studies`, `reports` (numbers), `strongest` (a level, or `unclear`) and `strongest_ids`
        (list of the reports that have it). A study whose reports differ stands in several pairs.
    """
    level_of = {design: level for level, designs in levels.items() for design in designs}
    ranked = [*levels, UNCLEAR]
    known = studies.assign(
        family=families.family(studies), level=studies[strength].map(level_of).fillna(UNCLEAR)
    )
    columns = dict.fromkeys(["study_id", "family", "level", *axes])
    extra = [name for name in axes if name in coded and name not in studies]
    placed = coded[["study_id", *extra]].merge(known, on="study_id")[list(columns)]
    placed = placed.assign(**{axis: known_or_unclear(placed[axis]) for axis in axes})
    rows = []
    for pair, own in placed.drop_duplicates().groupby(list(axes), sort=True):
        strongest = min(own["level"], key=ranked.index)
        ids, names = sorted(set(own["study_id"])), sorted(set(own["family"]))
        best = sorted(set(own.loc[own["level"] == strongest, "study_id"]))
        rows.append((*pair, names, ids, len(names), len(ids), strongest, best))
    found = ["families", "study_ids", "studies", "reports", "strongest", "strongest_ids"]
    return pd.DataFrame(rows, columns=[*axes, *found])


def gaps(mapped: pd.DataFrame, rows: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """List the pairs without any study.

    Args:
        mapped: One row per pair that has a study, of `cells`; its first two columns are the axes.
        rows: Categories of the first axis, in order.
        columns: Categories of the second axis, in order.

    Returns:
        One row per pair without a study: both axes.
    """
    axes = list(mapped.columns[:2])
    held = set(mapped[axes].itertuples(index=False, name=None))
    empty = [pair for pair in product(rows, columns) if pair not in held]
    return pd.DataFrame(empty, columns=axes)
