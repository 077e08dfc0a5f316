"""Model of `data/records.csv`."""

from reviewpress.schemas import Records, column


class RecordsTable(Records):
    """One row per work considered."""

    bib_key_or_short: str = column("Key in the bibliography, or author and year")
    title: str = column("Title of the work")
    year: int = column("Year of publication", minimum=1900, maximum=2100)
    doi: str = column("Digital object identifier", blank=True, pattern=r"10\.\d{4,9}/\S+")
    note: str = column("Remark on the work", blank=True)
