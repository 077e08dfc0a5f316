"""Model of `data/codings.csv`."""

from reviewpress.schemas import Codings, column

from ._vocabularies import EVIDENCE_BASES


class CodingsTable(Codings):
    """One row per passage coded by the first coder."""

    coding_id: str = column("Identifier of the coding", key=True, pattern=r"C\d{3}")
    bib_key: str = column(
        "Key of the report's entry in the bibliography", reference="studies.bib_key"
    )
    locator: str = column("Where in what was read the passage stands")
    evidence_basis: str = column("What was read of the report", vocabulary=EVIDENCE_BASES)
    coder: str = column(
        "Who coded the passage", reference="reviewers.reviewer_id", vocabulary=("coder-1",)
    )
