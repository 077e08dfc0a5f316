import pandas as pd
import pytest

from reviewpress.synthesis import intervals, shares

STUDIES = pd.DataFrame(
    [
        ("A", "one", "survey", "journal"),
        ("B", "one", "trial", "thesis"),
        ("C", None, "survey", "thesis"),
        ("D", None, "trial", "journal"),
        ("E", None, None, "journal"),
    ],
    columns=["study_id", "study_family", "method", "publication"],
)
SURVEYS = {"claim": "C2", "title": "surveys", "column": "method", "keep": ["survey"]}


def test_each_study_counts_once_and_what_is_not_known_is_told():
    row = shares.table([SURVEYS], STUDIES).iloc[0]
    assert (row["claim"], row["title"]) == ("C2", "surveys")
    assert (row["part"], row["whole"], row["unclear"], row["share"]) == (2, 4, 1, 0.5)
    assert row["lower"] == intervals.wilson(2, 4).lower
    assert row["exact_upper"] == intervals.exact(2, 4).upper


def test_a_share_may_be_among_some():
    among = SURVEYS | {"among": {"column": "publication", "drop": ["thesis"]}}
    row = shares.table([among], STUDIES).iloc[0]
    assert (row["part"], row["whole"], row["unclear"]) == (1, 3, 1)


def test_none_among_some_is_a_share():
    among = SURVEYS | {"keep": ["trial"], "among": {"column": "method", "keep": ["survey"]}}
    row = shares.table([among], STUDIES).iloc[0]
    assert (row["part"], row["whole"], row["lower"]) == (0, 2, 0.0)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"keep": ["guess"]}, "no report has `guess`"),
        ({"column": "methd"}, "no column `methd`"),
        ({"among": {"column": "publication", "keep": ["film"]}}, "no report has `film`"),
        ({"among": {"keep": ["thesis"]}}, "either `keep` or `drop`"),
    ],
)
def test_a_share_that_does_not_fit_is_refused(change, said):
    with pytest.raises(ValueError, match=said):
        shares.table([SURVEYS | change], STUDIES)


def test_a_share_needs_a_column():
    with pytest.raises(ValueError, match="share of C2: name a `column`"):
        shares.table([{"claim": "C2", "title": "all"}], STUDIES)
