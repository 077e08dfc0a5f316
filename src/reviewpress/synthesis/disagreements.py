"""List what two coders saw differently, for a third to decide."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from reviewpress.synthesis import families


def attributes(
    studies: pd.DataFrame, second: pd.DataFrame, columns: Collection[str]
) -> pd.DataFrame:
    """List the attributes on which two coders differ.

    Args:
        studies: One row per report, first coder; `study_id` and `columns`.
        second: One row per report of the sample, second coder; the same columns.
        columns: Columns to compare; a blank cell differs from a code.

    Returns:
        One row per report and column on which they differ: `study_id`, `what`, `first`, `second`
        (missing where a coder left the cell blank); in the order of the reports.
    """
    theirs = second.set_index("study_id")
    rows = []
    for report in studies[studies["study_id"].isin(theirs.index)].to_dict("records"):
        for name in columns:
            one, other = report[name], theirs.loc[report["study_id"], name]
            is_blank = [not families.is_given(pd.Series([value])).iloc[0] for value in (one, other)]
            if all(is_blank) or (not any(is_blank) and one == other):
                continue
            rows.append((report["study_id"], name, one, other))
    return pd.DataFrame(rows, columns=["study_id", "what", "first", "second"])


def passages(codings: pd.DataFrame, second: pd.DataFrame, sample: Collection[str]) -> pd.DataFrame:
    """List the subthemes that one coder found in a report and the other did not, or saw otherwise.

    Args:
        codings: One row per passage, first coder; `study_id`, `theme`, `subtheme`, `stance`,
            `coding_id`.
        second: The same of the second coder.
        sample: Ids of the reports that both coders read.

    Returns:
        One row per report and subtheme: `study_id`, `theme`, `subtheme`, `kind` (`first-only`,
        `second-only` or `stance`), `first` and `second` (stances found, `; ` between them; empty
        for none) and `first_ids`, `second_ids` (lists of coding ids).
    """
    keys = ["study_id", "theme", "subtheme"]
    sides = []
    for table in (codings, second):
        own = table[table["study_id"].isin(list(sample))]
        sides.append(
            {
                key: (sorted(set(part["stance"])), sorted(part["coding_id"]))
                for key, part in own.groupby(keys)
            }
        )
    first, other = sides
    rows = []
    for key in sorted(first.keys() | other.keys()):
        (one, one_ids), (two, two_ids) = first.get(key, ([], [])), other.get(key, ([], []))
        if one == two:
            continue
        kind = "stance" if one and two else "first-only" if one else "second-only"
        rows.append((*key, kind, "; ".join(one), "; ".join(two), one_ids, two_ids))
    return pd.DataFrame(rows, columns=[*keys, "kind", "first", "second", "first_ids", "second_ids"])
