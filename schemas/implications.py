"""Model of `data/implications.csv`."""

from reviewpress.schemas import Implications, column


class ImplicationsTable(Implications):
    """One row per implication for policy, practice or research."""

    implication_id: str = column("Identifier of the implication", key=True, pattern=r"I\d{2}")
    audience: str = column(
        "Whom the implication is for", vocabulary=("policy", "practice", "research")
    )
    source: str = column(
        "Who draws the implication: a source document or this synthesis",
        vocabulary=("review-document", "sceptic-document", "this-synthesis"),
    )
    caveat: str = column("What limits the implication or speaks against it")
