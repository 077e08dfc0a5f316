"""Model of `data/implications.csv`."""

from reviewpress.schemas import Implications


class ImplicationsTable(Implications):
    """One row per implication."""
