"""Model of `data/checklist_short.csv`."""

from reviewpress.schemas import Checklist


class ChecklistShortTable(Checklist):
    """One row per item of a short list."""
