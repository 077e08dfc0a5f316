"""Model of `data/studies.csv`."""

from reviewpress.schemas import Studies


class StudiesTable(Studies):
    """One row per included report."""
