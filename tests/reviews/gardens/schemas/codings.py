"""Model of `data/codings.csv`."""

from reviewpress.schemas import Codings


class CodingsTable(Codings):
    """As the tool has it."""
