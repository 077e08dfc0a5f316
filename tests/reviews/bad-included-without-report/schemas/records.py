"""Model of `data/records.csv`."""

from reviewpress.schemas import Records


class RecordsTable(Records):
    """One row per work considered."""
