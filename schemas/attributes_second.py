"""Model of `data/attributes_second.csv`."""

from reviewpress.schemas import AttributesSecond, column

from . import _vocabularies as words


class AttributesSecondTable(AttributesSecond):
    """One row per report of the sample; its attributes as the second coder read them."""

    design: str = column("Design of the study", vocabulary=words.DESIGNS)
    structure: str = column("Structure of the collaboration", vocabulary=words.STRUCTURES)
    phase: str = column("Phase of schooling", vocabulary=words.PHASES)
    comparison_group: str = column(
        "Whether schools were compared with others", vocabulary=words.YES_NO_UNCLEAR
    )
    comparison_type: str = column("How the comparison was made", vocabulary=words.COMPARISON_TYPES)
    attainment_measured: str = column(
        "Whether pupils' attainment is among the outcomes", vocabulary=words.YES_NO_UNCLEAR
    )
    attainment_direction: str = column(
        "Headline result for attainment; blank where the result was not seen",
        vocabulary=words.DIRECTIONS,
        blank=True,
    )
    evidence_basis: str = column(
        "What was read of the report, in the second coder's words",
        vocabulary=words.EVIDENCE_BASES_SECOND,
    )
    coder: str = column(
        "Who coded the attributes", reference="reviewers.reviewer_id", vocabulary=("coder-2",)
    )
