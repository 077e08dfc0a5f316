"""Model of `data/studies.csv`."""

import pandas as pd
from pandera.pandas import dataframe_check

from reviewpress.schemas import Studies, column


class StudiesTable(Studies):
    """One row per included report."""

    people: int = column("People who took part", unit="people")
    analysed: int = column("People whose data were analysed", unit="people")

    @dataframe_check(name="analysed-took-part", error="more people were analysed than took part")
    @classmethod
    def analysed_took_part(cls, df: pd.DataFrame) -> pd.Series:
        """Nobody is analysed who did not take part."""
        return df["analysed"] <= df["people"]
