import pandas as pd

from reviewpress.synthesis import saturation

STUDIES = pd.DataFrame({"study_id": ["A", "B", "C", "D"], "year": [2004, 2001, 2004, 2009]})
CODINGS = pd.DataFrame(
    [
        ("A", "soil", "clay", "supports"),
        ("A", "soil", "clay", "qualifies"),
        ("A", "water", "rain", "supports"),
        ("B", "soil", "clay", "supports"),
        ("C", "water", "rain", "contradicts"),
        ("C", "soil", "unspecified", "supports"),
        ("C", "soil", "clay", "supports"),
    ],
    columns=["study_id", "theme", "subtheme", "stance"],
)


def test_subthemes_are_first_seen_in_the_earliest_report():
    table = saturation.first_seen(CODINGS, STUDIES)
    assert table.to_numpy().tolist() == [
        ["soil", "clay", 2001, ["B"], 3],
        ["soil", "unspecified", 2004, ["C"], 1],
        ["water", "rain", 2004, ["A", "C"], 2],
    ]


def test_years_without_a_coded_report_stay_between_first_and_last():
    table = saturation.by_year(CODINGS, STUDIES)
    assert list(table.index) == [2001, 2002, 2003, 2004]
    assert table["reports"].tolist() == [1, 0, 0, 2]
    assert table["new"].tolist() == [1, 0, 0, 2]
    assert table["seen"].tolist() == [1, 1, 1, 3]


def test_subthemes_that_name_nothing_can_be_left_out():
    named = saturation.named(CODINGS, ["unspecified"])
    assert saturation.by_year(named, STUDIES)["seen"].iloc[-1] == 2


def test_the_matrix_says_where_passages_of_a_report_differ():
    table = saturation.matrix(CODINGS, STUDIES)
    assert table["study_id"].tolist() == ["B", "A", "A", "C", "C", "C"]
    assert table["stance"].tolist() == [
        "supports", "divided", "supports", "supports", "supports", "contradicts",
    ]  # fmt: skip


def test_pairs_of_subthemes_are_counted_by_report():
    table = saturation.together(CODINGS)
    assert table.iloc[0].tolist() == ["soil", "clay", "water", "rain", 2, ["A", "C"], 2 / 3]
    assert len(table) == 1
    assert len(saturation.together(CODINGS, at_least=1)) == 3


def test_pairs_of_themes_are_counted_by_report():
    table = saturation.themes_together(CODINGS, ["soil", "water", "air"])
    assert table.to_numpy().tolist() == [[3, 2, 0], [2, 2, 0], [0, 0, 0]]
