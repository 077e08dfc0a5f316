"""Rules that make the flow of records close: every work is found once and ends in one place."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from reviewpress.frames import Tables
from reviewpress.rules.rule import Fault, Rule


def _search_counts(tables: Tables) -> Iterator[Fault]:
    searches = tables["searches"]
    held = searches["search_id"].map(tables["records"]["search_id"].value_counts()).fillna(0)
    expected = searches["records_identified"]
    for row in searches.index[expected.notna() & (expected != held)]:
        name, count = searches.loc[row, "search_id"], int(held[row])
        yield Fault(
            row,
            "records_identified",
            f"{name} identified {expected[row]} records, but data/records.csv holds {count} of it",
            "every record that a search found has its row, duplicates included",
        )


def _duplicates(tables: Tables) -> Iterator[Fault]:
    records = tables["records"]
    doubles = set(records.loc[records["duplicate_of"].notna(), "record_id"])
    for row in records.index[records["duplicate_of"].isin(doubles)]:
        target = records.loc[row, "duplicate_of"]
        yield Fault(
            row,
            "duplicate_of",
            f"{target} is a duplicate itself",
            "name the record that was kept",
        )


def _decisions(tables: Tables) -> Iterator[Fault]:
    records = tables["records"]
    is_double = records["duplicate_of"].notna()
    for column in ("title_abstract_decision", "final_decision"):
        for row in records.index[~is_double & records[column].isna()]:
            yield Fault(row, column, "a record that is no duplicate needs a decision")
        for row in records.index[is_double & records[column].notna()]:
            yield Fault(row, column, "a duplicate has no decision of its own", "leave it blank")


def _stages(tables: Tables) -> Iterator[Fault]:
    records = tables["records"]
    screened, text, final = (
        records[column]
        for column in ("title_abstract_decision", "full_text_status", "final_decision")
    )
    is_out = screened == "exclude"
    is_read = text.isin(["retrieved", "retrieved-summary"])
    contradictions = [
        (
            is_out & text.notna(),
            "full_text_status",
            "the text of a record that is excluded on title or abstract is not sought",
        ),
        (
            is_out & final.notna() & (final != "excluded"),
            "final_decision",
            "a record that is excluded on title or abstract ends as excluded",
        ),
        (
            ~is_out & (final == "included") & ~is_read,
            "full_text_status",
            "an included record must have been retrieved",
        ),
        (
            screened.notna() & ~is_out & (final == "excluded") & ~is_read,
            "full_text_status",
            "a record that passed title and abstract can be excluded only after it was retrieved",
        ),
    ]
    for broken, column, message in contradictions:
        for row in records.index[broken]:
            yield Fault(row, column, message)


def _reasons(tables: Tables) -> Iterator[Fault]:
    records = tables["records"]
    has_reason = records["exclusion_reason"].notna()
    is_excluded = records["final_decision"] == "excluded"
    for row in records.index[is_excluded & ~has_reason]:
        yield Fault(row, "exclusion_reason", "an excluded record needs a reason")
    for row in records.index[~is_excluded & has_reason]:
        yield Fault(row, "exclusion_reason", "a record that is not excluded has no reason for it")


def _reports(tables: Tables) -> Iterator[Fault]:
    records = tables["records"]
    has_report = records["study_id"].notna()
    is_included = records["final_decision"] == "included"
    for row in records.index[is_included & ~has_report]:
        yield Fault(
            row,
            "study_id",
            "an included record names no report",
            "give its study_id in the studies",
        )
    for row in records.index[~is_included & has_report]:
        message = f"{records.loc[row, 'study_id']} is a report, but the record is not included"
        yield Fault(row, "study_id", message)
    reports = records.loc[is_included & has_report, "study_id"]
    for row in reports.index[reports.duplicated()]:
        study = records.loc[row, "study_id"]
        first = reports.index[reports == study][0]
        yield Fault(
            row,
            "study_id",
            f"{study} comes from the record in line {tables.lines['records'][first]} already",
            "if both records are the same work, say so in duplicate_of",
        )


def _studies(tables: Tables) -> Iterator[Fault]:
    studies = tables["studies"]
    for row in studies.index[~studies["study_id"].isin(tables["records"]["study_id"])]:
        study = studies.loc[row, "study_id"]
        yield Fault(
            row,
            "study_id",
            f"no record became the report {study}, so the flow of records does not close",
            "give the study_id to its record in data/records.csv",
        )


def _families(tables: Tables) -> Iterator[Fault]:
    records = tables["records"]
    families = tables["studies"].drop_duplicates("study_id").set_index("study_id")["study_family"]
    expected = records["study_id"].map(families)
    is_report = records["study_id"].isin(families.index)
    differs = is_report & (records["report_of"].fillna("") != expected.fillna(""))
    for row in records.index[differs]:
        name = expected[row]
        family = f'the study_family "{name}"' if pd.notna(name) else "no study_family"
        yield Fault(
            row,
            "report_of",
            f"{records.loc[row, 'study_id']} has {family} in data/studies.csv",
            "a work belongs to the same family in both tables",
        )


RULES = (
    Rule(
        "searches",
        "count",
        "the records identified by a search are as many as the rows that name it",
        ("searches.search_id", "searches.records_identified", "records.search_id"),
        _search_counts,
        echoes=("records.search_id",),
    ),
    Rule(
        "records",
        "duplicate-of-duplicate",
        "a duplicate names the record that was kept",
        ("records.record_id", "records.duplicate_of"),
        _duplicates,
    ),
    Rule(
        "records",
        "decision",
        "a record has both decisions, a duplicate none",
        ("records.duplicate_of", "records.title_abstract_decision", "records.final_decision"),
        _decisions,
    ),
    Rule(
        "records",
        "stage",
        "decision on title and abstract, retrieval and final decision follow from each other",
        ("records.title_abstract_decision", "records.full_text_status", "records.final_decision"),
        _stages,
    ),
    Rule(
        "records",
        "reason",
        "a record has a reason for exclusion if it is excluded, and only then",
        ("records.final_decision", "records.exclusion_reason"),
        _reasons,
    ),
    Rule(
        "records",
        "report",
        "a record names a report if it is included, and only then; no other record names the same",
        ("records.final_decision", "records.study_id"),
        _reports,
    ),
    Rule(
        "studies",
        "record",
        "every report comes from a record",
        ("studies.study_id", "records.study_id"),
        _studies,
        echoes=("records.study_id",),
    ),
    Rule(
        "records",
        "family",
        "a record belongs to the same family as its report",
        ("records.study_id", "records.report_of", "studies.study_id", "studies.study_family"),
        _families,
    ),
)
