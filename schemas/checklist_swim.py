"""Model of `data/checklist_swim.csv`."""

from reviewpress.schemas import Checklist, column


class ChecklistSwimTable(Checklist):
    """One row per item of SWiM, the guideline for syntheses without meta-analysis."""

    item: str = column("Number of the item", key=True, pattern=r"\d[ab]?")
    note: str = column("How the review meets the item, or why not", blank=True)
