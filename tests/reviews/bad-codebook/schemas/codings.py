"""Model of `data/codings.csv`."""

from reviewpress.schemas import Codings


class CodingsTable(Codings):
    """One row per coded passage."""
