"""What can change between two editions, typed as Cochrane's *What's New* types updates.

See "Completing the 'What's new' table" in the Cochrane Handbook, chapter IV. A type says what the
change means for a reader who relied on the older edition.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

Meaning = Literal["conclusions-changed", "conclusions-not-changed", "corrected", "amended"]
Kind = Literal[
    "search-added",
    "search-removed",
    "search-changed",
    "study-added",
    "study-removed",
    "study-recoded",
    "finding-added",
    "finding-removed",
    "finding-reworded",
    "finding-amended",
    "confidence-changed",
    "finding-evidence-changed",
    "proposition-added",
    "proposition-removed",
    "proposition-reworded",
    "verdict-changed",
    "verdict-amended",
    "proposition-evidence-changed",
    "implication-added",
    "implication-withdrawn",
    "implication-reworded",
    "implication-strength-changed",
    "implication-amended",
    "implication-basis-changed",
    "implication-affected",
    "value-changed",
    "chapter-added",
    "chapter-removed",
    "chapter-changed",
    "table-changed",
]

MEANINGS: dict[Meaning, str] = {
    "conclusions-changed": "Updated, conclusions changed",
    "conclusions-not-changed": "Updated, conclusions not changed",
    "corrected": "Corrected",
    "amended": "Amended",
}
FIRST, UNCHANGED = "first", "unchanged"
_LABELS: dict[str, str] = {
    **dict(MEANINGS.items()),
    FIRST: "First edition",
    UNCHANGED: "Nothing changed",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A cell, or a stretch of words, before and after.

    Attributes:
        name: Column, or row and column; empty for words.
        before: What stood there; empty for nothing.
        after: What stands there now; empty for nothing.
    """

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that changed.

    Attributes:
        kind: What changed.
        meaning: What that means for a reader of the older edition.
        subject: Identifier of what changed, such as `F02` or `chapters/methods.qmd`.
        summary: The change in one sentence.
        changes: The cells or words that changed, if that can be told.
        because: Subjects of the events that this one only follows from; empty for a change that
            somebody made.
        page: Page of the newer edition that shows it, or an empty text.
    """

    kind: Kind
    meaning: Meaning
    subject: str
    summary: str
    changes: tuple[Change, ...] = ()
    because: tuple[str, ...] = ()
    page: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one edition to another.

    Attributes:
        before: Number of the older edition.
        after: Number of the newer edition.
        date: Date of the newer edition, or an empty text.
        title: Title of the review.
        events: The changes, conclusions first.
    """

    before: str
    after: str
    date: str
    title: str
    events: tuple[Event, ...]

    @property
    def meaning(self) -> str:
        """What the newer edition is to the older one: the weightiest of its events."""
        return weightiest(event.meaning for event in self.events)

    @property
    def conclusions_changed(self) -> bool:
        """Whether somebody who relied on the older edition would now conclude otherwise."""
        return self.meaning == "conclusions-changed"

    def as_data(self) -> dict[str, Any]:
        """Return the comparison as JSON has it."""
        return {
            "schema_version": 1,
            **asdict(self),
            "meaning": self.meaning,
            "conclusions_changed": self.conclusions_changed,
        }


def weightiest(meanings: Iterable[Meaning]) -> str:
    """Return the weightiest of some meanings, or `unchanged` where there is none."""
    present = set(meanings)
    return next((meaning for meaning in MEANINGS if meaning in present), UNCHANGED)


def label(meaning: str) -> str:
    """Write a meaning as readers see it."""
    return _LABELS.get(meaning, meaning)
