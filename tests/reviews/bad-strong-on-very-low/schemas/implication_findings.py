"""Model of `data/implication_findings.csv`."""

from reviewpress.schemas import ImplicationFindings


class ImplicationFindingsTable(ImplicationFindings):
    """One row per implication and finding."""
