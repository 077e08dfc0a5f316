import pandas as pd

from reviewpress.synthesis import effects

NAN = float("nan")

STUDIES = pd.DataFrame(
    [
        ("A", "one", "positive", "yes", "pots"),
        ("B", "one", "negative", "yes", "mixed"),
        ("C", "two", "null", "yes", "beds"),
        ("D", "two", NAN, "yes", "beds"),
        ("E", NAN, "not-measured", "no", "pots"),
        ("F", NAN, NAN, "yes", "pots"),
        ("G", NAN, NAN, "unclear", "pots"),
        ("H", NAN, "positive", "unclear", "pots"),
    ],
    columns=["study_id", "study_family", "growth", "measured", "place"],
)


def rows(told):
    return {row.family: (row.study_ids, row.direction, row.is_divided) for row in told.itertuples()}


def test_each_study_has_one_direction():
    assert rows(effects.by_family(STUDIES, "growth", "measured")) == {
        "one": (["A", "B"], "mixed", True),
        "two": (["C"], "null", False),
        "F": (["F"], "not-seen", False),
    }


def test_without_a_measure_every_direction_counts_and_none_is_unseen():
    told = rows(effects.by_family(STUDIES, "growth"))
    assert told["H"] == (["H"], "positive", False)
    assert "F" not in told


def test_no_direction_at_all_gives_an_empty_table():
    told = effects.by_family(STUDIES.iloc[4:5], "growth", "measured")
    assert told.empty
    assert sum(effects.tally(told).values()) == 0


def test_tally_names_directions_that_no_study_has():
    told = effects.by_family(STUDIES, "growth", "measured")
    expected = {"positive": 0, "null": 1, "mixed": 1, "negative": 0, "not-seen": 1}
    assert effects.tally(told) == expected


def test_attributes_of_a_study_prefer_the_definite_one():
    told = effects.by_family(STUDIES, "growth", "measured")
    places = effects.with_attributes(told, STUDIES, ["place"]).set_index("family")["place"]
    assert places.to_dict() == {"one": "pots", "two": "beds", "F": "pots"}


def test_the_largest_known_sample_of_a_study():
    told = effects.by_family(STUDIES, "growth", "measured")
    sizes = pd.Series([4, 9, NAN, NAN, 1, NAN, 2, 3], dtype="Int64")
    found = effects.largest(told, STUDIES.assign(plots=sizes), "plots")
    assert dict(zip(told["family"], found.fillna(-1), strict=True)) == {
        "one": 9,
        "two": -1,
        "F": -1,
    }


def test_crosstab_keeps_the_order_asked_for():
    told = effects.by_family(STUDIES, "growth", "measured")
    table = effects.crosstab(
        effects.with_attributes(told, STUDIES, ["place"]), "place", ["pots", "beds", "fields"]
    )
    assert table["value"].tolist() == ["pots", "beds"]
    assert table["studies"].tolist() == [2, 1]
    assert table["not-seen"].tolist() == [1, 0]


def test_recoding_takes_the_second_coders_blanks_too():
    second = pd.DataFrame({"study_id": ["B", "C"], "growth": ["positive", NAN]})
    again = effects.recoded(STUDIES, second, ["growth"])
    assert again["growth"].isna().tolist() == [False, False, True, True, False, True, True, False]
    assert again.loc[1, "growth"] == "positive"
    assert STUDIES.loc[1, "growth"] == "negative"


def test_comparing_selections_counts_each_again():
    table = effects.compare({"all": STUDIES, "pots": STUDIES[STUDIES["place"] == "pots"]}, "growth")
    assert table.to_dict("records") == [
        {"selection": "all", "studies": 3, "positive": 1, "null": 1, "mixed": 1, "negative": 0},
        {"selection": "pots", "studies": 2, "positive": 2, "null": 0, "mixed": 0, "negative": 0},
    ]
