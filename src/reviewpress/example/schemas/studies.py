"""Model of `data/studies.csv`."""

from reviewpress.schemas import Studies, column


class StudiesTable(Studies):
    """One row per included report."""

    publication_type: str = column("Kind of publication", vocabulary=("journal-article", "report"))
    design: str = column("Design of the study", vocabulary=("trial", "diary-study", "survey"))
    comparison_group: str = column(
        "Whether people who walked were compared with others",
        vocabulary=("yes", "no", "unclear"),
    )
    sample_people: int = column(
        "How many people took part; blank where no number was seen",
        unit="people",
        minimum=1,
        blank=True,
    )
    mood_direction: str = column(
        "Direction of the result for mood", vocabulary=("positive", "null", "negative", "unclear")
    )
    evidence_basis: str = column(
        "What was read of the report", vocabulary=("full-text", "abstract")
    )
