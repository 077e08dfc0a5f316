"""Model of `data/studies.csv`."""

from reviewpress.schemas import Studies, column


class StudiesTable(Studies):
    """One row per included report."""

    outlet: str = column("Where it appeared", vocabulary=("journal", "thesis", "report"))
    place: str = column("Where the garden is", vocabulary=("allotment", "rooftop", "yard"))
    method: str = column("Method", vocabulary=("trial", "panel", "survey", "account"))
    plots: int = column("Plots in the sample", unit="plots", blank=True, minimum=1)
    intake: str = column(
        "What became of the greens people eat",
        vocabulary=("positive", "null", "mixed", "negative"),
        blank=True,
    )
    intake_known: str = column("Whether intake was measured", vocabulary=("yes", "no"))
    read: str = column("What was read", vocabulary=("full-text", "abstract"))
