"""Intervals against worked examples that others published."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewpress.synthesis import intervals

# Newcombe (1998), Statistics in Medicine 17, 857-872, table I: methods 3 and 5, four decimals.
NEWCOMBE = [
    (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
    (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
    (0, 20, (0.0000, 0.1611), (0.0000, 0.1684)),
    (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
]


@pytest.mark.parametrize(("successes", "trials", "published", "_"), NEWCOMBE)
def test_wilson_agrees_with_newcombe(successes, trials, published, _):
    found = intervals.wilson(successes, trials)
    assert (round(found.lower, 4), round(found.upper, 4)) == published


@pytest.mark.parametrize(("successes", "trials", "_", "published"), NEWCOMBE)
def test_exact_agrees_with_newcombe(successes, trials, published, _):
    found = intervals.exact(successes, trials)
    assert (round(found.lower, 4), round(found.upper, 4)) == published


def test_exact_agrees_with_the_example_of_r():
    # R, help of binom.test, after Conover (1971): 682 giants of 925 plants.
    found = intervals.exact(682, 925)
    assert (round(found.lower, 7), round(found.upper, 7)) == (0.7076683, 0.7654066)


@pytest.mark.parametrize("trials", [1, 5, 59])
def test_exact_of_none_and_of_all_has_a_closed_form(trials):
    bound = 0.025 ** (1 / trials)
    assert intervals.exact(0, trials).upper == pytest.approx(1 - bound)
    assert intervals.exact(0, trials).lower == 0
    assert intervals.exact(trials, trials).lower == pytest.approx(bound)
    assert intervals.exact(trials, trials).upper == 1


def test_another_confidence_changes_the_width():
    assert intervals.exact(3, 10, confidence=0.9).lower > intervals.exact(3, 10).lower
    assert intervals.wilson(3, 10, confidence=0.99).upper > intervals.wilson(3, 10).upper


def test_many_trials_do_not_overflow():
    found = intervals.exact(2_000, 4_000)
    assert found.lower < 0.5 < found.upper
    assert found.upper - found.lower < 0.04


@pytest.mark.parametrize(("successes", "trials"), [(0, 0), (3, 2), (-1, 4)])
def test_what_is_no_share_has_no_interval(successes, trials):
    for method in (intervals.wilson, intervals.exact):
        with pytest.raises(ValueError, match="not a share"):
            method(successes, trials)


def test_confidence_is_a_share_itself():
    with pytest.raises(ValueError, match="confidence lies between"):
        intervals.wilson(1, 2, confidence=95)


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_intervals_hold_the_share_and_mirror(counts):
    successes, trials = counts
    for method in (intervals.wilson, intervals.exact):
        found = method(successes, trials)
        mirror = method(trials - successes, trials)
        assert 0 <= found.lower <= successes / trials <= found.upper <= 1
        assert math.isclose(found.lower, 1 - mirror.upper, abs_tol=1e-9)


def tail(share, numbers, trials):
    return sum(math.comb(trials, k) * share**k * (1 - share) ** (trials - k) for k in numbers)


@given(st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(1, n - 1 or 1), st.just(n))))
def test_the_ends_of_the_exact_interval_leave_each_tail_its_probability(counts):
    successes, trials = counts
    found = intervals.exact(successes, trials)

    assert tail(found.lower, range(successes, trials + 1), trials) == pytest.approx(0.025, abs=1e-9)
    if successes < trials:
        assert tail(found.upper, range(successes + 1), trials) == pytest.approx(0.025, abs=1e-9)
