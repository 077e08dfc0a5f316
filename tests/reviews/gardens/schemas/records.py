"""Model of `data/records.csv`."""

from reviewpress.schemas import Records


class RecordsTable(Records):
    """As the tool has it."""
