"""Shares of the studies that a claim is about, with intervals, as a review declares them.

A claim such as *most of them are surveys* means a share::

    - {claim: C2, title: surveys, column: method, keep: [survey]}
    - {claim: C2, title: surveys in journals, column: method, keep: [survey],
       among: {column: publication, keep: [journal-article]}}

An interval treats the studies at hand as a sample of more such studies. Where they are all there
are, the share itself is the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from reviewpress.synthesis import families, intervals, scenarios
from reviewpress.synthesis.corpus import UNCLEAR, known_or_unclear


def table(declared: Iterable[Mapping[str, Any]], studies: pd.DataFrame) -> pd.DataFrame:
    """Count each share, each study once.

    Args:
        declared: Mappings with `claim`, `title`, `column`, `keep` or `drop` (values of the
            column), and perhaps `among` with a `column` and `keep` or `drop` of its own. A study
            is in the share, or among those asked, if one of its reports is.
        studies: One row per report; `study_id`, `study_family` and the columns named.

    Returns:
        One row per share: `claim`, `title`, `part` and `whole` (studies), `unclear` (studies of
        the whole of which no report says), `share`, its Wilson interval `lower` and `upper`, and
        the exact one `exact_lower` and `exact_upper`, all between 0 and 1.

    Raises:
        ValueError: A share has another form, or does not fit the studies.
    """
    return pd.DataFrame([_row(dict(share), studies) for share in declared])


def _row(share: dict[str, Any], studies: pd.DataFrame) -> dict[str, object]:
    claim, among = str(share.pop("claim", "")), share.pop("among", None)
    (part,) = scenarios.read([{"name": claim, **share}])
    if part.column is None:
        raise ValueError(f"share of {claim}: name a `column`")
    chosen = part.select(studies)
    if among is not None:
        (whole,) = scenarios.read([{"name": claim, "title": part.title, **among}])
        studies = whole.select(studies)
    asked = families.number(studies)
    held = families.number_of(chosen["study_id"], studies)
    is_known = known_or_unclear(studies[part.column]) != UNCLEAR
    wilson, exact = intervals.wilson(held, asked), intervals.exact(held, asked)
    return {
        "claim": claim,
        "title": part.title,
        "part": held,
        "whole": asked,
        "unclear": asked - families.number(studies[is_known]),
        "share": held / asked,
        "lower": wilson.lower,
        "upper": wilson.upper,
        "exact_lower": exact.lower,
        "exact_upper": exact.upper,
    }
