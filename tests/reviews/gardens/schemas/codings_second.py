"""Model of `data/codings_second.csv`."""

from reviewpress.schemas import CodingsSecond


class CodingsSecondTable(CodingsSecond):
    """As the tool has it."""
