"""Model of `data/propositions.csv`."""

from reviewpress.schemas import Propositions


class PropositionsTable(Propositions):
    """As the tool has it."""
