"""Model of `data/implications.csv`."""

from reviewpress.schemas import Implications, column


class ImplicationsTable(Implications):
    """One row per implication for practice or research."""

    source: str = column("Where the implication comes from")
    caveat: str = column("What speaks against it or limits it")
