"""Model of `data/studies.csv`."""

import pandas as pd
from pandera.pandas import dataframe_check

from reviewpress.schemas import Studies, column

from . import _vocabularies as words


class StudiesTable(Studies):
    """One row per included report; reports that share a study family are one study."""

    study_id: str = column("Identifier of the report", key=True, pattern=r"S\d{3}")
    year: int = column("Year of publication", minimum=2000, maximum=2026)
    publication_type: str = column("Kind of publication", vocabulary=words.PUBLICATION_TYPES)
    empirical: bool = column("Whether the report presents data of its own")
    country: str = column("Country whose schools were studied", vocabulary=("England",))
    nations_scope: str = column(
        "Nations that the data cover, as far as could be seen",
        vocabulary=("England", "England (not confirmed)"),
    )
    phase: str = column("Phase of schooling", vocabulary=words.PHASES)
    initiative: str = column("Programme, policy or place of the collaboration")
    structure: str = column(
        "Structure of the collaboration, from loose to tight", vocabulary=words.STRUCTURES
    )
    design: str = column(
        "Design of the study, as its summary describes it", vocabulary=words.DESIGNS
    )
    comparison_group: str = column(
        "Whether schools were compared with others, a national average included",
        vocabulary=words.YES_NO_UNCLEAR,
    )
    comparison_type: str = column(
        "How the comparison was made; a national benchmark is no counterfactual",
        vocabulary=words.COMPARISON_TYPES,
    )
    sample_schools: int = column(
        "Schools in the sample; blank where no number was seen",
        unit="schools",
        blank=True,
        minimum=1,
    )
    sample_note: str = column("What was seen of the sample, and which codes are judgements")
    data_sources: str = column(
        "Sources of data that the summary names, separated by `;`; blank where it names none",
        blank=True,
    )
    case_selection: str = column(
        "How the cases were picked; abstracts rarely say", vocabulary=words.CASE_SELECTIONS
    )
    attainment_measured: str = column(
        "Whether pupils' attainment is among the outcomes", vocabulary=words.YES_NO_UNCLEAR
    )
    attainment_direction: str = column(
        "Headline result for attainment; blank where it was, or may have been, measured and the "
        "result was not seen",
        vocabulary=words.DIRECTIONS,
        blank=True,
    )
    costs_reported: str = column(
        "Whether the report says what the collaboration cost", vocabulary=words.YES_NO_UNCLEAR
    )
    evidence_basis: str = column(
        "What was read of the report; never the full text", vocabulary=words.EVIDENCE_BASES
    )
    study_family: str = column(
        "Name shared by reports that rest on the same data, which count as one study; blank for a "
        "report that is a study by itself",
        blank=True,
        pattern=r"[a-z0-9]+(-[a-z0-9]+)*",
    )
    scope_flag: str = column(
        "Whether the report is at the core of the question, or why it is at its border",
        vocabulary=words.SCOPE_FLAGS,
    )
    source_url: str = column("Addresses of the pages that were read, separated by ` | `")

    @dataframe_check(
        name="direction-fits-measure",
        error="the direction is not-measured where attainment was not measured, and only there",
    )
    @classmethod
    def direction_fits_measure(cls, df: pd.DataFrame) -> pd.Series:
        """A direction is seen only where attainment was measured."""
        is_unmeasured = df["attainment_measured"] == "no"
        has_result = df["attainment_direction"].isin(["positive", "null", "mixed", "negative"])
        says_unmeasured = df["attainment_direction"] == "not-measured"
        return (is_unmeasured == says_unmeasured) & ~(
            has_result & (df["attainment_measured"] != "yes")
        )

    @dataframe_check(
        name="comparison-fits-group",
        error="comparison_type must be none for no comparison group, unclear for an unclear one",
    )
    @classmethod
    def comparison_fits_group(cls, df: pd.DataFrame) -> pd.Series:
        """The kind of comparison agrees with whether there was one."""
        expected = df["comparison_group"].map({"no": "none", "unclear": "unclear"})
        is_open = ~df["comparison_type"].isin(["none", "unclear"])
        return (df["comparison_type"] == expected) | (expected.isna() & is_open)
