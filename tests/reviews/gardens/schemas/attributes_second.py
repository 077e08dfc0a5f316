"""Model of `data/attributes_second.csv`."""

from reviewpress.schemas import AttributesSecond, column


class AttributesSecondTable(AttributesSecond):
    """One row per report of the sample."""

    method: str = column("Method", vocabulary=("trial", "panel", "survey", "account"))
    intake: str = column("What became of the greens people eat", blank=True)
