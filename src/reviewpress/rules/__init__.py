"""Rules that hold across tables; each runs where its tables and columns exist."""

from __future__ import annotations

from reviewpress.frames import Tables
from reviewpress.problems import Problem, Severity
from reviewpress.rules import claims, flow, studies
from reviewpress.rules.rule import Cell, run

_ALL = (*flow.RULES, *studies.RULES, *claims.RULES)

RULES = {rule.id: rule.description for rule in _ALL}
WARNINGS = frozenset(rule.id for rule in _ALL if rule.severity is Severity.WARNING)

__all__ = ["RULES", "WARNINGS", "check"]


def check(tables: Tables, faulty: frozenset[Cell]) -> list[Problem]:
    """Run every rule whose tables and columns exist.

    Args:
        tables: All tables that could be read.
        faulty: Cells, as table, row and column, of which something was reported already.
    """
    return list(run(_ALL, tables, faulty))
