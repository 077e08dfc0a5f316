"""Who wrote the studies: teams of authors, and how far results come from one of them.

Two studies are linked where an author of the one is an author of the other; a team is a set of
studies that such links connect, directly or through others. It is a wide net: two authors far
apart in it may never have met. The direct links stand in `pairs` and `reach`.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from reviewpress.people import Person
from reviewpress.synthesis import families

_NAMED = 3


def writers(people: Mapping[str, Sequence[Person]], studies: pd.DataFrame) -> pd.DataFrame:
    """List the authors of each study, each person under one name.

    Names with equal family and first given names are one person, accents and capitals aside. An
    initial stands for the only author of that family name whose given name begins with it; where
    there are several, or none, it is a person by itself. An organisation is an author too.

    Args:
        people: Authors of each report by study id.
        studies: One row per report; `study_id`, `study_family`.

    Returns:
        One row per study and author: `family` (the study), `author` (the fullest form of the name
        that was found) and `surname`.
    """
    study = dict(zip(studies["study_id"], families.family(studies), strict=True))
    everyone = [person for study_id in study for person in people.get(study_id, ())]
    keys = _keys(everyone)
    names: dict[tuple[str, str], Person] = {}
    for person in everyone:
        known = names.setdefault(keys[person], person)
        if len(str(person)) > len(str(known)):
            names[keys[person]] = person
    rows = {
        (name, keys[person]): (name, str(names[keys[person]]), names[keys[person]].family)
        for study_id, name in study.items()
        for person in people.get(study_id, ())
    }
    return pd.DataFrame(list(rows.values()), columns=["family", "author", "surname"])


def _keys(everyone: Iterable[Person]) -> dict[Person, tuple[str, str]]:
    people = list(dict.fromkeys(everyone))
    plain = {person: (_folded(person.family), _first(person.given)) for person in people}
    full = {key for key in plain.values() if len(key[1]) > 1}
    keys = {}
    for person, (surname, given) in plain.items():
        meant = {key for key in full if key[0] == surname and key[1].startswith(given)}
        is_initial = len(given) == 1
        keys[person] = meant.pop() if is_initial and len(meant) == 1 else (surname, given)
    return keys


def _first(given: str) -> str:
    return _folded(given.split(" ", maxsplit=1)[0].rstrip("."))


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def teams(written: pd.DataFrame, studies: pd.DataFrame) -> pd.DataFrame:
    """Sort studies into teams.

    Args:
        written: One row per study and author, of `writers`.
        studies: One row per report; `study_id`, `study_family`.

    Returns:
        One row per study: `family`, `team` (up to three authors, those of most studies first, and
        the number of others). A study without a known author is a team named after itself.
    """
    names = list(dict.fromkeys(families.family(studies)))
    root = {name: name for name in names}
    for _, own in written.groupby("author"):
        first, *rest = (_root(root, name) for name in own["family"])
        for other in rest:
            root[_root(root, other)] = _root(root, first)
    members: dict[str, list[str]] = {}
    for name in names:
        members.setdefault(_root(root, name), []).append(name)
    labels = {
        top: _label(written[written["family"].isin(own)], own) for top, own in members.items()
    }
    doubled = {label for label, count in Counter(labels.values()).items() if count > 1}
    rows = []
    for name in names:
        top = _root(root, name)
        label = labels[top]
        rows.append((name, f"{label} ({members[top][0]})" if label in doubled else label))
    return pd.DataFrame(rows, columns=["family", "team"])


def _root(root: Mapping[str, str], name: str) -> str:
    while root[name] != name:
        name = root[name]
    return name


def _label(written: pd.DataFrame, members: Sequence[str]) -> str:
    if written.empty:
        return members[0]
    counted = Counter(zip(written["author"], written["surname"], strict=True))
    surnames = [surname for (_, surname), _ in counted.most_common()]
    shown, others = surnames[:_NAMED], len(surnames) - _NAMED
    if others > 0:
        return f"{', '.join(shown)} and {others} {'other' if others == 1 else 'others'}"
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def pairs(written: pd.DataFrame) -> pd.DataFrame:
    """List the pairs of studies that share an author.

    Returns:
        One row per pair: `first`, `second` (studies) and `authors` (list of those they share).
    """
    both = written.merge(written, on="author", suffixes=("_first", "_second"))
    both = both[both["family_first"] < both["family_second"]]
    rows = [
        (first, second, sorted(own["author"]))
        for (first, second), own in both.groupby(["family_first", "family_second"])
    ]
    return pd.DataFrame(rows, columns=["first", "second", "authors"])


def overlap(written: pd.DataFrame, studies: Sequence[str]) -> pd.DataFrame:
    """Count the authors that each two studies share.

    Args:
        written: One row per study and author, of `writers`.
        studies: Names of the studies, in the order to list them.

    Returns:
        One row and one column per study; on the diagonal the number of its authors.
    """
    own = written[written["family"].isin(list(studies))]
    wrote = pd.crosstab(own["family"], own["author"]).reindex(list(studies), fill_value=0)
    return wrote.dot(wrote.T).rename_axis(None, axis="columns").rename_axis(None)


def results(told: pd.DataFrame, of_team: pd.DataFrame, order: Sequence[str]) -> pd.DataFrame:
    """Count results by team.

    Args:
        told: One row per study with a result; `family`, `direction`.
        of_team: One row per study, of `teams`.
        order: Directions in the order of the columns.

    Returns:
        One row per team with a result, that with most first: `team`, `families` (list), one
        column per direction, and `studies`.
    """
    joined = told[["family", "direction"]].merge(of_team, on="family", validate="one_to_one")
    table = pd.crosstab(joined["team"], joined["direction"])
    table = table.reindex(columns=list(order), fill_value=0)
    table["studies"] = table.sum(axis="columns")
    table.insert(0, "families", joined.groupby("team")["family"].agg(sorted))
    table = table.rename_axis(None, axis="columns").reset_index()
    return table.sort_values("studies", ascending=False, kind="stable", ignore_index=True)


def reach(written: pd.DataFrame, studies: Iterable[str]) -> pd.DataFrame:
    """Count how many of some studies each author had a part in.

    Returns:
        One row per author, that of most studies first: `author`, `studies`, `share` (of `studies`,
        between 0 and 1).
    """
    chosen = set(studies)
    counted = written.loc[written["family"].isin(list(chosen)), "author"].value_counts()
    table = counted.sort_index().sort_values(ascending=False, kind="stable").reset_index()
    table.columns = pd.Index(["author", "studies"])
    return table.assign(share=table["studies"] / max(1, len(chosen)))


def independence(
    selections: Mapping[str, Iterable[str]], written: pd.DataFrame, studies: pd.DataFrame
) -> pd.DataFrame:
    """Say of selections of studies how many groups of authors they come from, and who wrote most.

    A group is a set of the selected studies that share authors, directly or through others of the
    selection; links through studies outside it do not count, as they would in `teams`.

    Args:
        selections: Names of studies, by the words that describe the selection.
        written: One row per study and author, of `writers`.
        studies: One row per report; `study_id`, `study_family`.

    Returns:
        One row per selection: `selection`, `families` (list), `studies`, `groups` (numbers),
        `authors` (list of those who had a part in most of them; empty where nobody had a part in
        two) and `by_them` (studies that each of these had a part in).
    """
    of_report = families.family(studies)
    rows = []
    for name, chosen in selections.items():
        own = sorted(set(chosen))
        counted = reach(written, own)
        most = int(counted["studies"].max()) if len(counted) else 0
        by_them = counted.loc[(counted["studies"] == most) & (most > 1), "author"]
        inside = teams(written[written["family"].isin(own)], studies[of_report.isin(own)])
        rows.append(
            {
                "selection": name,
                "families": own,
                "studies": len(own),
                "groups": inside["team"].nunique(),
                "authors": by_them.tolist(),
                "by_them": most,
            }
        )
    return pd.DataFrame(rows)
