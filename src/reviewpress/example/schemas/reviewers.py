"""Model of `data/reviewers.csv`."""

from reviewpress.schemas import Reviewers, column


class ReviewersTable(Reviewers):
    """One row per coder."""

    scope: str = column("What the coder worked on")
    note: str = column("Remark on the coder", blank=True)
