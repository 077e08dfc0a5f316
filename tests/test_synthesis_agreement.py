import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewpress.synthesis import agreement


def test_kappa_agrees_with_a_worked_example():
    # Two raters, 50 grants: both yes 20, both no 15, disagreements 5 and 10; kappa is 0.4.
    first = ["yes"] * 25 + ["no"] * 25
    second = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    assert agreement.kappa(first, second) == pytest.approx(0.4)


def test_kappa_is_undefined_where_chance_explains_everything():
    assert math.isnan(agreement.kappa(["a", "a"], ["a", "a"]))


@pytest.mark.parametrize(("first", "second"), [([], []), (["a"], ["a", "b"])])
def test_kappa_needs_the_same_things(first, second):
    with pytest.raises(ValueError, match="two codings"):
        agreement.kappa(first, second)


PAIRS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1)


@given(PAIRS)
def test_kappa_is_symmetric_and_bounded(pairs):
    first, second = ([pair[side] for pair in pairs] for side in (0, 1))
    forth, back = agreement.kappa(first, second), agreement.kappa(second, first)
    assert (math.isnan(forth) and math.isnan(back)) or forth == pytest.approx(back)
    assert math.isnan(forth) or -1 <= forth <= 1 + 1e-9


def test_attributes_are_matched_by_report_and_blanks_are_codes():
    studies = pd.DataFrame({"study_id": ["A", "B", "C"], "x": ["p", None, "q"]})
    second = pd.DataFrame({"study_id": ["C", "B"], "x": ["q", None]})
    row = agreement.attributes(studies, second, ["x"]).iloc[0]
    assert (row["compared"], row["agreed"], row["kappa"]) == (2, 2, 1.0)


def test_presence_compares_every_code_in_every_report():
    codebook = pd.DataFrame({"theme": ["t", "t", "u"], "subtheme": ["a", "b", "a"]})
    columns = ["study_id", "theme", "subtheme"]
    first = pd.DataFrame([("A", "t", "a"), ("B", "u", "a"), ("Z", "t", "b")], columns=columns)
    second = pd.DataFrame([("A", "t", "b"), ("B", "u", "a")], columns=columns)
    table = agreement.presence(first, second, codebook, ["A", "B"]).set_index("what")
    assert (table.loc["subtheme", "compared"], table.loc["subtheme", "agreed"]) == (6, 4)
    assert (table.loc["theme", "compared"], table.loc["theme", "agreed"]) == (4, 4)
    assert table.loc["theme", "kappa"] == 1.0
