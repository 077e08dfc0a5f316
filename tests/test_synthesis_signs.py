import math

import pandas as pd
import pytest

from reviewpress.synthesis import intervals, signs


def test_agrees_with_a_textbook():
    # Zar, Biostatistical Analysis, sign test for matched pairs: hind legs of deer are longer than
    # forelegs in 8 of 10; two-sided p = 0.109375.
    test = signs.sign_test(8, 2)
    assert test.p_value == 0.109375
    assert test.interval == intervals.exact(8, 10)


def test_agrees_with_another_textbook():
    # Lane, HyperStat, sign test: 7 of 8; one tail is 0.03516, of which two make 0.0703.
    assert round(signs.sign_test(7, 1).p_value, 4) == 0.0703


@pytest.mark.parametrize(("number", "smallest"), [(1, 1.0), (3, 0.25), (5, 0.0625), (6, 0.03125)])
def test_the_smallest_p_value_is_that_of_all_one_way(number, smallest):
    assert signs.sign_test(number, 0).smallest_p == smallest
    assert signs.sign_test(0, number).p_value == smallest
    assert signs.sign_test(number, 0).is_too_small == (smallest > 0.05)


def test_an_even_split_is_not_surprising_and_never_above_one():
    assert signs.sign_test(3, 3).p_value == 1.0


def test_nothing_to_test():
    test = signs.sign_test(0, 0, 4)
    assert (test.p_value, test.interval) == (1.0, intervals.Interval(0.0, 1.0))
    assert math.isnan(test.share)
    assert signs.verdict(test) == (
        "No sign test: no study points either way; 4 more point neither way and are left out."
    )


def test_counts_cannot_be_negative():
    with pytest.raises(ValueError, match="negative"):
        signs.sign_test(1, -1)


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((3, 0, 3), "Too few to test: 3 of 3 point up, and even if all did, the p-value could"),
        ((6, 0, 9), "Of little use: 6 of 6 point up (p = 0.031), but as many studies or more (9)"),
        ((9, 1, 0), "9 of 10 point up (p = 0.021): more point one way than chance would give."),
        ((6, 4, 1), "6 of 10 point up (p = 0.754): chance could give such a split; 1 more point"),
    ],
)
def test_the_verdict_says_when_numbers_are_too_small(counts, said):
    assert signs.verdict(signs.sign_test(*counts)).startswith(said)


def test_the_table_counts_each_study_once_and_shares_of_all():
    studies = pd.DataFrame(
        [("A", "one", "positive"), ("B", "one", "positive"), ("C", None, "null"), ("D", None, "x")],
        columns=["study_id", "study_family", "growth"],
    )
    row = signs.table({"all": studies}, "growth").iloc[0]
    assert (row["studies"], row["positive"], row["negative"], row["neither"]) == (2, 1, 0, 1)
    assert (row["share"], row["share_of_all"]) == (1.0, 0.5)
    assert row["lower_of_all"] == intervals.exact(1, 2).lower
    nothing = signs.table({"none": studies.iloc[:0]}, "growth").iloc[0]
    assert (nothing["studies"], nothing["p_value"]) == (0, 1.0)
