"""Model of `data/implications.csv`."""

from reviewpress.schemas import Implications


class ImplicationsTable(Implications):
    """As the tool has it."""
