"""Model of `data/searches.csv`."""

from reviewpress.schemas import Searches, column


class SearchesTable(Searches):
    """One row per kind of source that was searched."""

    search_id: str = column("Identifier of the search", key=True, pattern=r"SR\d{2}")
    purpose: str = column("What was looked for there, and which records are counted here")
