"""Model of `data/searches.csv`."""

from reviewpress.schemas import Searches


class SearchesTable(Searches):
    """As the tool has it."""
