"""Model of `data/exclusion_reasons.csv`."""

from reviewpress.schemas import ExclusionReasons, column


class ExclusionReasonsTable(ExclusionReasons):
    """One row per reason for exclusion."""

    code: str = column("Code of the reason", key=True, pattern=r"[A-Z]+(_[A-Z]+)*")
