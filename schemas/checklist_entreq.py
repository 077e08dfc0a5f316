"""Model of `data/checklist_entreq.csv`."""

from reviewpress.schemas import Checklist, column


class ChecklistEntreqTable(Checklist):
    """One row per item of ENTREQ, the guideline for syntheses of qualitative research."""

    item: str = column("Number of the item", key=True, pattern=r"\d{1,2}")
    note: str = column("How the review meets the item, or why not", blank=True)
