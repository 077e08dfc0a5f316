"""Robustness on tables of another field, with other words than the review of this repository."""

import pandas as pd
import pytest

from reviewpress.synthesis import effects, orders, robustness, scenarios
from reviewpress.synthesis.robustness import Claims

NAN = float("nan")
STUDIES = pd.DataFrame(
    [
        ("A", "one", "trial", "plot"),
        ("B", "one", "trial", "field"),
        ("C", NAN, "trial", "field"),
        ("D", NAN, "survey", "field"),
        ("E", NAN, "survey", "plot"),
    ],
    columns=["study_id", "study_family", "method", "place"],
)
EVIDENCE = pd.DataFrame(
    [
        ("F1", "A", "supports"),
        ("F1", "A", "qualifies"),
        ("F1", "B", "supports"),
        ("F1", "C", "supports"),
        ("F1", "D", "qualifies"),
        ("F2", "A", "supports"),
        ("F2", "B", "contradicts"),
        ("F2", "C", "contradicts"),
        ("F2", "D", "contradicts"),
        ("F2", "E", "silent"),
        ("F3", "C", "supports"),
        ("F3", "D", "contradicts"),
    ],
    columns=["finding_id", "study_id", "relation"],
)
CLAIMS = Claims("finding_id", ["F1", "F2", "F3", "F4"], EVIDENCE)
TRIALS, EACH = scenarios.read(
    [
        {"name": "trials", "title": "trials only", "column": "method", "keep": ["trial"]},
        {"name": "each", "title": "every report", "count": "reports"},
    ]
)


def test_the_balance_counts_each_study_once():
    table = CLAIMS.balance(STUDIES)
    assert table.loc["F1"].tolist() == [2, 1, 0, 0, 3, "for", True]
    assert table.loc["F2"].tolist() == [0, 0, 1, 2, 3, "against", True]
    assert table.loc["F3"].tolist() == [1, 0, 0, 1, 2, "even", True]
    assert table.loc["F4"].tolist() == [0, 0, 0, 0, 0, "even", False]


def test_every_report_counts_by_itself_if_asked():
    table = CLAIMS.balance(EACH.select(STUDIES))
    assert table.loc["F1", "supports"] == 3
    assert table.loc["F2", ["supports", "contradicts", "divided"]].tolist() == [1, 3, 0]


def test_status_names_what_happened():
    table = robustness.under(CLAIMS, STUDIES, [TRIALS]).set_index("finding_id")
    assert table["status"].to_dict() == {
        "F1": "holds",
        "F2": "thin",
        "F3": "turns",
        "F4": "nothing",
    }
    assert (table["scenario"] == "trials").all()


def test_a_claim_hinges_on_what_it_cannot_do_without():
    alone = {name: [name] for name in ("one", "C", "D", "E")}
    table = robustness.hinges(CLAIMS, STUDIES, alone)
    assert table.to_numpy().tolist() == [
        ["F1", "one", "thin"],
        ["F1", "C", "thin"],
        ["F2", "C", "thin"],
        ["F3", "C", "turns"],
        ["F2", "D", "thin"],
        ["F3", "D", "turns"],
    ]
    assert robustness.hinges(CLAIMS, STUDIES, {"both": ["C", "one", "nobody"]})[
        "finding_id"
    ].tolist() == ["F1", "F2", "F3"]


def test_a_claim_that_does_not_hold_hinges_on_nothing():
    thin = Claims("finding_id", ["F3"], EVIDENCE[EVIDENCE["study_id"] == "C"])
    assert robustness.hinges(thin, STUDIES, {"C": ["C"]}).empty


def test_the_summary_puts_all_beside_each_claim():
    groups = {"study": {"C": ["C"]}, "team": {"all": ["one", "C", "D"]}}
    table = robustness.summary(CLAIMS, STUDIES, [TRIALS, EACH], groups).set_index("finding_id")
    assert table["status"].tolist() == ["holds", "holds", "holds", "nothing"]
    assert table["trials"].tolist() == ["holds", "thin", "turns", "nothing"]
    assert table["lost"].tolist() == [[], ["trials"], ["trials"], ["trials", "each"]]
    assert table["hinges_study"].tolist() == [["C"], ["C"], ["C"], []]
    assert table["hinges_team"].tolist() == [["all"], ["all"], ["all"], []]
    assert table["without_study"].tolist() == ["thin", "thin", "turns", "nothing"]
    assert table["without_team"].tolist() == ["nothing"] * 4


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"title": "x"}, "give it a `name` and a `title`"),
        ({"name": "x", "title": "x", "colum": "method"}, "unknown key `colum`"),
        ({"name": "x", "title": "x", "column": "method"}, "either `keep` or `drop`"),
        ({"name": "x", "title": "x", "keep": ["a"]}, "either `keep` or `drop`"),
        (
            {"name": "x", "title": "x", "column": "a", "keep": ["a"], "drop": ["b"]},
            "either `keep` or `drop`",
        ),
        ({"name": "x", "title": "x", "column": "a", "keep": []}, "`keep` names no value"),
        ({"name": "x", "title": "x", "count": "pages"}, "not `pages`"),
    ],
)
def test_a_scenario_of_another_form_is_refused(raw, said):
    with pytest.raises(ValueError, match=said):
        scenarios.read([raw])


def test_a_scenario_stands_once():
    raw = {"name": "x", "title": "x"}
    with pytest.raises(ValueError, match="x stands there twice"):
        scenarios.read([raw, raw])


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [("metod", "trial", "no column `metod`"), ("method", "trail", "no report has `trail`")],
)
def test_a_scenario_that_would_change_nothing_by_mistake_is_refused(column, value, said):
    (scenario,) = scenarios.read([{"name": "x", "title": "x", "column": column, "drop": [value]}])
    with pytest.raises(ValueError, match=said):
        scenario.select(STUDIES)


def test_dropping_keeps_reports_of_which_nothing_is_known():
    studies = STUDIES.assign(method=["trial", NAN, "survey", "trial", "trial"])
    (scenario,) = scenarios.read(
        [{"name": "x", "title": "x", "column": "method", "drop": ["trial"]}]
    )
    assert scenario.select(studies)["study_id"].tolist() == ["B", "C"]


@pytest.mark.parametrize(
    ("before", "now", "status"),
    [
        ((6, 5, 4), (5, 4, 1), "holds"),
        ((6, 5, 4), (5, 5, 4), "ties"),
        ((6, 5, 4), (3, 5, 4), "turns"),
        ((6, 5, 4), (0, 0, 0), "nothing"),
        ((2, 2, 0), (3, 1, 0), "holds"),
        ((6, 5, 4), (4, 2, 0), "holds"),
    ],
)
def test_the_order_of_directions(before, now, status):
    counts = [dict(zip(effects.DIRECTIONS, (*three, 0), strict=True)) for three in (before, now)]
    assert orders.status(*counts) == status


def test_orders_under_scenarios_and_without_groups():
    growth = ["positive", "positive", "null", "positive", NAN]
    studies = STUDIES.assign(growth=growth)
    table = orders.under(studies, [TRIALS, EACH], "growth").set_index("scenario")
    assert table.loc["trials", ["studies", "positive", "null", "status"]].tolist() == [
        2, 1, 1, "ties",
    ]  # fmt: skip
    assert table.loc["each", ["studies", "positive", "status"]].tolist() == [4, 3, "holds"]
    told = effects.by_family(studies, "growth")
    without = orders.without(told, {"one": ["one"], "C": ["C"], "E": ["E"], "both": ["one", "D"]})
    assert without[["group", "left_out", "status"]].to_numpy().tolist() == [
        ["one", 1, "ties"],
        ["C", 1, "holds"],
        ["both", 2, "turns"],
    ]
