"""Model of `data/codebook.csv`."""

from reviewpress.schemas import Codebook, column


class CodebookTable(Codebook):
    """One row per theme and subtheme."""

    include_when: str = column("When a passage is coded so")
    exclude_when: str = column("When it is not")
