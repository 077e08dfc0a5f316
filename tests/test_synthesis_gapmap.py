import pandas as pd

from reviewpress.synthesis import gapmap

STUDIES = pd.DataFrame(
    [
        ("A", "one", "clay", "trial"),
        ("B", "one", "clay", "survey"),
        ("C", None, "clay", "guess"),
        ("D", None, "sand", None),
        ("E", None, None, "survey"),
    ],
    columns=["study_id", "study_family", "soil", "method"],
)
CODED = pd.DataFrame(
    [("A", "yield"), ("A", "yield"), ("B", "yield"), ("C", "yield"), ("D", "cost"), ("E", "cost")],
    columns=["study_id", "outcome"],
)
LEVELS = {"strong": ["trial"], "weak": ["survey"]}
MAPPED = gapmap.cells(CODED, STUDIES, ("soil", "outcome"), strength="method", levels=LEVELS)


def test_studies_count_once_and_the_strongest_design_is_named():
    first = MAPPED.iloc[0]
    assert (first["soil"], first["outcome"]) == ("clay", "yield")
    assert (first["studies"], first["reports"]) == (2, 3)
    assert first["families"] == ["C", "one"]
    assert first["study_ids"] == ["A", "B", "C"]
    assert (first["strongest"], first["strongest_ids"]) == ("strong", ["A"])


def test_what_is_not_known_stays_visible():
    rest = MAPPED.iloc[1:].set_index("soil")
    assert rest["strongest"].to_dict() == {"sand": "unclear", "unclear": "weak"}


def test_gaps_are_the_pairs_without_a_study():
    empty = gapmap.gaps(MAPPED, ["clay", "sand", "unclear"], ["yield", "cost"])
    assert empty.to_numpy().tolist() == [["clay", "cost"], ["sand", "yield"], ["unclear", "yield"]]


def test_both_axes_may_be_columns_of_the_studies():
    table = gapmap.cells(CODED, STUDIES, ("soil", "method"), strength="method", levels=LEVELS)
    assert set(zip(table["soil"], table["method"], strict=True)) == {
        ("clay", "trial"),
        ("clay", "survey"),
        ("clay", "guess"),
        ("sand", "unclear"),
        ("unclear", "survey"),
    }
