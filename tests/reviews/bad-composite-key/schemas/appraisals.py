"""Model of `data/appraisals.csv`."""

from reviewpress.schemas import Appraisals


class AppraisalsTable(Appraisals):
    """One row per report and dimension."""
