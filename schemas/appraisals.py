"""Model of `data/appraisals.csv`."""

import pandas as pd
from pandera.pandas import dataframe_check

from reviewpress.schemas import Appraisals, column

from ._vocabularies import DIMENSIONS, EVIDENCE_BASES, JUDGEMENTS


class AppraisalsTable(Appraisals):
    """One row per report and dimension of the Weight of Evidence."""

    dimension: str = column(
        "Dimension of the Weight of Evidence: coherence, design for claims about attainment, "
        "relevance to joint work between schools",
        key=True,
        vocabulary=DIMENSIONS,
    )
    judgement: str = column("Judgement on the dimension", vocabulary=JUDGEMENTS)
    basis: str = column("What was read of the report", vocabulary=EVIDENCE_BASES)

    @dataframe_check(
        name="coherence-not-high",
        error="coherence cannot be high, because no full text was read",
    )
    @classmethod
    def coherence_not_high(cls, df: pd.DataFrame) -> pd.Series:
        """A summary cannot show that a study is coherent throughout."""
        return ~((df["dimension"] == "woe-a-coherence") & (df["judgement"] == "high"))
