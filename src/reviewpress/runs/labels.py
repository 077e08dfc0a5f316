"""Give the labels of a matrix run its suffix, and references to them too."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from reviewpress.source import code_mask

_KEY = r"\w(?:\w|[:.#$%&\-+?<>~/](?=\w))*"
_REFERENCE = re.compile(
    rf"""
      (?P<cite>(?<![\w@])-?@)(?P<key>{_KEY})      # @tbl-x, [-@tbl-x]
    | (?P<braced>@\{{)(?P<inner>[^{{}}\s]+)(?=\}})   # @{{tbl-x}}
    | (?P<link>\]\(\#)(?P<anchor>[^()\s]+)(?=\))  # [text](#tbl-x)
    | (?P<open>\{{\#)(?P<id>[^\s{{}}]+)             # {{#tbl-x}}
    """,
    re.VERBOSE,
)
_DEFINED = re.compile(r"\{#(?P<id>[^\s{}]+)")
_SUBFLOAT = re.compile(r"(?P<label>.+)-(?P<number>\d+)")


def defined_in(text: str) -> list[str]:
    """Return the ids that a Markdown text gives to headings, divisions or captions."""
    mask = code_mask(text)
    return [match["id"] for match in _DEFINED.finditer(text) if not mask[match.start()]]


def add_suffix(text: str, labels: Collection[str], suffix: str) -> str:
    """Point the references of a Markdown text at the labels with their suffix.

    Args:
        text: Markdown of a cell or a caption. Code in it is left alone.
        labels: All labels of the notebook, without suffix.
        suffix: What is added to each, after a hyphen.
    """
    mask = code_mask(text)
    return _REFERENCE.sub(_replacement(labels, suffix, mask), text)


def _replacement(
    labels: Collection[str], suffix: str, mask: bytearray
) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        opening, key = (group for group in match.groups() if group is not None)
        # A link's target counts as code in the mask, so only its bracket is looked at.
        if mask[match.start()]:
            return match[0]
        return f"{opening}{_suffixed(key, labels, suffix)}"

    return replace


def _suffixed(key: str, labels: Collection[str], suffix: str) -> str:
    """Add the suffix to a known label; the number of a sub-figure stays behind it."""
    if key in labels:
        return f"{key}-{suffix}"
    part = _SUBFLOAT.fullmatch(key)
    if part and part["label"] in labels:
        return f"{part['label']}-{suffix}-{part['number']}"
    return key
