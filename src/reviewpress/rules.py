"""Rules that hold across tables; each runs where its tables and columns exist."""

from __future__ import annotations

from reviewpress.frames import Tables
from reviewpress.problems import Problem

RULES: dict[str, str] = {}


def check(
    tables: Tables, *, faulty: frozenset[tuple[str, str]], broken: frozenset[str]
) -> list[Problem]:
    """Run every rule."""
    return []
