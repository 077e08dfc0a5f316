"""Base models of the tables that hold the included reports, their coding and their appraisal."""

from __future__ import annotations

from reviewpress.schemas.columns import column
from reviewpress.schemas.table import Table

STANCES = ("supports", "qualifies", "contradicts")


class Studies(Table):
    """One row per included report; reports that share a study family are one study."""

    study_id: str = column("Identifier of the report", key=True, anchor=True)
    bib_key: str = column("Key of the report's entry in the bibliography", unique=True)
    year: int = column("Year of publication", minimum=1500, maximum=2200)
    study_family: str | None = column(
        "Name shared by reports that rest on the same data, which count as one study; blank for "
        "a report that is a study by itself",
        blank=True,
    )
    source_url: str | None = column(
        "Addresses of the pages that were read, separated by ` | `; http or https only", blank=True
    )


class Reviewers(Table):
    """One row per coder or appraiser."""

    reviewer_id: str = column("Identifier of the coder or appraiser", key=True)
    role: str = column("What the reviewer did")
    kind: str = column("Whether the reviewer is a person or a program")


class Codebook(Table):
    """One row per theme and subtheme."""

    theme: str = column("Theme", key=True)
    subtheme: str = column("Subtheme within the theme", key=True)
    definition: str = column("What a passage says that is coded so")


class Codings(Table):
    """One row per coded passage."""

    coding_id: str = column("Identifier of the coding", key=True, anchor=True)
    study_id: str = column("Report that was coded", reference="studies.study_id")
    theme: str = column("Theme of the passage", reference="codebook.theme")
    subtheme: str = column("Subtheme of the passage", reference="codebook.subtheme")
    stance: str = column(
        "Whether the passage supports, qualifies or contradicts the subtheme", vocabulary=STANCES
    )
    note: str = column("What the passage says, in the coder's words")
    coder: str = column("Who coded the passage", reference="reviewers.reviewer_id")


class CodingsSecond(Codings):
    """One row per passage coded by the second coder, in a sample of the reports."""


class AttributesSecond(Table):
    """One row per report of the sample; its attributes as the second coder read them."""

    study_id: str = column("Report that was coded", key=True, reference="studies.study_id")
    coder: str = column("Who coded the attributes", reference="reviewers.reviewer_id")


class Appraisals(Table):
    """One row per report, dimension of appraisal and appraiser."""

    study_id: str = column("Report that was appraised", key=True, reference="studies.study_id")
    dimension: str = column("Dimension of the appraisal", key=True)
    judgement: str = column("Judgement on the dimension")
    rationale: str = column("Why the judgement was made")
    appraiser: str = column("Who made the judgement", key=True, reference="reviewers.reviewer_id")
