"""Rules on what the review claims: nothing stands without what it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from reviewpress.frames import Tables
from reviewpress.problems import Severity
from reviewpress.rules.rule import Fault, Rule
from reviewpress.suggestions import did_you_mean

BASIS_SEPARATOR = ";"
_COMPONENTS = (
    "cerqual_methodological_limitations",
    "cerqual_coherence",
    "cerqual_adequacy",
    "cerqual_relevance",
)


def _findings(tables: Tables) -> Iterator[Fault]:
    findings = tables["findings"]
    for row in findings.index[
        ~findings["finding_id"].isin(tables["finding_evidence"]["finding_id"])
    ]:
        yield Fault(
            row,
            "finding_id",
            f"{findings.loc[row, 'finding_id']} has no evidence",
            "add the reports that it rests on to data/finding_evidence.csv",
        )


def _single_family(tables: Tables) -> Iterator[Fault]:
    """Yield findings that one study carries, where nobody judged that to be too little."""
    findings, evidence = tables["findings"], tables["finding_evidence"]
    studies = tables["studies"].drop_duplicates("study_id").set_index("study_id")
    family = studies["study_family"].fillna(studies.index.to_series())
    supporting = evidence[evidence["relation"] == "supports"]
    carried = supporting["study_id"].map(family).groupby(supporting["finding_id"])
    alone = carried.first()[carried.nunique() == 1]
    is_unsaid = findings["cerqual_adequacy"] != "serious"
    for row in findings.index[findings["finding_id"].isin(alone.index) & is_unsaid]:
        name = findings.loc[row, "finding_id"]
        yield Fault(
            row,
            "finding_id",
            f"{name} rests on a single study, {alone[name]}",
            "judge the concern about adequacy as serious, or find a second study that supports it",
        )


def _confidence_cap(tables: Tables) -> Iterator[Fault]:
    findings = tables["findings"]
    for name in _COMPONENTS:
        is_broken = (findings["confidence"] == "high") & (findings[name] == "serious")
        concern = name.removeprefix("cerqual_").replace("_", " ")
        for row in findings.index[is_broken]:
            yield Fault(
                row,
                "confidence",
                f"{findings.loc[row, 'finding_id']} is held with high confidence in spite of a "
                f"serious concern about {concern}",
                "lower the confidence, or say why the concern is not serious",
            )


def _evidence_codings(tables: Tables) -> Iterator[Fault]:
    evidence = tables["finding_evidence"]
    codings = tables["codings"].drop_duplicates("coding_id").set_index("coding_id")["study_id"]
    coded = evidence["coding_id"].map(codings)
    for row in evidence.index[coded.notna() & (coded != evidence["study_id"])]:
        coding, study = evidence.loc[row, ["coding_id", "study_id"]]
        yield Fault(row, "coding_id", f"{coding} is a coding of {coded[row]}, not of {study}")


def _resting(tables: Tables) -> Iterator[Fault]:
    implications, links = tables["implications"], tables["implication_findings"]
    resting = links.loc[links["role"] == "rests-on", "implication_id"]
    for row in implications.index[~implications["implication_id"].isin(resting)]:
        name = implications.loc[row, "implication_id"]
        limited = " (it is only limited by some)" if name in set(links["implication_id"]) else ""
        yield Fault(
            row,
            "implication_id",
            f"{name} rests on no finding{limited}",
            "add a finding with the role rests-on to data/implication_findings.csv",
        )


def _strong(tables: Tables) -> Iterator[Fault]:
    implications, links = tables["implications"], tables["implication_findings"]
    findings = tables["findings"].drop_duplicates("finding_id").set_index("finding_id")
    resting = links[links["role"] == "rests-on"]
    weak = resting["finding_id"].map(findings["confidence"]) == "very-low"
    all_weak = weak.groupby(resting["implication_id"]).all()
    names = set(all_weak.index[all_weak])
    is_broken = (implications["strength"] == "strong") & implications["implication_id"].isin(names)
    for row in implications.index[is_broken]:
        name = implications.loc[row, "implication_id"]
        yield Fault(
            row,
            "strength",
            f"{name} is strong, but rests only on findings of very low confidence",
            "make it conditional, or rest it on a finding that is better supported",
        )


def _verdicts(tables: Tables) -> Iterator[Fault]:
    propositions = tables["propositions"]
    judged = tables["proposition_verdicts"]["proposition_id"]
    for row in propositions.index[~propositions["proposition_id"].isin(judged)]:
        yield Fault(
            row,
            "proposition_id",
            f"{propositions.loc[row, 'proposition_id']} has no verdict",
            "add it to data/proposition_verdicts.csv, as untestable-here if need be",
        )


def _verdict_evidence(tables: Tables) -> Iterator[Fault]:
    verdicts, evidence = tables["proposition_verdicts"], tables["proposition_evidence"]
    spoken = evidence.loc[evidence["relation"] != "silent", "proposition_id"]
    needs_evidence = verdicts["verdict"].notna() & (verdicts["verdict"] != "untestable-here")
    for row in verdicts.index[needs_evidence & ~verdicts["proposition_id"].isin(spoken)]:
        name, verdict = verdicts.loc[row, ["proposition_id", "verdict"]]
        yield Fault(
            row,
            "verdict",
            f'{name} is "{verdict}", but no report says anything of it',
            "add the reports to data/proposition_evidence.csv, or make it untestable-here",
        )


def _basis(tables: Tables) -> Iterator[Fault]:
    evidence = tables["proposition_evidence"]
    codings = tables["codings"].dropna(subset="coding_id").set_index("coding_id")["study_id"]
    study_of = {str(coding): study for coding, study in codings.items()}
    columns = set(tables.headers["studies"])
    known = [*columns, *study_of]
    for row, study, basis in evidence[["study_id", "basis"]].itertuples(name=None):
        for item in filter(None, map(str.strip, str(basis).split(BASIS_SEPARATOR))):
            if item in columns:
                continue
            if item not in study_of:
                hint = did_you_mean(item, known) or "name a coding_id or a column of the studies"
                message = f'"{item}" is neither a coding nor a column of the studies'
                yield Fault(row, "basis", message, hint)
            elif study_of[item] != study:
                yield Fault(row, "basis", f"{item} is a coding of {study_of[item]}, not of {study}")


RULES = (
    Rule(
        "findings",
        "evidence",
        "every finding has evidence",
        ("findings.finding_id", "finding_evidence.finding_id"),
        _findings,
        echoes=("finding_evidence.finding_id",),
    ),
    Rule(
        "findings",
        "single-family",
        "a finding rests on more than one study, or its adequacy is a serious concern",
        (
            "findings.finding_id",
            "findings.cerqual_adequacy",
            "finding_evidence.finding_id",
            "finding_evidence.study_id",
            "finding_evidence.relation",
            "studies.study_id",
        ),
        _single_family,
        echoes=(
            "finding_evidence.finding_id",
            "finding_evidence.study_id",
            "finding_evidence.relation",
            "studies.study_id",
            "studies.study_family",
        ),
        severity=Severity.WARNING,
    ),
    Rule(
        "findings",
        "confidence-cap",
        "a finding with a serious concern is not held with high confidence",
        ("findings.confidence", *(f"findings.{name}" for name in _COMPONENTS)),
        _confidence_cap,
    ),
    Rule(
        "finding_evidence",
        "coding-of-study",
        "a coding in the evidence for a finding is a coding of the report beside it",
        (
            "finding_evidence.study_id",
            "finding_evidence.coding_id",
            "codings.coding_id",
            "codings.study_id",
        ),
        _evidence_codings,
    ),
    Rule(
        "implications",
        "rests-on",
        "every implication rests on a finding",
        (
            "implications.implication_id",
            "implication_findings.implication_id",
            "implication_findings.role",
        ),
        _resting,
        echoes=("implication_findings.implication_id", "implication_findings.role"),
    ),
    Rule(
        "implications",
        "strong-on-very-low",
        "a strong implication does not rest only on findings of very low confidence",
        (
            "implications.implication_id",
            "implications.strength",
            "implication_findings.implication_id",
            "implication_findings.finding_id",
            "implication_findings.role",
            "findings.finding_id",
            "findings.confidence",
        ),
        _strong,
        echoes=("implication_findings.finding_id", "findings.confidence"),
    ),
    Rule(
        "propositions",
        "verdict",
        "every proposition has a verdict",
        ("propositions.proposition_id", "proposition_verdicts.proposition_id"),
        _verdicts,
        echoes=("proposition_verdicts.proposition_id",),
    ),
    Rule(
        "proposition_verdicts",
        "evidence",
        "a verdict other than untestable-here has a report that is not silent",
        (
            "proposition_verdicts.proposition_id",
            "proposition_verdicts.verdict",
            "proposition_evidence.proposition_id",
            "proposition_evidence.relation",
        ),
        _verdict_evidence,
        echoes=("proposition_evidence.proposition_id",),
    ),
    Rule(
        "proposition_evidence",
        "basis-exists",
        "a basis is a list of codings of the report or columns of the studies",
        (
            "proposition_evidence.study_id",
            "proposition_evidence.basis",
            "codings.coding_id",
            "codings.study_id",
            "studies.study_id",
        ),
        _basis,
    ),
)
