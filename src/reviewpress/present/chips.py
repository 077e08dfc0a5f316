"""Small marks that a reader learns once: study, finding, proposition, implication, confidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reviewpress.present.content import Inline, Link, Styled, join

CONFIDENCE = ("very-low", "low", "moderate", "high")
_DIRECTIONS = {
    "positive": "▲ better",
    "null": "● no difference",
    "mixed": "◆ mixed",
    "negative": "▼ worse",
    "not-seen": "□ not seen",
    "not-measured": "not measured",
}


def plain(code: str) -> str:
    """Write a code of a vocabulary as words: `very-low` becomes `very low`."""
    return code.replace("-", " ").replace("_", " ")


def sentence(code: str) -> str:
    """Write a code as words that begin with a capital: `partly-supported`, `Partly supported`."""
    words = plain(code)
    return words[:1].upper() + words[1:]


def confidence(level: str) -> Inline:
    """Return the mark of a level of confidence: the word and four dots.

    Raises:
        ValueError: The level is none of `CONFIDENCE`.
    """
    if level not in CONFIDENCE:
        raise ValueError(f"not a level of confidence: {level!r}")
    filled = CONFIDENCE.index(level) + 1
    dots = "●" * filled + "○" * (len(CONFIDENCE) - filled)
    classes = ("confidence", f"confidence-{level}")
    return Styled((plain(level), " ", Styled(dots, decorative=True)), classes)


def direction(code: str) -> Inline:
    """Return the mark of a direction of effect: a shape and a word."""
    return Styled(_DIRECTIONS.get(code, plain(code)), ("direction", f"direction-{code}"))


@dataclass(frozen=True, slots=True)
class Chips:
    """Makes the marks of one review; each links to the place that owns its id.

    Attributes:
        register: Page of the study register, such as `/chapters/register.qmd`.
        findings: Page of the summary of findings.
        propositions: Page of the propositions.
        implications: Page of the implications.
        labels: Author and year of each report by study id, shown on pointing.
        statements: Statement of each finding, proposition and implication by id, likewise.
    """

    register: str
    findings: str
    propositions: str
    implications: str
    labels: Mapping[str, str] = field(default_factory=dict)
    statements: Mapping[str, str] = field(default_factory=dict)

    def study(self, study_id: str) -> Inline:
        """Return the mark of one report."""
        target = f"{self.register}#{study_id}"
        return _chip(study_id, target, kind="study", title=self.labels.get(study_id))

    def studies(self, study_ids: Iterable[str]) -> Inline:
        """Return the marks of several reports, in the order given."""
        return join(self.study(one) for one in study_ids)

    def named_study(self, study_id: str) -> Inline:
        """Return the mark of one report with its authors and year beside it."""
        return (self.study(study_id), " ", self.labels.get(study_id, ""))

    def finding(self, finding_id: str) -> Inline:
        """Return the mark of one finding."""
        target = f"{self.findings}#{finding_id}"
        return _chip(finding_id, target, kind="finding", title=self.statements.get(finding_id))

    def findings_of(self, finding_ids: Iterable[str]) -> Inline:
        """Return the marks of several findings."""
        return join(self.finding(one) for one in finding_ids)

    def proposition(self, proposition_id: str) -> Inline:
        """Return the mark of one proposition."""
        target = f"{self.propositions}#prop-{proposition_id}"
        title = self.statements.get(proposition_id)
        return _chip(proposition_id, target, kind="proposition", title=title)

    def implication(self, implication_id: str) -> Inline:
        """Return the mark of one implication."""
        target = f"{self.implications}#{implication_id}"
        title = self.statements.get(implication_id)
        return _chip(implication_id, target, kind="implication", title=title)

    def implications_of(self, implication_ids: Iterable[str]) -> Inline:
        """Return the marks of several implications."""
        return join(self.implication(one) for one in implication_ids)


def _chip(text: str, target: str, *, kind: str, title: str | None) -> Inline:
    return Link(Styled(text, ("chip", f"chip-{kind}")), target, title)
