"""Model of `data/proposition_verdicts.csv`."""

from reviewpress.schemas import PropositionVerdicts


class PropositionVerdictsTable(PropositionVerdicts):
    """As the tool has it."""
