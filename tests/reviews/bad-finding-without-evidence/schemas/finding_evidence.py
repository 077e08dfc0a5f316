"""Model of `data/finding_evidence.csv`."""

from reviewpress.schemas import FindingEvidence


class FindingEvidenceTable(FindingEvidence):
    """One row per finding and report."""
