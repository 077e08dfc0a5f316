"""Model of `data/propositions.csv`."""

import pandas as pd
from pandera.pandas import dataframe_check

from reviewpress.schemas import Propositions, column

from ._vocabularies import SOURCE_DOCUMENTS


class PropositionsTable(Propositions):
    """One row per claim taken from one of the two source documents."""

    proposition_id: str = column(
        "Identifier of the proposition: R for the review, C for the sceptical paper",
        key=True,
        pattern=r"[RC]\d{1,2}",
    )
    position: str = column(
        "Position in the dispute that makes the claim", vocabulary=tuple(SOURCE_DOCUMENTS)
    )
    source_document: str = column(
        "Key in the bibliography of the document that makes the claim",
        vocabulary=tuple(SOURCE_DOCUMENTS.values()),
    )
    how_to_test: str = column("What in the tables would speak for or against the claim")
    testability_note: str = column("Whether these tables can test it")

    @dataframe_check(
        name="position-of-document",
        error="the position must be the one that this source document takes",
    )
    @classmethod
    def position_of_document(cls, df: pd.DataFrame) -> pd.Series:
        """Each source document stands for one position."""
        return df["position"].map(SOURCE_DOCUMENTS) == df["source_document"]
