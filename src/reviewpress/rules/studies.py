"""Rules on reports, the families that they form, and their coding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from urllib.parse import urlsplit

import pandas as pd

from reviewpress.frames import Tables
from reviewpress.problems import Severity
from reviewpress.rules.rule import Fault, Rule
from reviewpress.suggestions import did_you_mean

URL_SEPARATOR = " | "
_UNFIT_FOR_A_URL = re.compile(r"[\s\"'<>\\^`{}\x00-\x1f\x7f]")


def _family_names(tables: Tables) -> Iterator[Fault]:
    studies = tables["studies"]
    for row in studies.index[studies["study_family"].isin(studies["study_id"])]:
        yield Fault(
            row,
            "study_family",
            f'"{studies.loc[row, "study_family"]}" is the study_id of a report',
            "give the family a name of its own: families and single reports are counted together",
        )


def _lonely_families(tables: Tables) -> Iterator[Fault]:
    """Yield families of one report whose name is almost that of another family."""
    studies = tables["studies"]
    families = studies["study_family"].dropna()
    sizes = families.value_counts()
    for row, family in families[families.map(sizes) == 1].items():
        others = [other for other in sizes.index if other != family]
        if _folded(family) in map(_folded, others) or any(_near(family, name) for name in others):
            yield Fault(
                int(str(row)),
                "study_family",
                f'"{family}" is a family of one report',
                did_you_mean(family, others),
            )


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def _near(one: str, other: str) -> bool:
    """Say whether two names differ by one letter, numbers aside: followup-1 and -2 are two."""
    if re.sub(r"\D", "", one) != re.sub(r"\D", "", other) or abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    start = next((i for i, letter in enumerate(short) if letter != long[i]), len(short))
    return long[start + 1 :] == short[start + (len(short) == len(long)) :]


def _source_urls(tables: Tables) -> Iterator[Fault]:
    for row, cell in tables["studies"]["source_url"].dropna().items():
        for url in str(cell).split(URL_SEPARATOR):
            if not _is_web_address(url):
                yield Fault(
                    int(str(row)),
                    "source_url",
                    f'"{url}" is not an http or https address',
                    f'separate several addresses by "{URL_SEPARATOR}"',
                )


def _is_web_address(url: str) -> bool:
    if _UNFIT_FOR_A_URL.search(url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _codebook(tables: Tables, name: str) -> Iterator[Fault]:
    codings, codebook = tables[name], tables["codebook"]
    pairs = pd.MultiIndex.from_frame(codebook[["theme", "subtheme"]])
    coded = codings[["theme", "subtheme"]].dropna()
    for row in coded.index[~pd.MultiIndex.from_frame(coded).isin(pairs)]:
        theme, subtheme = coded.loc[row]
        known = codebook.loc[codebook["theme"] == theme, "subtheme"].dropna()
        yield Fault(
            row,
            "subtheme",
            f'the codebook has no subtheme "{subtheme}" of the theme "{theme}"',
            did_you_mean(subtheme, known) or f"its subthemes: {', '.join(known)}",
        )


def _bib_keys(tables: Tables, name: str) -> Iterator[Fault]:
    codings = tables[name]
    keys = tables["studies"].drop_duplicates("study_id").set_index("study_id")["bib_key"]
    expected = codings["study_id"].map(keys)
    for row in codings.index[expected.notna() & (codings["bib_key"] != expected)]:
        study = codings.loc[row, "study_id"]
        yield Fault(row, "bib_key", f'the bib_key of {study} is "{expected[row]}"')


_CODING_TABLES = ("codings", "codings_second")

RULES = (
    Rule(
        "studies",
        "family-name",
        "the name of a family is not the study_id of a report",
        ("studies.study_id", "studies.study_family"),
        _family_names,
    ),
    Rule(
        "studies",
        "family-spelling",
        "a family of one report is not named almost like another family",
        ("studies.study_family",),
        _lonely_families,
        severity=Severity.WARNING,
    ),
    Rule(
        "studies",
        "source-url",
        "addresses of sources are http or https",
        ("studies.source_url",),
        _source_urls,
    ),
    *(
        Rule(
            name,
            "codebook",
            "theme and subtheme of a coding stand together in the codebook",
            (f"{name}.theme", f"{name}.subtheme", "codebook.theme", "codebook.subtheme"),
            partial(_codebook, name=name),
        )
        for name in _CODING_TABLES
    ),
    *(
        Rule(
            name,
            "bib-key",
            "the bib_key of a coding is that of its report",
            (f"{name}.study_id", f"{name}.bib_key", "studies.study_id", "studies.bib_key"),
            partial(_bib_keys, name=name),
        )
        for name in _CODING_TABLES
    ),
)
