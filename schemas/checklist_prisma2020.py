"""Model of `data/checklist_prisma2020.csv`."""

from reviewpress.schemas import Checklist, column


class ChecklistPrisma2020Table(Checklist):
    """One row per item of PRISMA 2020, the guideline for systematic reviews."""

    item: str = column("Number of the item", key=True, pattern=r"\d{1,2}[a-f]?")
    note: str = column("How the review meets the item, or why not", blank=True)
