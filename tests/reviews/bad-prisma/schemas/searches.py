"""Model of `data/searches.csv`."""

from reviewpress.schemas import Searches


class SearchesTable(Searches):
    """One row per search carried out."""
