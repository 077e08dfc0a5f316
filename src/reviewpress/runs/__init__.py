"""Runs: parameterised notebooks, planned from `runs.yml`, executed and recorded."""

from reviewpress.runs.beginning import Begun, begin
from reviewpress.runs.check import RULES, check
from reviewpress.runs.execute import Event, execute, prune
from reviewpress.runs.failure import CellError, SeveralRunsError
from reviewpress.runs.inputs import merge
from reviewpress.runs.outcome import KEPT_RULE
from reviewpress.runs.plan import Run, plan
from reviewpress.runs.policy import Policy
from reviewpress.runs.record import PublishedValue, Record
from reviewpress.runs.spec import RunSpec, read_spec
from reviewpress.runs.values import collect, write_variables

__all__ = [
    "KEPT_RULE",
    "RULES",
    "Begun",
    "CellError",
    "Event",
    "Policy",
    "PublishedValue",
    "Record",
    "Run",
    "RunSpec",
    "SeveralRunsError",
    "begin",
    "check",
    "collect",
    "execute",
    "merge",
    "plan",
    "prune",
    "read_spec",
    "write_variables",
]
