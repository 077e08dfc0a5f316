"""Model of `data/findings.csv`."""

from reviewpress.schemas import Findings


class FindingsTable(Findings):
    """One row per finding."""
