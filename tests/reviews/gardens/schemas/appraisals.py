"""Model of `data/appraisals.csv`."""

from reviewpress.schemas import Appraisals


class AppraisalsTable(Appraisals):
    """As the tool has it."""
