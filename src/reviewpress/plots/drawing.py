"""A figure that carries the numbers it was drawn from, so that readers can take them away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure


class Drawing(Figure):
    """A figure with its numbers.

    Attributes:
        numbers: What was drawn, one row a mark, a bar or a line between two.
    """

    def __init__(self, numbers: pd.DataFrame, **look: Any) -> None:
        """Start an empty drawing of `numbers`; `look` is what a matplotlib figure takes."""
        super().__init__(**look)
        self.numbers = numbers


def with_names(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return a table whose index, which names its rows, becomes its first column.

    Args:
        table: Counts; the index names the rows.
        name: Head of the first column, where the index has no name of its own.
    """
    head = str(table.index.name or name)
    return table.rename_axis(index=[head], columns=None).reset_index()


def listed(rows: Iterable[Mapping[str, object]], columns: Iterable[str]) -> pd.DataFrame:
    """Return rows as a table that has its columns even where it has no row."""
    return pd.DataFrame(list(rows), columns=list(columns))
