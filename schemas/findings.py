"""Model of `data/findings.csv`."""

import pandas as pd
from pandera.pandas import dataframe_check

from reviewpress.schemas import Findings, column

from ._vocabularies import THEMES

COMPONENTS = [
    "cerqual_methodological_limitations",
    "cerqual_coherence",
    "cerqual_adequacy",
    "cerqual_relevance",
]
CAPPING_MODERATE_CONCERNS = 3


class FindingsTable(Findings):
    """One row per finding of the review, with its four CERQual components."""

    finding_id: str = column("Identifier of the finding", key=True, pattern=r"F\d{2}")
    theme: str = column("Theme of the finding", vocabulary=THEMES, reference="codebook.theme")
    scope: str = column("Which reports, structures and years the finding speaks of")
    kind: str = column(
        "Whether the finding describes, interprets or speaks of an effect; CERQual was made for "
        "qualitative findings and is used by analogy for the others",
        vocabulary=("descriptive", "interpretive", "effect"),
    )

    @dataframe_check(
        name="confidence-capped",
        error="a serious concern, or three moderate ones, allow low confidence at most",
    )
    @classmethod
    def confidence_capped(cls, df: pd.DataFrame) -> pd.Series:
        """Confidence does not exceed what the four components allow."""
        concerns = df[COMPONENTS]
        is_capped = (concerns == "serious").any(axis=1) | (
            (concerns == "moderate").sum(axis=1) >= CAPPING_MODERATE_CONCERNS
        )
        return ~is_capped | df["confidence"].isin(["low", "very-low"])

    @dataframe_check(name="confidence-not-high", error="nothing is rated high in this review")
    @classmethod
    def confidence_not_high(cls, df: pd.DataFrame) -> pd.Series:
        """Codes that rest on summaries cannot carry high confidence."""
        return df["confidence"] != "high"
