"""Model of `data/finding_evidence.csv`."""

from reviewpress.schemas import FindingEvidence


class FindingEvidenceTable(FindingEvidence):
    """As the tool has it."""
