"""Model of `data/exclusion_reasons.csv`."""

from reviewpress.schemas import ExclusionReasons


class ExclusionReasonsTable(ExclusionReasons):
    """As the tool has it."""
