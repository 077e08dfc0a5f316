"""Find reports written by the authors of a given document, whose views they may share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from reviewpress.people import Person


def overlap(authors: Mapping[str, Sequence[Person]], of: Sequence[Person]) -> pd.DataFrame:
    """List the reports that share an author with a document.

    A name with the same family and given names is taken as the same person; one with the same
    family and first given name only, as possibly the same.

    Args:
        authors: Authors of each report by study id.
        of: Authors of the document.

    Returns:
        One row per report that shares one: `study_id`, `is_certain`, `names` (text).
    """
    full = {(person.family, person.given) for person in of}
    short = {_short(person) for person in of}
    rows = []
    for study_id, people in authors.items():
        shared = [person for person in people if _short(person) in short]
        is_certain = any((person.family, person.given) in full for person in shared)
        if shared:
            rows.append((study_id, is_certain, ", ".join(map(str, shared))))
    return pd.DataFrame(rows, columns=["study_id", "is_certain", "names"])


def _short(person: Person) -> tuple[str, str]:
    return person.family, person.given.split(" ")[0]
