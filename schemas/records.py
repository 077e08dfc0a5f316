"""Model of `data/records.csv`."""

from reviewpress.schemas import Records, column

from ._vocabularies import EVIDENCE_BASES


class RecordsTable(Records):
    """One row per work considered."""

    record_id: str = column("Identifier of the record", key=True, pattern=r"R\d{3}")
    bib_key_or_short: str = column(
        "Key in the bibliography, or first author and year of a work that is not in it",
        unique=True,
    )
    title: str = column("Title of the work; blank where it was not seen", blank=True)
    year: int = column(
        "Year of publication; blank where it was not seen", blank=True, minimum=1990, maximum=2026
    )
    doi: str = column(
        "Digital object identifier, where it was printed on a page that was read",
        blank=True,
        unique=True,
        pattern=r"10\.\d{4,9}/\S+",
    )
    title_abstract_decision: str = column(
        "Decision on what was first seen of the work: title, abstract, record or description",
        vocabulary=("include", "exclude", "unclear"),
    )
    full_text_status: str = column(
        "Whether at least one page of, or about, the work was read; blank where it was not "
        "sought. No full text was read",
        vocabulary=("retrieved-summary", "not-retrieved"),
        blank=True,
    )
    final_decision: str = column(
        "Where the record stands in the end", vocabulary=("included", "excluded", "awaiting")
    )
    report_of: str = column(
        "Family of reports that share data to which the work belongs, included or not", blank=True
    )
    screen_id: str = column(
        "Identifier of the row in the screening list, for excluded works",
        blank=True,
        unique=True,
        pattern=r"X\d{3}",
    )
    evidence_basis: str = column(
        "What was read of the work; blank where nothing was", vocabulary=EVIDENCE_BASES, blank=True
    )
    note: str = column("Remark on the record", blank=True)
