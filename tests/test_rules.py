from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from table_reviews import check, model, write_review

from reviewpress import rules, tables
from reviewpress.problems import Severity
from reviewpress.schemas import BASES, columns

# A small review that closes. Each case below changes one cell or row of it.
GOOD = {
    "searches": """search_id,date,source,query,records_identified
SR1,2026-01-01,Index,walk*,5
SR2,2026-01-02,References,none,1
""",
    "records": """record_id,search_id,duplicate_of,title_abstract_decision,full_text_status,\
final_decision,exclusion_reason,study_id,report_of
R1,SR1,,include,retrieved,included,,S1,fam
R2,SR1,,include,retrieved-summary,included,,S2,fam
R3,SR1,,exclude,,excluded,NO,,
R4,SR1,,unclear,retrieved,excluded,NO,,
R5,SR1,,unclear,not-retrieved,awaiting,,,
R6,SR2,R1,,,,,,
""",
    "exclusion_reasons": "code,label,definition\nNO,No,Not it\n",
    "studies": """study_id,bib_key,year,study_family,source_url
S1,ash2019,2019,fam,https://example.org/a | http://example.org/b
S2,birch2021,2021,fam,
""",
    "codebook": "theme,subtheme,definition\neffects,mood,Mood\nconditions,time,Time\n",
    "codings": """coding_id,study_id,theme,subtheme,stance,note,coder
C1,S1,effects,mood,supports,Better,anna
C2,S2,conditions,time,qualifies,Short,anna
""",
    "findings": """finding_id,statement,cerqual_methodological_limitations,\
cerqual_coherence,cerqual_adequacy,cerqual_relevance,confidence,explanation
F1,Better mood,minor,minor,serious,minor,moderate,One
F2,Little time,serious,minor,serious,minor,very-low,One
""",
    "finding_evidence": """finding_id,study_id,coding_id,relation
F1,S1,C1,supports
F2,S2,C2,supports
F2,S1,,qualifies
""",
    "propositions": "proposition_id,position,statement\nP1,for,Walk\nP2,against,Sit\n",
    "proposition_evidence": """proposition_id,study_id,relation,basis
P1,S1,supports,C1; year
P1,S2,silent,year
P2,S2,silent,C2
""",
    "proposition_verdicts": """proposition_id,verdict,one_line_reason
P1,supported,One says so
P2,untestable-here,Silence
""",
    "implications": """implication_id,audience,statement,strength
I1,practice,Walk,strong
I2,research,Ask,research-only
""",
    "implication_findings": """implication_id,finding_id,role
I1,F1,rests-on
I1,F2,limited-by
I2,F2,rests-on
""",
    "reviewers": "reviewer_id,role,kind\nanna,coder,person\n",
}


def written(root: Path, changed: dict[str, str] | None = None, names=GOOD):
    files = {}
    for name in names:
        base = BASES[name].__name__
        files[f"data/{name}.csv"] = (changed or {}).get(name, GOOD[name])
        files[f"schemas/{name}.py"] = model(base)
    return write_review(root, files)


def test_a_review_that_closes_has_no_problems(tmp_path: Path):
    assert check(written(tmp_path))[1] == []


CASES = [
    ("searches", "walk*,5", "walk*,6", [("data/searches.csv:2:5", "searches.count")]),
    (
        "records",
        "R5,SR1,,unclear,not-retrieved,awaiting",
        "R5,SR1,R6,,,",
        [("data/records.csv:6:3", "records.duplicate-of-duplicate")],
    ),
    (
        "records",
        "R6,SR2,R1",
        "R6,SR2,R6",
        [("data/records.csv:7:3", "records.duplicate-of-duplicate")],
    ),
    (
        "records",
        "R6,SR2,R1,,,,",
        "R6,SR2,R1,,,awaiting,",
        [("data/records.csv:7:6", "records.decision")],
    ),
    (
        "records",
        "not-retrieved,awaiting",
        "not-retrieved,",
        [("data/records.csv:6:6", "records.decision")],
    ),
    (
        "records",
        "R3,SR1,,exclude,,",
        "R3,SR1,,exclude,retrieved,",
        [("data/records.csv:4:5", "records.stage")],
    ),
    (
        "records",
        "R3,SR1,,exclude,,excluded,NO",
        "R3,SR1,,exclude,,awaiting,",
        [("data/records.csv:4:6", "records.stage")],
    ),
    (
        "records",
        "retrieved-summary,included",
        "not-retrieved,included",
        [("data/records.csv:3:5", "records.stage")],
    ),
    (
        "records",
        "R4,SR1,,unclear,retrieved,",
        "R4,SR1,,unclear,,",
        [("data/records.csv:5:5", "records.stage")],
    ),
    (
        "records",
        "exclude,,excluded,NO",
        "exclude,,excluded,",
        [("data/records.csv:4:7", "records.reason")],
    ),
    ("records", "awaiting,,,", "awaiting,NO,,", [("data/records.csv:6:7", "records.reason")]),
    ("records", "included,,S2,fam", "included,,,fam", [("data/records.csv:3:8", "records.report")]),
    ("records", "awaiting,,,", "awaiting,,S2,fam", [("data/records.csv:6:8", "records.report")]),
    (
        "records",
        "included,,S2,fam",
        "included,,S1,fam",
        [("data/records.csv:3:8", "records.report")],
    ),
    ("records", "S2,fam", "S2,", [("data/records.csv:3:9", "records.family")]),
    (
        "studies",
        "S2,birch2021,2021,fam,\n",
        "S2,birch2021,2021,fam,\nS3,cedar2022,2022,,\n",
        [("data/studies.csv:4:1", "studies.record")],
    ),
    ("studies", " | http://example.org/b", ";http://example.org/b|x", []),
    (
        "studies",
        "http://example.org/b",
        "ftp://example.org/b",
        [("data/studies.csv:2:5", "studies.source-url")],
    ),
    (
        "studies",
        "http://example.org/b",
        "javascript:alert(1)",
        [("data/studies.csv:2:5", "studies.source-url")],
    ),
    (
        "studies",
        "http://example.org/b",
        "https://e.org/<b>",
        [("data/studies.csv:2:5", "studies.source-url")],
    ),
    (
        "studies",
        "http://example.org/b",
        "http://[",
        [("data/studies.csv:2:5", "studies.source-url")],
    ),
    (
        "codings",
        "C2,S2,conditions,time",
        "C2,S2,effects,time",
        [("data/codings.csv:3:4", "codings.codebook")],
    ),
    (
        "codings",
        "C2,S2,conditions,time",
        "C2,S2,condition,time",
        [("data/codings.csv:3:3", "codings.theme")],
    ),
    (
        "finding_evidence",
        "F2,S2,C2,supports\nF2,S1,,qualifies\n",
        "",
        [("data/findings.csv:3:1", "findings.evidence")],
    ),
    (
        "finding_evidence",
        "F2,S2,C2,supports\nF2,S1,,qualifies\n",
        "F3,S2,C2,supports\n",
        [("data/finding_evidence.csv:3:1", "finding_evidence.finding_id")],
    ),
    (
        "findings",
        "F1,Better mood,minor,minor,serious",
        "F1,Better mood,minor,minor,moderate",
        [("data/findings.csv:2:1", "findings.single-family")],
    ),
    (
        "findings",
        "serious,minor,moderate",
        "serious,minor,high",
        [("data/findings.csv:2:7", "findings.confidence-cap")],
    ),
    (
        "finding_evidence",
        "F1,S1,C1",
        "F1,S2,C1",
        [("data/finding_evidence.csv:2:3", "finding_evidence.coding-of-study")],
    ),
    (
        "implication_findings",
        "I2,F2,rests-on\n",
        "",
        [("data/implications.csv:3:1", "implications.rests-on")],
    ),
    (
        "implication_findings",
        "I2,F2,rests-on",
        "I2,F2,limited-by",
        [("data/implications.csv:3:1", "implications.rests-on")],
    ),
    (
        "implication_findings",
        "I1,F1,rests-on\nI1,F2,limited-by",
        "I1,F2,rests-on\nI1,F1,limited-by",
        [("data/implications.csv:2:4", "implications.strong-on-very-low")],
    ),
    ("implication_findings", "I1,F2,limited-by", "I1,F2,rests-on", []),
    (
        "proposition_verdicts",
        "P2,untestable-here,Silence\n",
        "",
        [("data/propositions.csv:3:1", "propositions.verdict")],
    ),
    (
        "proposition_verdicts",
        "P2,untestable-here",
        "P2,contested",
        [("data/proposition_verdicts.csv:3:2", "proposition_verdicts.evidence")],
    ),
    (
        "proposition_evidence",
        "C1; year",
        "C9; year",
        [("data/proposition_evidence.csv:2:4", "proposition_evidence.basis-exists")],
    ),
    (
        "proposition_evidence",
        "C1; year",
        "C2; year",
        [("data/proposition_evidence.csv:2:4", "proposition_evidence.basis-exists")],
    ),
    ("proposition_evidence", "C1; year", "source_url", []),
]


@pytest.mark.parametrize(("table", "old", "new", "expected"), CASES)
def test_one_change_breaks_one_rule(tmp_path: Path, table, old, new, expected):
    assert old in GOOD[table]

    _, problems = check(written(tmp_path, {table: GOOD[table].replace(old, new, 1)}))

    assert problems == expected


def test_every_rule_is_broken_by_a_case():
    broken = {rule for *_, expected in CASES for _, rule in expected}
    elsewhere = {
        "studies.family-name",
        "studies.family-spelling",
        "codings.bib-key",
        "codings_second.bib-key",
        "codings_second.codebook",
    }

    assert set(rules.RULES) - broken == elsewhere


def test_no_rule_has_the_id_of_a_column():
    ids = {f"{name}.{column.name}" for name, base in BASES.items() for column in columns(base)}

    assert not ids & set(rules.RULES)


@given(names=st.sets(st.sampled_from(sorted(GOOD))))
@settings(max_examples=12, deadline=None)
def test_a_review_needs_none_of_the_tables(tmp_path_factory, names):
    project = written(tmp_path_factory.mktemp("review"), names=names)

    assert check(project)[1] == []


def test_a_finding_that_two_reports_of_one_study_carry_rests_on_a_single_study(tmp_path: Path):
    changed = {
        "findings": GOOD["findings"].replace("minor,minor,serious", "minor,minor,minor"),
        "finding_evidence": GOOD["finding_evidence"] + "F1,S2,,supports\n",
    }
    found = tables.check(written(tmp_path, changed))[1]

    assert [(problem.rule, problem.severity) for problem in found] == [
        ("findings.single-family", Severity.WARNING)
    ]
    assert found[0].message == "F1 rests on a single study, fam"


def test_a_finding_that_two_studies_carry_is_no_warning(tmp_path: Path):
    changed = {
        "findings": GOOD["findings"].replace("minor,minor,serious", "minor,minor,minor"),
        "finding_evidence": GOOD["finding_evidence"] + "F1,S2,,supports\n",
        "studies": GOOD["studies"].replace(",fam,", ",,"),
        "records": GOOD["records"].replace(",fam", ","),
    }
    assert tables.check(written(tmp_path, changed))[1] == []


def families(root: Path, *names: str):
    rows = "".join(f"S{n},k{n},2019,{name}\n" for n, name in enumerate(names))
    files = {
        "data/studies.csv": f"study_id,bib_key,year,study_family\n{rows}",
        "schemas/studies.py": model("Studies"),
    }
    return tables.check(write_review(root, files))[1]


def test_a_family_may_not_be_named_like_a_report(tmp_path: Path):
    found = families(tmp_path, "", "S0")

    assert [problem.rule for problem in found] == ["studies.family-name"]


@pytest.mark.parametrize("odd", ["two-ofices", "two_offices", "Two-Offices", "two-officess"])
def test_a_lonely_family_with_almost_the_name_of_another_is_a_warning(tmp_path: Path, odd: str):
    found = families(tmp_path, "two-offices", "two-offices", odd)

    assert [(problem.rule, problem.severity) for problem in found] == [
        ("studies.family-spelling", Severity.WARNING)
    ]
    assert found[0].hint == 'did you mean "two-offices"?'


@pytest.mark.parametrize("other", ["follow-up-2", "parks", "two-offices"])
def test_families_of_their_own_are_no_warning(tmp_path: Path, other: str):
    assert families(tmp_path, "follow-up-1", "follow-up-1", other) == []


def test_a_coding_carries_the_key_of_its_report(tmp_path: Path):
    header, first, second, _ = GOOD["codings"].split("\n")
    lines = [f"{header},bib_key", f"{first},ash2019", f"{second},ash2019", ""]
    files = {
        "data/studies.csv": GOOD["studies"],
        "schemas/studies.py": model("Studies"),
    }
    for name, base in (("codings", "Codings"), ("codings_second", "CodingsSecond")):
        files[f"data/{name}.csv"] = "\n".join(lines)
        files[f"schemas/{name}.py"] = model(base, 'bib_key: str = column("Key")')

    _, problems = check(write_review(tmp_path, files))

    assert problems == [
        ("data/codings.csv:3:8", "codings.bib-key"),
        ("data/codings_second.csv:3:8", "codings_second.bib-key"),
    ]


def test_the_second_coder_uses_the_same_codebook(tmp_path: Path):
    files = {
        "data/codebook.csv": GOOD["codebook"],
        "schemas/codebook.py": model("Codebook"),
        "data/codings_second.csv": GOOD["codings"].replace("conditions,time", "conditions,mood"),
        "schemas/codings_second.py": model("CodingsSecond"),
    }

    _, problems = check(write_review(tmp_path, files))

    assert problems == [("data/codings_second.csv:3:4", "codings_second.codebook")]
