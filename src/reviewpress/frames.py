"""The checked tables of a review, as typed data frames that know their place in the files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from reviewpress.errors import Location
from reviewpress.schemas import Table


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables of a review.

    A blank cell is missing (`isna()`) in every type, text included, and never an empty text.
    Text has pandas' `str` type, whole numbers `Int64`, numbers `float64`, yes/no `boolean`, dates
    `datetime64[ns]`. A column that the model allows to be absent, and is, holds missing cells only.
    Rows are numbered from 0 in the order of the file.

    Attributes:
        frames: Table name to frame; its columns stand in the order of the file.
        models: Table name to the review's Pandera model.
        lines: Table name to the line of the file on which each row begins.
        headers: Table name to the column names of the file.
    """

    frames: Mapping[str, pd.DataFrame]
    models: Mapping[str, type[Table]]
    lines: Mapping[str, Sequence[int]]
    headers: Mapping[str, Sequence[str]]

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return a table; changing it does not change what others see.

        Raises:
            KeyError: The review has no such table.
        """
        return self.frames[name].copy(deep=False)

    def __contains__(self, name: object) -> bool:
        """Say whether the review has the table."""
        return name in self.frames

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the tables, sorted."""
        return tuple(sorted(self.frames))

    def has(self, name: str, columns: Iterable[str] = ()) -> bool:
        """Say whether the review has the table and the table all of `columns`."""
        wanted = set(columns)
        return name in self.frames and (not wanted or wanted <= set(self.frames[name].columns))

    def where(self, name: str, row: int, column: str | None = None) -> Location:
        """Return the place of a row, or of one of its cells, in the table's file."""
        header = self.headers[name]
        position = header.index(column) + 1 if column in header else None
        return Location(f"data/{name}.csv", self.lines[name][row], position)
