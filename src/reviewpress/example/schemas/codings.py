"""Model of `data/codings.csv`."""

from reviewpress.schemas import Codings, column


class CodingsTable(Codings):
    """One row per coded passage."""

    locator: str = column("Where in the report the passage stands")
    evidence_basis: str = column("What was read", vocabulary=("full-text", "abstract"))
