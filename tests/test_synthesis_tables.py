import pandas as pd
import pytest

from reviewpress.people import Person
from reviewpress.synthesis import appraisal, authors, confidence, corpus, implications, themes

NAN = float("nan")
STUDIES = pd.DataFrame(
    {
        "study_id": ["A", "B", "C", "D"],
        "study_family": ["one", "one", NAN, NAN],
        "year": [2001, 2001, 2003, 2003],
        "soil": ["clay", "sand", NAN, "unclear"],
        "place": ["pots", "beds", "beds", "beds"],
    }
)
CODINGS = pd.DataFrame(
    [
        ("A", "water", "much", "supports"),
        ("A", "water", "much", "contradicts"),
        ("B", "water", "little", "qualifies"),
        ("C", "water", "much", "supports"),
        ("C", "light", "shade", "supports"),
    ],
    columns=["study_id", "theme", "subtheme", "stance"],
)
CODEBOOK = pd.DataFrame(
    {
        "theme": ["water", "water", "water", "light"],
        "subtheme": ["little", "much", "rain", "shade"],
        "definition": ["d1", "d2", "d3", "d4"],
    }
)


def test_a_blank_counts_as_unclear_and_comes_last():
    table = corpus.counts(STUDIES, "soil", ["sand", "loam", "clay"])
    assert table["value"].tolist() == ["sand", "clay", "unclear"]
    assert table["reports"].tolist() == [1, 1, 2]
    assert table["studies"].tolist() == [1, 1, 2]
    assert table["share"].sum() == pytest.approx(1)


def test_attributes_stand_one_below_the_other():
    table = corpus.attributes(STUDIES, {"soil": (), "place": ("pots",)})
    assert table["attribute"].tolist() == ["soil"] * 3 + ["place"] * 2
    assert table["reports"].sum() == 2 * len(STUDIES)


def test_the_least_known_attribute_comes_first():
    table = corpus.unclear(STUDIES, ["place", "soil"])
    assert table.to_numpy().tolist() == [["soil", 2, 2], ["place", 0, 4]]


def test_years_without_a_report_are_kept():
    table = corpus.by_year(STUDIES, "place", ["pots", "beds"])
    assert table.index.tolist() == [2001, 2002, 2003]
    assert table.loc[2002].tolist() == [0, 0]
    assert table.to_numpy().sum() == len(STUDIES)


def test_crosstab_counts_reports_by_two_attributes():
    table = corpus.crosstab(STUDIES, ("place", "soil"), (("pots", "beds"), ()))
    assert table.loc["beds", "unclear"] == 2
    assert table.to_numpy().sum() == len(STUDIES)


def test_subthemes_follow_the_codebook_even_where_nothing_was_coded():
    table = themes.subthemes(CODINGS, CODEBOOK, "water").set_index("subtheme")
    assert table.index.tolist() == ["little", "much", "rain"]
    assert table.loc["much", "supports"] == ["A", "C"]
    assert table.loc["much", "contradicts"] == ["A"]
    assert table["reports"].tolist() == [1, 2, 0]


def test_overview_counts_reports_once_and_studies_by_family():
    row = themes.overview(CODINGS, STUDIES, ["water"]).iloc[0]
    assert (row["codings"], row["reports"], row["studies"]) == (4, 3, 2)
    assert (row["supports"], row["qualifies"], row["contradicts"]) == (2, 1, 1)


def test_themes_by_an_attribute_of_the_report():
    table = themes.crosstab(
        CODINGS, STUDIES, "place", themes=["light", "water", "air"], order=["beds", "pots"]
    )
    assert table.to_numpy().tolist() == [[1, 0], [2, 1], [0, 0]]


def test_recurring_leaves_out_what_names_nothing():
    table = themes.recurring(CODINGS, ["water"], unnamed=["little"])
    assert table[["subtheme", "reports"]].to_numpy().tolist() == [["much", 2]]


FINDINGS = pd.DataFrame(
    {"finding_id": ["F1", "F2", "F3"], "confidence": ["low", "high", "very-low"]}
)
EVIDENCE = pd.DataFrame(
    [("F1", "A", "supports"), ("F1", "A", "qualifies"), ("F1", "B", "supports")],
    columns=["finding_id", "study_id", "relation"],
)


def test_findings_know_their_reports_and_studies():
    table = confidence.summary(FINDINGS, EVIDENCE, STUDIES).set_index("finding_id")
    assert table.loc["F1", "supports"] == ["A", "B"]
    assert table.loc["F1", "qualifies"] == ["A"]
    assert (table.loc["F1", "reports"], table.loc["F1", "studies"]) == (2, 1)
    assert (table.loc["F2", "reports"], table.loc["F2", "contradicts"]) == (0, [])


def test_levels_are_listed_from_the_lowest():
    assert confidence.tally(FINDINGS) == {"high": 1, "moderate": 0, "low": 1, "very-low": 1}
    assert confidence.levels(["F2", "F3"], FINDINGS) == ["very-low", "high"]


def test_an_implication_knows_what_carries_and_limits_it():
    links = pd.DataFrame(
        [("I1", "F2", "rests-on"), ("I1", "F1", "rests-on"), ("I1", "F3", "limited-by")],
        columns=["implication_id", "finding_id", "role"],
    )
    table = implications.summary(
        pd.DataFrame({"implication_id": ["I1", "I2"]}), links, FINDINGS, EVIDENCE, studies=STUDIES
    )
    first, second = table.to_dict("records")
    assert first["rests_on"] == ["F2", "F1"]
    assert first["limited_by"] == ["F3"]
    assert (first["levels"], first["lowest"]) == (["low", "high"], "low")
    assert (first["reports"], first["studies"]) == (2, 1)
    assert (second["rests_on"], second["levels"]) == ([], [])


def test_judgements_are_counted_and_spread_out():
    rows = [("A", "fit", "low"), ("B", "fit", "high"), ("A", "care", "low")]
    appraisals = pd.DataFrame(rows, columns=["study_id", "dimension", "judgement"])
    assert appraisal.tally(appraisals, ["high", "low", "unclear"]).loc["fit"].tolist() == [1, 1, 0]
    spread = appraisal.by_report(appraisals).set_index("study_id")
    assert spread.loc["A"].to_dict() == {"care": "low", "fit": "low"}


def test_shared_authors_are_certain_by_full_name_only():
    document = [Person("Oak", "Ann Beth"), Person("Elm", "Carl")]
    reports = {
        "A": [Person("Oak", "Ann")],
        "B": [Person("Elm", "Carl"), Person("Oak", "Ann")],
        "C": [Person("Oak", "Carl")],
        "D": [],
    }
    table = authors.overlap(reports, document)
    assert table.to_numpy().tolist() == [["A", False, "Ann Oak"], ["B", True, "Carl Elm, Ann Oak"]]
