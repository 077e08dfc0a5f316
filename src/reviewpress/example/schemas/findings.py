"""Model of `data/findings.csv`."""

from reviewpress.schemas import Findings, column


class FindingsTable(Findings):
    """One row per finding of the review."""

    theme: str = column("Theme of the finding", vocabulary=("effects", "conditions"))
    scope: str = column("What the finding speaks of")
    kind: str = column("Kind of finding", vocabulary=("effect", "descriptive"))
