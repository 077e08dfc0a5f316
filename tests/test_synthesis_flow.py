import pandas as pd
import pytest

from reviewpress.errors import DataError
from reviewpress.synthesis import families, flow

NAN = float("nan")
COLUMNS = ["duplicate_of", "full_text_status", "final_decision", "exclusion_reason"]


def make_records(rows):
    return pd.DataFrame(rows, columns=COLUMNS, dtype="str")


RECORDS = make_records(
    [
        (NAN, "retrieved", "included", NAN),
        (NAN, "retrieved", "included", NAN),
        ("R1", NAN, NAN, NAN),
        (NAN, NAN, "excluded", "OLD"),
        (NAN, "retrieved", "excluded", "OLD"),
        (NAN, "retrieved", "excluded", "FAR"),
        (NAN, "not-retrieved", "awaiting", NAN),
        (NAN, "retrieved", "awaiting", NAN),
    ]
)
STUDIES = pd.DataFrame({"study_id": ["A", "B"], "study_family": ["one", "one"]})
SEARCHES = pd.DataFrame({"records_identified": [5, 3]})


def test_every_box_is_counted():
    counts = flow.count(RECORDS, STUDIES, SEARCHES)
    assert counts == flow.Flow(
        identified=8,
        duplicates=1,
        screened=7,
        excluded_on_abstract=1,
        sought=6,
        not_retrieved=1,
        assessed=5,
        excluded_after_assessment=2,
        undecided=1,
        reports=2,
        studies=1,
        awaiting=2,
    )
    assert counts.excluded == 3


@pytest.mark.parametrize(
    ("records", "studies", "searches", "what"),
    [
        (RECORDS, STUDIES, pd.DataFrame({"records_identified": [9]}), "9 records identified"),
        (RECORDS, STUDIES.head(1), SEARCHES, "2 reports included, but 1"),
        (
            RECORDS.assign(final_decision=RECORDS["final_decision"].replace("awaiting", NAN)),
            STUDIES,
            SEARCHES,
            "5 reports assessed, but 4",
        ),
        (
            RECORDS.assign(full_text_status=NAN),
            STUDIES,
            SEARCHES,
            "7 records screened, but 3",
        ),
    ],
)
def test_an_open_end_is_refused(records, studies, searches, what):
    with pytest.raises(DataError, match=what):
        flow.count(records, studies, searches)


def test_exclusions_list_every_reason_by_stage():
    reasons = pd.DataFrame(
        {
            "code": ["FAR", "OLD", "NEW"],
            "label": ["Elsewhere", "Too old", "Too new"],
            "definition": ["a", "b", "c"],
        }
    )
    table = flow.exclusions(RECORDS, reasons)
    rows = table[["code", "on_abstract", "after_assessment", "records"]].to_numpy().tolist()
    assert rows == [["OLD", 1, 1, 2], ["FAR", 0, 1, 1], ["NEW", 0, 0, 0]]


def test_a_report_without_family_is_a_study():
    studies = pd.DataFrame(
        {"study_id": ["A", "B", "C", "D"], "study_family": ["one", NAN, "one", ""]}
    )
    assert families.family(studies).tolist() == ["one", "B", "one", "D"]
    assert families.number(studies) == 3
    assert families.shared(studies).to_dict() == {"one": 2}
    assert families.number_of(["A", "C"], studies) == 1


def test_a_review_without_families_counts_reports():
    studies = pd.DataFrame({"study_id": ["A", "B"]})
    assert families.number(studies) == 2
