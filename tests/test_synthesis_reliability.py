"""Coefficients of agreement against worked examples that others published."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewpress.synthesis import reliability


def coders(rows):
    """Make units x coders of one text per coder; a point was not coded."""
    table = pd.DataFrame([list(row) for row in rows]).T
    return table.where(table != ".")


def spread(table):
    """Make two codings of a table of counts."""
    pairs = [
        (str(row), str(column))
        for row, counts in enumerate(table)
        for column, count in enumerate(counts)
        for _ in range(count)
    ]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def test_kappa_agrees_with_cohen():
    # Cohen (1960; the table also in 1968): 200 cases, three diagnoses; kappa 0.492.
    table = [[88, 10, 2], [14, 40, 6], [18, 10, 12]]
    assert round(reliability.kappa(*spread(table)), 3) == 0.492


def test_kappa_agrees_with_a_second_example():
    # Bonnardel, The Kappa coefficient: three categories, 100 subjects; kappa 0.654.
    table = [[25, 3, 5], [6, 32, 8], [1, 0, 20]]
    assert round(reliability.kappa(*spread(table)), 3) == 0.654


def test_kappa_of_two_raters_of_grants():
    # Two raters, 50 grants: both yes 20, both no 15, disagreements 5 and 10; kappa is 0.4.
    assert reliability.kappa(*spread([[20, 5], [10, 15]])) == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("values", "published"),
    [
        # Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, sections A to C.
        (coders(["0100000010", "1110010000"]), 0.095),
        (coders(["aabbdcccedda", "babbbccceddd"]), 0.692),
        (coders(["123321412...", "1233224125.3", ".3332342251.", "12332441251."]), 0.743),
        # Wikipedia, Krippendorff's alpha, a computational example: many cells not coded.
        (coders([".....34121133.3", "1.213343.......", "..21344.21133.4"]), 0.691),
    ],
)
def test_alpha_agrees_with_published_examples(values, published):
    assert round(reliability.alpha(values), 3) == published


def test_alpha_of_two_coders_comes_from_their_confusions():
    first, second = "aabbdcccedda", "babbbcccedda"
    values = coders([first, second])
    both = reliability.both_ways(reliability.confusions(list(first), list(second)))
    assert float(reliability.alpha_of(both.sum(axis=0))) == pytest.approx(reliability.alpha(values))


def test_coefficients_are_undefined_where_chance_explains_everything():
    assert math.isnan(reliability.kappa(["a", "a"], ["a", "a"]))
    assert math.isnan(reliability.alpha(coders(["aa", "aa"])))
    assert math.isnan(reliability.alpha(coders(["ab", ".."])))


@pytest.mark.parametrize(("first", "second"), [([], []), (["a"], ["a", "b"])])
def test_kappa_needs_the_same_things(first, second):
    with pytest.raises(ValueError, match="two codings"):
        reliability.kappa(first, second)


PAIRS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1)


@given(PAIRS)
def test_coefficients_are_symmetric_and_at_most_one(pairs):
    first, second = ([pair[side] for pair in pairs] for side in (0, 1))
    there, back = pd.DataFrame({0: first, 1: second}), pd.DataFrame({0: second, 1: first})
    for forth, again in (
        (reliability.kappa(first, second), reliability.kappa(second, first)),
        (reliability.alpha(there), reliability.alpha(back)),
    ):
        assert (math.isnan(forth) and math.isnan(again)) or forth == pytest.approx(again)
        assert math.isnan(forth) or forth <= 1 + 1e-9


def test_the_bootstrap_is_repeatable_and_near_the_formula_of_large_samples():
    # Fleiss, Cohen and Everitt (1969), as Bonnardel prints it for this table: s.e. 0.062.
    first, second = spread([[25, 3, 5], [6, 32, 8], [1, 0, 20]])
    counts = reliability.confusions(first, second)
    found = reliability.bootstrap(reliability.kappa_of, counts, seed=7)
    assert found == reliability.bootstrap(reliability.kappa_of, counts, seed=7)
    assert found != reliability.bootstrap(reliability.kappa_of, counts, seed=8)
    assert (found.upper - found.lower) / (2 * 1.96) == pytest.approx(0.062, abs=0.006)


def test_the_bootstrap_draws_whole_units():
    # Two units of ten equal things each: a draw has all, half or none of the agreement.
    first, second = ["a"] * 10 + ["b"] * 10, ["a"] * 10 + ["a"] * 10
    counts = reliability.confusions(first, second, ["x"] * 10 + ["y"] * 10)
    assert counts.shape == (2, 2, 2)
    found = reliability.bootstrap(reliability.share_of, counts, seed=1)
    assert (found.lower, found.upper) == (0.0, 1.0)


def test_the_bootstrap_leaves_out_draws_without_a_coefficient():
    counts = reliability.confusions(["a", "b", "b"], ["a", "b", "a"])
    found = reliability.bootstrap(reliability.kappa_of, counts, seed=1)
    assert -1 <= found.lower <= found.upper <= 1
    never = reliability.bootstrap(reliability.kappa_of, np.ones((2, 1, 1)), seed=1)
    assert math.isnan(never.lower)
    assert math.isnan(never.upper)
