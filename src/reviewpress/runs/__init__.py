"""Runs: parameterised notebooks, planned from `runs.yml`, executed and recorded."""

from reviewpress.runs.check import RULES, check
from reviewpress.runs.execute import Event, execute, prune
from reviewpress.runs.failure import CellError
from reviewpress.runs.plan import Run, plan
from reviewpress.runs.record import PublishedValue, Record
from reviewpress.runs.spec import RunSpec, read_spec
from reviewpress.runs.values import collect, write_variables

__all__ = [
    "RULES",
    "CellError",
    "Event",
    "PublishedValue",
    "Record",
    "Run",
    "RunSpec",
    "check",
    "collect",
    "execute",
    "plan",
    "prune",
    "read_spec",
    "write_variables",
]
