"""Model of `data/studies.csv`."""

from reviewpress.schemas import Studies, column


class StudiesTable(Studies):
    """One row per included report."""

    design: str = column("Design of the study", vocabulary=("trial", "survey", "diary-study"))
    note: str = column("Remark on the report", blank=True)
