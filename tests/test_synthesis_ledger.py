import pandas as pd

from reviewpress.synthesis import ledger

STUDIES = pd.DataFrame(
    {"study_id": ["A", "B", "C", "D"], "study_family": ["one", "one", "two", "two"]}
)
PROPOSITIONS = pd.DataFrame(
    {"proposition_id": ["P1", "P2"], "position": ["for", "against"], "statement": ["x", "y"]}
)
VERDICTS = pd.DataFrame(
    {
        "proposition_id": ["P1", "P2"],
        "verdict": ["contested", "untestable-here"],
        "one_line_reason": ["r", "s"],
    }
)
EVIDENCE = pd.DataFrame(
    [
        ("P1", "A", "supports"),
        ("P1", "B", "silent"),
        ("P1", "C", "supports"),
        ("P1", "D", "contradicts"),
    ],
    columns=["proposition_id", "study_id", "relation"],
)


def test_a_silent_report_leaves_the_word_to_the_other_of_its_study():
    told = ledger.by_family(EVIDENCE, STUDIES)
    assert told.to_numpy().tolist() == [["P1", "one", "supports"], ["P1", "two", "divided"]]


def test_summary_counts_studies_and_lists_reports():
    table = ledger.summary(PROPOSITIONS, VERDICTS, EVIDENCE, STUDIES).set_index("proposition_id")
    first = table.loc["P1"]
    assert (first["supports"], first["divided"], first["contradicts"], first["silent"]) == (
        1,
        1,
        0,
        0,
    )
    assert first["supports_reports"] == ["A", "C"]
    assert first["reports"] == 4


def test_a_proposition_without_evidence_stays_in_the_summary():
    table = ledger.summary(PROPOSITIONS, VERDICTS, EVIDENCE, STUDIES).set_index("proposition_id")
    assert table.loc["P2", "reports"] == 0
    assert table.loc["P2", "supports_reports"] == []
    assert table.loc["P2", "verdict"] == "untestable-here"


def test_claims_are_sorted_by_position_and_verdict():
    judged = PROPOSITIONS.merge(VERDICTS, on="proposition_id")
    assert ledger.by_verdict(judged) == {
        "for": {"contested": ["P1"]},
        "against": {"untestable-here": ["P2"]},
    }
