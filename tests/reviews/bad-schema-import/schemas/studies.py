"""Model of `data/studies.csv`."""

from reviewpress.schemas import Studys


class StudiesTable(Studys):
    """One row per included report."""
