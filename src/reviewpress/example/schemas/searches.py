"""Model of `data/searches.csv`."""

from reviewpress.schemas import Searches, column


class SearchesTable(Searches):
    """One row per search carried out."""

    purpose: str = column("What the search was for")
