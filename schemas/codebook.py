"""Model of `data/codebook.csv`."""

from reviewpress.schemas import Codebook, column

from ._vocabularies import THEMES


class CodebookTable(Codebook):
    """One row per theme and subtheme."""

    theme: str = column("Theme", key=True, vocabulary=THEMES)
    subtheme: str = column("Subtheme within the theme", key=True, pattern=r"[a-z0-9]+(-[a-z0-9]+)*")
    include_when: str = column("When a passage is coded so")
    exclude_when: str = column("When it is not")
