"""Guess what an author meant by a name that is not known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

# Comparing with every key of a large table would take longer than all other checks together.
_MOST_CANDIDATES = 2_000


def nearest(value: str, known: Iterable[str]) -> str | None:
    """Return the known name most like `value`, or None where none is like it."""
    candidates = list(known)[:_MOST_CANDIDATES]
    folded = {name.casefold().replace("_", "-").strip(): name for name in reversed(candidates)}
    if same := folded.get(value.casefold().replace("_", "-").strip()):
        return same
    near = difflib.get_close_matches(value, candidates, n=1)
    return near[0] if near else None


def did_you_mean(value: str, known: Iterable[str]) -> str | None:
    """Write the question that goes into a hint, or None where no name is like `value`."""
    near = nearest(value, known)
    return f'did you mean "{near}"?' if near is not None else None
