"""Model of `data/implication_findings.csv`."""

from reviewpress.schemas import ImplicationFindings


class ImplicationFindingsTable(ImplicationFindings):
    """As the tool has it."""
