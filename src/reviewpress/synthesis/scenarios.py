"""Selections of the reports under which a review asks whether its results stand.

A review declares its scenarios as data, such as parameters of a run::

    - {name: core, title: core reports only, column: scope, keep: [core]}
    - {name: no-theses, title: without theses, column: publication, drop: [thesis]}
    - {name: each-report, title: every report counted, count: reports}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

_KEYS = {"name", "title", "column", "keep", "drop", "count"}


@dataclass(frozen=True, slots=True)
class Scenario:
    """A selection of the reports and a way to count them.

    Attributes:
        name: Short name, of lower-case letters, digits and hyphens.
        title: What it selects, in words.
        column: Column of the studies that it looks at; None where it selects all.
        values: Values of that column.
        is_kept: Whether reports with these values stay, and others go, or the other way round.
        count: Whether reports that share data count once, as studies, or each by itself.
    """

    name: str
    title: str
    column: str | None = None
    values: tuple[str, ...] = ()
    is_kept: bool = True
    count: Literal["studies", "reports"] = "studies"

    def select(self, studies: pd.DataFrame) -> pd.DataFrame:
        """Return the reports of the scenario; where each counts, they have no family.

        Raises:
            ValueError: The studies lack the column, or no report has one of the values, so that
                a misspelt scenario would pass for one that changes nothing.
        """
        chosen = studies if self.column is None else studies[self._is_chosen(studies)]
        if self.count == "reports" and "study_family" in chosen:
            return chosen.drop(columns="study_family")
        return chosen

    def _is_chosen(self, studies: pd.DataFrame) -> pd.Series[bool]:
        if self.column not in studies:
            raise ValueError(f"scenario {self.name}: the studies have no column `{self.column}`")
        found = studies[self.column].astype("string")
        for value in self.values:
            if not (found == value).any():
                message = f"scenario {self.name}: no report has `{value}` in `{self.column}`"
                raise ValueError(message)
        is_named = found.isin(list(self.values))
        return is_named if self.is_kept else ~is_named


def read(declared: Iterable[Mapping[str, Any]]) -> tuple[Scenario, ...]:
    """Read scenarios as a review declares them.

    Args:
        declared: Mappings with `name`, `title` and perhaps `count`; `column` goes with either
            `keep` or `drop`, a list of values.

    Raises:
        ValueError: A scenario has another form, or a name stands twice.
    """
    scenarios = tuple(map(_read, declared))
    names = [scenario.name for scenario in scenarios]
    if doubled := [name for name in names if names.count(name) > 1]:
        raise ValueError(f"the scenario {doubled[0]} stands there twice")
    return scenarios


def _read(raw: Mapping[str, Any]) -> Scenario:
    name = raw.get("name", "?")
    if unknown := raw.keys() - _KEYS:
        raise ValueError(f"scenario {name}: unknown key `{min(unknown)}`; known: {sorted(_KEYS)}")
    if not raw.get("name") or not raw.get("title"):
        raise ValueError(f"scenario {name}: give it a `name` and a `title`")
    chosen = [key for key in ("keep", "drop") if key in raw]
    if len(chosen) > 1 or bool(chosen) != ("column" in raw):
        raise ValueError(f"scenario {name}: `column` goes with either `keep` or `drop`")
    count = raw.get("count", "studies")
    if count not in {"studies", "reports"}:
        raise ValueError(f"scenario {name}: `count` is `studies` or `reports`, not `{count}`")
    values = tuple(map(str, raw[chosen[0]])) if chosen else ()
    if chosen and not values:
        raise ValueError(f"scenario {name}: `{chosen[0]}` names no value")
    return Scenario(name, raw["title"], raw.get("column"), values, chosen != ["drop"], count)
