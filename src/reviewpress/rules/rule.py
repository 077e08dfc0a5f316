"""What a rule across tables is, and how rules are run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from reviewpress.frames import Tables
from reviewpress.problems import Problem, Severity

Cell = tuple[str, int, str]


class Fault(NamedTuple):
    """A row, and a cell of it, that breaks a rule."""

    row: int
    column: str
    message: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that needs more than one cell to be judged.

    Attributes:
        table: Table whose rows are judged.
        name: Name of the rule; its id is `table.name`.
        description: What holds where the rule is kept.
        needs: `table.column` of every column it looks at; without one of them it does not run.
        find: Yields the rows that break it.
        echoes: `table.column` of keys from which absence is concluded. Where one of them holds a
            faulty cell, the absence may only be an echo of that, and the rule waits.
        severity: How much it matters unless the review says otherwise.
    """

    table: str
    name: str
    description: str
    needs: tuple[str, ...]
    find: Callable[[Tables], Iterable[Fault]]
    echoes: tuple[str, ...] = ()
    severity: Severity = Severity.ERROR

    @property
    def id(self) -> str:
        """Id under which `review.checks` knows the rule."""
        return f"{self.table}.{self.name}"


def run(rules: Iterable[Rule], tables: Tables, faulty: frozenset[Cell]) -> Iterator[Problem]:
    """Run the rules whose tables and columns exist.

    Args:
        rules: The rules.
        tables: All tables that could be read.
        faulty: Cells of which something was reported already. A row is not judged by them again,
            and the cells that one rule reports count for the rules after it.
    """
    known = set(faulty)
    for rule in rules:
        columns = {f"{table}.{column}" for table, _, column in known}
        if not all(_exists(tables, needed) for needed in rule.needs) or columns & {*rule.echoes}:
            continue
        used = [column.partition(".") for column in rule.needs]
        own = [column for table, _, column in used if table == rule.table]
        found: set[Cell] = set()
        for fault in rule.find(tables):
            if any((rule.table, fault.row, column) in known for column in own):
                continue
            found.add((rule.table, fault.row, fault.column))
            yield Problem(
                tables.where(rule.table, fault.row, fault.column),
                fault.message,
                rule=rule.id,
                field=fault.column,
                hint=fault.hint,
                severity=rule.severity,
            )
        known |= found


def _exists(tables: Tables, needed: str) -> bool:
    table, _, column = needed.partition(".")
    return table in tables and column in tables.headers[table]
