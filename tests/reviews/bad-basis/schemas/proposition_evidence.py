"""Model of `data/proposition_evidence.csv`."""

from reviewpress.schemas import PropositionEvidence


class PropositionEvidenceTable(PropositionEvidence):
    """One row per proposition and report."""
