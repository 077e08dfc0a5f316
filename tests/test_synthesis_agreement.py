import pandas as pd
import pytest

from reviewpress.synthesis import agreement, disagreements, reliability

STUDIES = pd.DataFrame({"study_id": ["A", "B", "C"], "x": ["p", None, "q"], "y": ["1", "2", "3"]})
CODEBOOK = pd.DataFrame({"theme": ["t", "t", "u"], "subtheme": ["a", "b", "a"]})
PASSAGE = ["coding_id", "study_id", "theme", "subtheme", "stance"]
FIRST = pd.DataFrame(
    [
        ("1", "A", "t", "a", "supports"),
        ("2", "B", "u", "a", "supports"),
        ("3", "B", "u", "a", "qualifies"),
        ("4", "Z", "t", "b", "supports"),
    ],
    columns=PASSAGE,
)
SECOND = pd.DataFrame(
    [("5", "A", "t", "b", "supports"), ("6", "B", "u", "a", "supports")], columns=PASSAGE
)


def test_attributes_are_matched_by_report_and_blanks_are_codes():
    second = pd.DataFrame({"study_id": ["C", "B"], "x": ["q", None]})
    row = agreement.attributes(STUDIES, second, ["x"]).iloc[0]
    assert (row["what"], row["compared"], row["agreed"], row["share"]) == ("x", 2, 2, 1.0)
    assert (row["kappa"], row["alpha"]) == (1.0, 1.0)


def test_reports_that_only_one_coder_read_are_left_out():
    second = pd.DataFrame({"study_id": ["B", "Q", "A"], "y": ["2", "9", "7"]})
    row = agreement.attributes(STUDIES, second, ["y"]).iloc[0]
    assert (row["compared"], row["agreed"]) == (2, 1)
    assert row["kappa"] == pytest.approx(reliability.kappa(["2", "1"], ["2", "7"]))


def test_no_report_in_common_cannot_be_compared():
    with pytest.raises(ValueError, match="two codings"):
        agreement.attributes(STUDIES, pd.DataFrame({"study_id": ["Q"], "y": ["2"]}), ["y"])


def test_presence_compares_every_code_in_every_report():
    table = agreement.presence(FIRST, SECOND, CODEBOOK, ["A", "B"]).set_index("what")
    assert (table.loc["subtheme", "compared"], table.loc["subtheme", "agreed"]) == (6, 4)
    assert (table.loc["theme", "compared"], table.loc["theme", "agreed"]) == (4, 4)
    assert table.loc["theme", "kappa"] == 1.0
    first, second = ["y", "n", "n", "n", "n", "y"], ["n", "y", "n", "n", "n", "y"]
    expected = reliability.alpha(pd.DataFrame({0: first, 1: second}))
    assert table.loc["subtheme", "alpha"] == pytest.approx(expected)


def test_presence_theme_by_theme():
    table = agreement.presence_by(
        FIRST, SECOND, CODEBOOK, ["A", "B"], keys=("theme", "subtheme")
    ).set_index(["theme", "subtheme"])
    found = table[["first_only", "second_only", "both", "agreed"]]
    assert found.to_numpy().tolist() == [[1, 0, 0, 1], [0, 1, 0, 1], [0, 0, 1, 2]]
    assert table["compared"].tolist() == [2, 2, 2]
    nobody = agreement.presence_by(FIRST.iloc[:0], SECOND.iloc[:0], CODEBOOK, ["A"])
    assert nobody["kappa"].isna().all()
    assert nobody["share"].tolist() == [1.0, 1.0]


def test_attributes_that_differ_are_listed_blanks_included():
    second = pd.DataFrame(
        {"study_id": ["C", "B", "A"], "x": [None, None, "p"], "y": ["3", "0", "1"]}
    )
    table = disagreements.attributes(STUDIES, second, ["x", "y"])
    assert table["study_id"].tolist() == ["B", "C"]
    assert table["what"].tolist() == ["y", "x"]
    assert table.loc[0, ["first", "second"]].tolist() == ["2", "0"]
    assert table.loc[1, "first"] == "q"
    assert pd.isna(table.loc[1, "second"])


def test_passages_that_differ_are_listed_with_their_ids():
    table = disagreements.passages(FIRST, SECOND, ["A", "B"])
    assert table[["study_id", "theme", "subtheme", "kind"]].to_numpy().tolist() == [
        ["A", "t", "a", "first-only"],
        ["A", "t", "b", "second-only"],
        ["B", "u", "a", "stance"],
    ]
    assert table["first_ids"].tolist() == [["1"], [], ["2", "3"]]
    assert table["second_ids"].tolist() == [[], ["5"], ["6"]]
    assert table.loc[2, "first"] == "qualifies; supports"


def test_full_agreement_leaves_nothing_to_adjudicate():
    assert disagreements.passages(FIRST, FIRST, ["A", "B"]).empty
    assert disagreements.attributes(STUDIES, STUDIES, ["x", "y"]).empty
