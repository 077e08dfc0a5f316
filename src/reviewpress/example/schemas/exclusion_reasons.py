"""Model of `data/exclusion_reasons.csv`."""

from reviewpress.schemas import ExclusionReasons


class ExclusionReasonsTable(ExclusionReasons):
    """One row per reason for exclusion."""
