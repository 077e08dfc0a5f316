"""Model of `data/codings_second.csv`."""

from reviewpress.schemas import CodingsSecond, column

from ._vocabularies import EVIDENCE_BASES_SECOND


class CodingsSecondTable(CodingsSecond):
    """One row per passage coded by the second coder, who had not seen the first coding."""

    coding_id: str = column("Identifier of the coding", key=True, pattern=r"D\d{3}")
    bib_key: str = column(
        "Key of the report's entry in the bibliography", reference="studies.bib_key"
    )
    locator: str = column("Where in what was read the passage stands")
    evidence_basis: str = column(
        "What was read of the report, in the second coder's words",
        vocabulary=EVIDENCE_BASES_SECOND,
    )
    coder: str = column(
        "Who coded the passage", reference="reviewers.reviewer_id", vocabulary=("coder-2",)
    )
