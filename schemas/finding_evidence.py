"""Model of `data/finding_evidence.csv`."""

from reviewpress.schemas import FindingEvidence, column


class FindingEvidenceTable(FindingEvidence):
    """One row per finding, report and coding that bears on it."""

    note: str = column("What the report shows; which family it belongs to", blank=True)
