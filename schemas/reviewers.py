"""Model of `data/reviewers.csv`."""

from reviewpress.schemas import Reviewers, column


class ReviewersTable(Reviewers):
    """One row per coder or appraiser."""

    kind: str = column(
        "Whether the reviewer is a person or a program; no person has checked the codes",
        vocabulary=("automated (language model)", "person"),
    )
    scope: str = column("How much the reviewer worked on")
    note: str = column("What the reviewer saw and did not see")
