"""Model of `data/codebook.csv`."""

from reviewpress.schemas import Codebook


class CodebookTable(Codebook):
    """One row per theme and subtheme."""
