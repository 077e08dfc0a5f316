"""Model of `data/reviewers.csv`."""

from reviewpress.schemas import Reviewers


class ReviewersTable(Reviewers):
    """As the tool has it."""
