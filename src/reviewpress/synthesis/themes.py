"""Bring coded passages together by theme and subtheme."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import pandas as pd

from reviewpress.synthesis import families
from reviewpress.synthesis.corpus import known_or_unclear

STANCES = ("supports", "qualifies", "contradicts")


def subthemes(codings: pd.DataFrame, codebook: pd.DataFrame, theme: str) -> pd.DataFrame:
    """List the subthemes of a theme with the reports coded to them.

    Args:
        codings: One row per passage; `study_id`, `theme`, `subtheme`, `stance`.
        codebook: One row per subtheme; `theme`, `subtheme`, `definition`.
        theme: The theme.

    Returns:
        One row per subtheme in the codebook's order: `subtheme`, `definition`, `supports`,
        `qualifies`, `contradicts` (lists of study ids; a report with passages of two kinds stands
        in both) and `reports`, the number of different reports.
    """
    own = codings[codings["theme"] == theme]
    table = codebook.loc[codebook["theme"] == theme, ["subtheme", "definition"]]
    table = table.reset_index(drop=True)
    for stance in STANCES:
        held = own[own["stance"] == stance]
        table[stance] = [
            _ids(held.loc[held["subtheme"] == name, "study_id"]) for name in table["subtheme"]
        ]
    table["reports"] = [
        own.loc[own["subtheme"] == name, "study_id"].nunique() for name in table["subtheme"]
    ]
    return table


def overview(
    codings: pd.DataFrame, studies: pd.DataFrame, themes: Iterable[str] | None = None
) -> pd.DataFrame:
    """Count what was coded by theme.

    Returns:
        One row per theme: `theme`, `codings` (passages), `subthemes` in use, `reports`, `studies`
        and the reports that hold a passage of each stance.
    """
    rows = []
    for theme in themes if themes is not None else codings["theme"].drop_duplicates():
        own = codings[codings["theme"] == theme]
        stances = {name: own.loc[own["stance"] == name, "study_id"].nunique() for name in STANCES}
        rows.append(
            {
                "theme": theme,
                "codings": len(own),
                "subthemes": own["subtheme"].nunique(),
                "reports": own["study_id"].nunique(),
                "studies": families.number_of(own["study_id"], studies),
                **stances,
            }
        )
    return pd.DataFrame(rows)


def crosstab(
    codings: pd.DataFrame,
    studies: pd.DataFrame,
    column: str,
    *,
    themes: Sequence[str],
    order: Sequence[str],
) -> pd.DataFrame:
    """Count reports coded to each theme by an attribute of the report.

    Returns:
        One row per theme, one column per value of `column`, in reports.
    """
    joined = codings[["study_id", "theme"]].drop_duplicates().merge(studies, on="study_id")
    table = pd.crosstab(joined["theme"], known_or_unclear(joined[column]))
    rest = [name for name in table.columns if name not in order]
    names = [*(name for name in order if name in table.columns), *rest]
    return table.reindex(index=list(themes), columns=names, fill_value=0)


def recurring(
    codings: pd.DataFrame, themes: Collection[str], *, unnamed: Collection[str] = ()
) -> pd.DataFrame:
    """Count the reports of each subtheme of some themes.

    Args:
        codings: One row per passage; `study_id`, `theme`, `subtheme`.
        themes: Themes to look at.
        unnamed: Subthemes that name nothing, which are left out.

    Returns:
        One row per subtheme, the most frequent first: `theme`, `subtheme`, `reports`.
    """
    own = codings[codings["theme"].isin(list(themes)) & ~codings["subtheme"].isin(list(unnamed))]
    sizes = own.groupby(["theme", "subtheme"], sort=True)["study_id"].nunique().rename("reports")
    return sizes.reset_index().sort_values("reports", ascending=False, kind="stable")


def _ids(study_ids: pd.Series[str]) -> list[str]:
    return sorted(set(study_ids))
