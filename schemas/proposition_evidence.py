"""Model of `data/proposition_evidence.csv`."""

from reviewpress.schemas import PropositionEvidence, column


class PropositionEvidenceTable(PropositionEvidence):
    """One row per proposition and report; every member of a family has its row."""

    note: str = column("Why the relation was judged so", blank=True)
