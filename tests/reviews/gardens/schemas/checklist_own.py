"""Model of `data/checklist_own.csv`."""

from reviewpress.schemas import Checklist


class ChecklistOwnTable(Checklist):
    """As the tool has it."""
