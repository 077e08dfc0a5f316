"""Model of `data/proposition_evidence.csv`."""

from reviewpress.schemas import PropositionEvidence


class PropositionEvidenceTable(PropositionEvidence):
    """As the tool has it."""
