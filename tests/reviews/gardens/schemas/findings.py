"""Model of `data/findings.csv`."""

from reviewpress.schemas import Findings


class FindingsTable(Findings):
    """As the tool has it."""
