"""Show a DataFrame as a table, or blocks, in a notebook: HTML for the site, Markdown elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from reviewpress.present import html, markdown
from reviewpress.present.content import Block, Cell, Grid, Inline

Align = Literal["left", "right", "center"]
NOTHING = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class Column:
    """How a column of a DataFrame is shown.

    Attributes:
        title: Head of the column, with its unit.
        show: Turns one value into content; otherwise text as it stands.
        align: Where the cells stand; by default numbers right and text left.
        width: Share of the table's width; give it for all columns or for none.
    """

    title: str
    show: Callable[[Any], Inline] | None = None
    align: Align | None = None
    width: float | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """Blocks as a notebook's output, offered as HTML and as Markdown."""

    blocks: tuple[Block, ...]

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Offer both forms; IPython asks for this."""
        return {
            "text/html": html.blocks(self.blocks),
            "text/markdown": markdown.blocks(self.blocks),
        }


def show(blocks: Iterable[Block]) -> Shown:
    """Show `blocks` as the output of a cell."""
    return Shown(tuple(blocks))


def table(
    frame: pd.DataFrame, columns: Mapping[str, Column | str], *, note: Inline | None = None
) -> Shown:
    """Show `frame` as a table, one row per row.

    Args:
        frame: Any table; its index is not shown.
        columns: Columns to show, in order, with their heads.
        note: What a reader must know, below the table.

    Raises:
        KeyError: The frame lacks a column.
    """
    return Shown((grid(frame, columns, note=note),))


def grid(
    frame: pd.DataFrame, columns: Mapping[str, Column | str], *, note: Inline | None = None
) -> Grid:
    """Return `frame` as a table block, to stand among other blocks; see `table`."""
    chosen = {
        name: column if isinstance(column, Column) else Column(column)
        for name, column in columns.items()
    }
    heads = tuple(
        Cell(column.title, column.align or _alignment(frame[name]), column.width)
        for name, column in chosen.items()
    )
    shown = [[cell(value, column.show) for value in frame[name]] for name, column in chosen.items()]
    return Grid(heads, tuple(zip(*shown, strict=True)), note)


def cell(value: Any, shower: Callable[[Any], Inline] | None = None) -> Inline:
    """Turn one value into content; a missing one becomes a dash."""
    if _is_missing(value):
        return NOTHING
    if shower is not None:
        return shower(value)
    return value if isinstance(value, str) else str(value)


def _alignment(values: pd.Series[Any]) -> Align:
    is_number = pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
    return "right" if is_number else "left"


def _is_missing(value: Any) -> bool:
    if isinstance(value, (str, Sequence)):
        return len(value) == 0
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))
