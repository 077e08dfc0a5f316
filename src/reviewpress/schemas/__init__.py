"""Models of tables: the base models, and `column()` to declare more.

A review's `schemas/studies.py` describes `data/studies.csv`::

    from reviewpress.schemas import Studies, column

    class StudiesTable(Studies):
        \"\"\"One row per included report.\"\"\"

        phase: str = column("Phase of schooling", vocabulary=("primary", "secondary"))

It inherits the columns that the tool's own functions need. A table that the tool does not know
derives from `Table`.
"""

from reviewpress.schemas.claims import (
    CONCERNS,
    CONFIDENCE,
    ROLES,
    STATUSES,
    STRENGTHS,
    VERDICTS,
    Checklist,
    FindingEvidence,
    Findings,
    ImplicationFindings,
    Implications,
    PropositionEvidence,
    Propositions,
    PropositionVerdicts,
)
from reviewpress.schemas.columns import ANCHOR, Column, ColumnType, column
from reviewpress.schemas.evidence import (
    STANCES,
    Appraisals,
    AttributesSecond,
    Codebook,
    Codings,
    CodingsSecond,
    Reviewers,
    Studies,
)
from reviewpress.schemas.flow import (
    FINAL_DECISIONS,
    FULL_TEXT_STATUSES,
    SCREENING_DECISIONS,
    ExclusionReasons,
    Records,
    Searches,
)
from reviewpress.schemas.table import DTYPES, Table, columns, key, subject, vocabulary

# The tables of which the tool knows what they are for, by the name of their file.
BASES: dict[str, type[Table]] = {
    "searches": Searches,
    "records": Records,
    "exclusion_reasons": ExclusionReasons,
    "studies": Studies,
    "reviewers": Reviewers,
    "codebook": Codebook,
    "codings": Codings,
    "codings_second": CodingsSecond,
    "attributes_second": AttributesSecond,
    "appraisals": Appraisals,
    "findings": Findings,
    "finding_evidence": FindingEvidence,
    "propositions": Propositions,
    "proposition_evidence": PropositionEvidence,
    "proposition_verdicts": PropositionVerdicts,
    "implications": Implications,
    "implication_findings": ImplicationFindings,
}

__all__ = [
    "ANCHOR",
    "BASES",
    "CONCERNS",
    "CONFIDENCE",
    "DTYPES",
    "FINAL_DECISIONS",
    "FULL_TEXT_STATUSES",
    "ROLES",
    "SCREENING_DECISIONS",
    "STANCES",
    "STATUSES",
    "STRENGTHS",
    "VERDICTS",
    "Appraisals",
    "AttributesSecond",
    "Checklist",
    "Codebook",
    "Codings",
    "CodingsSecond",
    "Column",
    "ColumnType",
    "ExclusionReasons",
    "FindingEvidence",
    "Findings",
    "ImplicationFindings",
    "Implications",
    "PropositionEvidence",
    "PropositionVerdicts",
    "Propositions",
    "Records",
    "Reviewers",
    "Searches",
    "Studies",
    "Table",
    "column",
    "columns",
    "key",
    "subject",
    "vocabulary",
]
