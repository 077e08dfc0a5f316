"""The flow of records into the review, as PRISMA 2020 counts it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from reviewpress.errors import DataError, Location
from reviewpress.synthesis import families

_HINT = "run `reviewpress check`, which names the rows"


@dataclass(frozen=True, slots=True)
class Flow:
    """Counts of the flow; all are records, except `reports` and `studies`.

    Attributes:
        identified: Records that the searches found.
        duplicates: Records that repeat another.
        screened: Records read by title and abstract.
        excluded_on_abstract: Excluded without the text being sought.
        sought: Records whose text was sought.
        not_retrieved: Sought and not obtained.
        assessed: Obtained and assessed, in the form that the review says.
        excluded_after_assessment: Excluded for a reason after assessment.
        undecided: Obtained and still awaiting a decision.
        reports: Reports included.
        studies: Studies included; reports that share data are one.
        awaiting: All records without a final decision, whether obtained or not.
    """

    identified: int
    duplicates: int
    screened: int
    excluded_on_abstract: int
    sought: int
    not_retrieved: int
    assessed: int
    excluded_after_assessment: int
    undecided: int
    reports: int
    studies: int
    awaiting: int

    @property
    def excluded(self) -> int:
        """Records excluded at either stage."""
        return self.excluded_on_abstract + self.excluded_after_assessment


def count(records: pd.DataFrame, studies: pd.DataFrame, searches: pd.DataFrame) -> Flow:
    """Count the flow and make sure that it closes.

    Args:
        records: One row per work; `duplicate_of`, `full_text_status`, `final_decision`.
        studies: One row per included report; `study_id`, `study_family`.
        searches: One row per search; `records_identified`.

    Raises:
        DataError: A box does not equal the sum of those it flows into.
    """
    original = records[~families.is_given(records["duplicate_of"])]
    status, decision = original["full_text_status"], original["final_decision"]
    was_sought = families.is_given(status)
    was_assessed = was_sought & (status != "not-retrieved")
    flow = Flow(
        identified=int(pd.to_numeric(searches["records_identified"]).sum()),
        duplicates=len(records) - len(original),
        screened=len(original),
        excluded_on_abstract=int(((decision == "excluded") & ~was_sought).sum()),
        sought=int(was_sought.sum()),
        not_retrieved=int((status == "not-retrieved").sum()),
        assessed=int(was_assessed.sum()),
        excluded_after_assessment=int(((decision == "excluded") & was_assessed).sum()),
        undecided=int(((decision == "awaiting") & was_assessed).sum()),
        reports=int((decision == "included").sum()),
        studies=families.number(studies),
        awaiting=int((decision == "awaiting").sum()),
    )
    _refuse_open_ends(flow, included=len(studies))
    return flow


def _refuse_open_ends(flow: Flow, *, included: int) -> None:
    out_of_assessment = flow.reports + flow.excluded_after_assessment + flow.undecided
    sums = (
        ("records identified", flow.identified, flow.screened + flow.duplicates),
        ("records screened", flow.screened, flow.excluded_on_abstract + flow.sought),
        ("reports sought", flow.sought, flow.not_retrieved + flow.assessed),
        ("reports assessed", flow.assessed, out_of_assessment),
        ("reports included", flow.reports, included),
    )
    for name, whole, parts in sums:
        if whole != parts:
            raise DataError(
                f"the flow of records does not close: {whole} {name}, but {parts} accounted for",
                hint=_HINT,
                where=Location("data/records.csv"),
            )


def exclusions(records: pd.DataFrame, reasons: pd.DataFrame) -> pd.DataFrame:
    """Count excluded records by reason and stage.

    Args:
        records: One row per work; `final_decision`, `exclusion_reason`, `full_text_status`.
        reasons: One row per reason; `code`, `label`, `definition`.

    Returns:
        One row per reason, most frequent first: `code`, `label`, `definition`, `on_abstract`,
        `after_assessment` and `records`.
    """
    excluded = records[records["final_decision"] == "excluded"]
    was_sought = families.is_given(excluded["full_text_status"])
    found = pd.DataFrame(
        {
            "on_abstract": excluded.loc[~was_sought, "exclusion_reason"].value_counts(),
            "after_assessment": excluded.loc[was_sought, "exclusion_reason"].value_counts(),
        }
    )
    table = reasons.set_index("code").join(found).fillna({"on_abstract": 0, "after_assessment": 0})
    table = table.astype({"on_abstract": int, "after_assessment": int})
    table["records"] = table["on_abstract"] + table["after_assessment"]
    return table.sort_values("records", ascending=False, kind="stable").reset_index()
