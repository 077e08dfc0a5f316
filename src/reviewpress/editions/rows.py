"""Compare the rows of a table of two editions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reviewpress.editions.events import Change
from reviewpress.editions.snapshot import Snapshot, TableData

Row = Mapping[str, str]
_EMPTY = TableData((), (), ())


@dataclass(frozen=True, slots=True)
class RowChanges:
    """How the rows of a table differ.

    Attributes:
        added: Rows that are new, by key.
        removed: Rows that are gone, by key.
        changed: Cells that changed, by the key of their row.
        before: All rows of the older edition by key.
        after: All rows of the newer edition by key.
    """

    added: dict[str, Row]
    removed: dict[str, Row]
    changed: dict[str, tuple[Change, ...]]
    before: dict[str, Row]
    after: dict[str, Row]

    def __bool__(self) -> bool:
        """Say whether anything changed."""
        return bool(self.added or self.removed or self.changed)


def compare(before: Snapshot, after: Snapshot, name: str) -> RowChanges:
    """Compare the table `name`; an edition without it has no rows in it."""
    old, new = (_rows(one.tables.get(name, _EMPTY)) for one in (before, after))
    columns = dict.fromkeys(column for row in (*old.values(), *new.values()) for column in row)
    changed = {}
    for key in old.keys() & new.keys():
        cells = tuple(
            Change(column, old[key].get(column, ""), new[key].get(column, ""))
            for column in columns
            if old[key].get(column, "") != new[key].get(column, "")
        )
        if cells:
            changed[key] = cells
    return RowChanges(
        added={key: new[key] for key in new if key not in old},
        removed={key: old[key] for key in old if key not in new},
        changed=dict(sorted(changed.items())),
        before=old,
        after=new,
    )


def _rows(table: TableData) -> dict[str, Row]:
    return {" / ".join(key): row for key, row in table.by_key().items()}


def of(changes: RowChanges, column: str) -> dict[str, tuple[Change, ...]]:
    """Gather what changed by what a column names, such as all codings by their report.

    A new or removed row is one change, named after its key, whose cells are joined.
    """
    found: dict[str, list[Change]] = {}
    for key, row in changes.removed.items():
        found.setdefault(row.get(column, ""), []).append(Change(key, _words(row, column), ""))
    for key, row in changes.added.items():
        found.setdefault(row.get(column, ""), []).append(Change(key, "", _words(row, column)))
    for key, cells in changes.changed.items():
        named = [Change(f"{key}: {cell.name}", cell.before, cell.after) for cell in cells]
        for owner in dict.fromkeys((changes.before[key][column], changes.after[key][column])):
            found.setdefault(owner, []).extend(named)
    return {owner: tuple(cells) for owner, cells in sorted(found.items())}


def _words(row: Row, column: str) -> str:
    return ", ".join(cell for name, cell in row.items() if cell and name != column)
