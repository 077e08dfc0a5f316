"""Base models of the tables that tell how works were found, screened and included."""

from __future__ import annotations

import datetime as dt

from reviewpress.schemas.columns import column
from reviewpress.schemas.table import Table

SCREENING_DECISIONS = ("include", "exclude", "unclear")
FULL_TEXT_STATUSES = ("retrieved", "retrieved-summary", "not-retrieved")
FINAL_DECISIONS = ("included", "excluded", "awaiting")


class Searches(Table):
    """One row per search carried out."""

    search_id: str = column("Identifier of the search", key=True)
    date: dt.date = column("Day on which the search was carried out")
    source: str = column("Database, register, website or list that was searched")
    query: str = column("Search terms as they were entered, or what was done instead")
    records_identified: int = column(
        "Records that the search found, before duplicates were removed",
        unit="records",
        minimum=0,
    )


class Records(Table):
    """One row per work considered."""

    record_id: str = column("Identifier of the record", key=True)
    search_id: str = column("Search that found the record", reference="searches.search_id")
    duplicate_of: str = column(
        "Record that this one repeats; blank for a record of its own",
        reference="records.record_id",
        blank=True,
    )
    title_abstract_decision: str = column(
        "Decision on title and abstract; blank for a duplicate",
        vocabulary=SCREENING_DECISIONS,
        blank=True,
    )
    full_text_status: str = column(
        "Whether the text was obtained; blank where it was not sought",
        vocabulary=FULL_TEXT_STATUSES,
        blank=True,
    )
    final_decision: str = column(
        "Where the record stands in the end; blank for a duplicate",
        vocabulary=FINAL_DECISIONS,
        blank=True,
    )
    exclusion_reason: str = column(
        "Code of the reason for exclusion; blank where the record is not excluded",
        reference="exclusion_reasons.code",
        blank=True,
    )
    study_id: str = column(
        "Report that the record became; blank where it is not included",
        reference="studies.study_id",
        blank=True,
    )
    report_of: str | None = column(
        "Family of reports that share data to which the work belongs, included or not", blank=True
    )


class ExclusionReasons(Table):
    """One row per reason for exclusion."""

    code: str = column("Code of the reason", key=True)
    label: str = column("Short name of the reason for tables and figures")
    definition: str = column("When the reason applies")
