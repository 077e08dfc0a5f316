"""Base models of the tables that hold findings, propositions and implications."""

from __future__ import annotations

from reviewpress.schemas.columns import column
from reviewpress.schemas.evidence import STANCES
from reviewpress.schemas.table import Table

CONFIDENCE = ("high", "moderate", "low", "very-low")
CONCERNS = ("no-or-very-minor", "minor", "moderate", "serious")
VERDICTS = ("supported", "partly-supported", "contested", "not-supported", "untestable-here")
STRENGTHS = ("strong", "conditional", "research-only")
ROLES = ("rests-on", "limited-by")
STATUSES = ("reported", "partly", "not-done", "not-applicable")


class Findings(Table):
    """One row per finding of the review, with its four CERQual components."""

    finding_id: str = column("Identifier of the finding", key=True, anchor=True)
    statement: str = column("The finding, in one sentence")
    cerqual_methodological_limitations: str = column(
        "Concern about the methods of the studies behind the finding", vocabulary=CONCERNS
    )
    cerqual_coherence: str = column(
        "Concern about the fit between the data and the finding", vocabulary=CONCERNS
    )
    cerqual_adequacy: str = column(
        "Concern about how much data, and how rich, the finding rests on", vocabulary=CONCERNS
    )
    cerqual_relevance: str = column(
        "Concern about how far the studies' settings are those of the question",
        vocabulary=CONCERNS,
    )
    confidence: str = column("Overall confidence in the finding", vocabulary=CONFIDENCE)
    explanation: str = column("Why confidence is as it is")


class FindingEvidence(Table):
    """One row per finding, report and coding that bears on it."""

    finding_id: str = column("Finding", reference="findings.finding_id")
    study_id: str = column("Report that bears on it", reference="studies.study_id")
    coding_id: str = column(
        "Coded passage that bears on it; blank where the row rests on an attribute of the report",
        reference="codings.coding_id",
        blank=True,
    )
    relation: str = column("How the report bears on the finding", vocabulary=STANCES)

    class Config:
        """A passage stands once in the evidence for a finding."""

        unique = ["finding_id", "study_id", "coding_id"]  # noqa: RUF012 - Pandera wants a list


class Propositions(Table):
    """One row per claim taken from a source document."""

    proposition_id: str = column("Identifier of the proposition", key=True, anchor=True)
    position: str = column("Position in the dispute that makes the claim")
    statement: str = column("The claim, in one sentence")


class PropositionEvidence(Table):
    """One row per proposition and report."""

    proposition_id: str = column("Proposition", key=True, reference="propositions.proposition_id")
    study_id: str = column("Report that was asked", key=True, reference="studies.study_id")
    relation: str = column(
        "How the report bears on the proposition", vocabulary=(*STANCES, "silent")
    )
    basis: str = column(
        "What the relation was read from: codings or columns of the studies, separated by `;`"
    )


class PropositionVerdicts(Table):
    """One row per proposition: what the evidence says of it."""

    proposition_id: str = column("Proposition", key=True, reference="propositions.proposition_id")
    verdict: str = column("What the evidence says of the proposition", vocabulary=VERDICTS)
    one_line_reason: str = column("Why, in one line")


class Implications(Table):
    """One row per implication for policy, practice or research."""

    implication_id: str = column("Identifier of the implication", key=True, anchor=True)
    audience: str = column("Whom the implication is for")
    statement: str = column("The implication, in one or two sentences")
    strength: str = column("How firmly the implication is put", vocabulary=STRENGTHS)


class ImplicationFindings(Table):
    """One row per implication and finding that carries or limits it."""

    implication_id: str = column("Implication", key=True, reference="implications.implication_id")
    finding_id: str = column("Finding", key=True, reference="findings.finding_id")
    role: str = column(
        "Whether the implication rests on the finding or is limited by it", vocabulary=ROLES
    )


class Checklist(Table):
    """One row per item of a reporting checklist."""

    item: str = column("Number of the item", key=True)
    topic: str = column("Section and topic of the item")
    paraphrase: str = column("What the item asks for, in our words")
    status: str = column("Whether the review reports it", vocabulary=STATUSES)
    where: str = column("Anchor of the place in the review where it is reported", blank=True)
