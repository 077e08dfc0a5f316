"""Model of `data/codebook.csv`."""

from reviewpress.schemas import Codebook


class CodebookTable(Codebook):
    """As the tool has it."""
