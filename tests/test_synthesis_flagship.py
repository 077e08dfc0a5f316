"""The review's numbers, recomputed by hand from its CSV files without pandas or the tool."""

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from reviewpress import tables as loading
from reviewpress.project import open_project
from reviewpress.synthesis import (
    agreement,
    confidence,
    disagreements,
    effects,
    families,
    flow,
    ledger,
    themes,
)

ROOT = Path(__file__).parents[1]
DIRECTIONS = ("positive", "null", "mixed", "negative")
STRONGER = ("randomised", "quasi-experimental-iv", "matched", "adjusted-groups")
OUTCOME = ("attainment_direction", "attainment_measured")


def rows(name):
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def tables():
    return loading.load(open_project(ROOT))


def by_hand(studies):
    """Count families by direction; a family whose reports differ, or say so, is mixed."""
    said = defaultdict(set)
    for row in studies:
        if row["attainment_direction"] in DIRECTIONS and row["attainment_measured"] == "yes":
            said[row["study_family"] or row["study_id"]].add(row["attainment_direction"])
    found = Counter(next(iter(one)) if len(one) == 1 else "mixed" for one in said.values())
    return tuple(found[direction] for direction in DIRECTIONS)


def by_tool(studies):
    counted = effects.tally(effects.by_family(studies, *OUTCOME))
    return tuple(counted[direction] for direction in DIRECTIONS)


def test_records_reports_and_studies(tables):
    counts = flow.count(tables["records"], tables["studies"], tables["searches"])
    decisions = Counter(row["final_decision"] for row in rows("records"))
    studies = {row["study_family"] or row["study_id"] for row in rows("studies")}
    found = (counts.identified, counts.excluded, counts.awaiting, counts.reports, counts.studies)
    assert found == (107, 29, 10, 68, 59)
    assert (decisions["excluded"], decisions["awaiting"], decisions["included"]) == (29, 10, 68)
    assert counts.studies == len(studies)
    found = (counts.excluded_on_abstract, counts.excluded_after_assessment)
    early = [
        row
        for row in rows("records")
        if row["final_decision"] == "excluded" and not row["full_text_status"]
    ]
    assert found == (len(early), 29 - len(early))


def test_shared_families(tables):
    sizes = Counter(row["study_family"] for row in rows("studies") if row["study_family"])
    assert families.shared(tables["studies"]).to_dict() == {
        name: size for name, size in sizes.items() if size > 1
    }


def test_directions_of_all_reports(tables):
    assert by_hand(rows("studies")) == by_tool(tables["studies"]) == (6, 5, 4, 0)


def test_directions_of_core_reports(tables):
    core = [row for row in rows("studies") if row["scope_flag"] == "core"]
    frame = tables["studies"]
    assert by_hand(core) == by_tool(frame[frame["scope_flag"] == "core"]) == (5, 4, 1, 0)


def test_directions_with_a_stronger_comparison(tables):
    strong = [row for row in rows("studies") if row["comparison_type"] in STRONGER]
    frame = tables["studies"]
    is_strong = frame["comparison_type"].isin(STRONGER)
    assert by_hand(strong) == by_tool(frame[is_strong]) == (4, 4, 1, 0)


def test_directions_with_a_stronger_comparison_outside_trusts(tables):
    trust = {
        row["study_family"] or row["study_id"]
        for row in rows("studies")
        if row["structure"] == "multi-academy-trust"
    }
    outside = [
        row
        for row in rows("studies")
        if row["comparison_type"] in STRONGER
        and (row["study_family"] or row["study_id"]) not in trust
    ]
    frame = tables["studies"]
    is_outside = ~families.family(frame).isin(trust)
    is_strong = frame["comparison_type"].isin(STRONGER)
    assert by_hand(outside) == by_tool(frame[is_strong & is_outside]) == (3, 3, 0, 0)


def test_directions_of_the_second_coder(tables):
    second = {row["study_id"]: row for row in rows("attributes_second")}
    again = [
        row | {name: second.get(row["study_id"], row)[name] for name in OUTCOME}
        for row in rows("studies")
    ]
    frame = effects.recoded(tables["studies"], tables["attributes_second"], OUTCOME)
    assert by_hand(again) == by_tool(frame) == (5, 4, 7, 0)


def test_results_not_seen(tables):
    told = effects.by_family(tables["studies"], *OUTCOME)
    measured = {
        row["study_family"] or row["study_id"]
        for row in rows("studies")
        if row["attainment_measured"] == "yes"
    }
    assert len(told) == len(measured) == 20
    assert effects.tally(told)["not-seen"] == 5


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("design", 0.96),
        ("structure", 0.84),
        ("phase", 0.77),
        ("comparison_group", 0.94),
        ("comparison_type", 0.82),
        ("attainment_measured", 0.68),
        ("attainment_direction", 0.50),
    ],
)
def test_kappa_of_attributes(tables, name, published):
    first = {row["study_id"]: row[name] for row in rows("studies")}
    pairs = [(first[row["study_id"]], row[name]) for row in rows("attributes_second")]
    agreed = sum(a == b for a, b in pairs) / len(pairs)
    one, other = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(one[code] * other[code] for code in one) / len(pairs) ** 2
    by_formula = (agreed - chance) / (1 - chance)
    table = agreement.attributes(tables["studies"], tables["attributes_second"], [name])
    assert table["kappa"].iloc[0] == pytest.approx(by_formula)
    assert round(by_formula, 2) == published


def test_alpha_of_an_attribute(tables):
    first = {row["study_id"]: row["structure"] for row in rows("studies")}
    pairs = [(first[row["study_id"]], row["structure"]) for row in rows("attributes_second")]
    codes = Counter(code for pair in pairs for code in pair)
    total = 2 * len(pairs)
    differing = 2 * sum(a != b for a, b in pairs)
    expected = total**2 - sum(count**2 for count in codes.values())
    by_formula = 1 - (total - 1) * differing / expected
    table = agreement.attributes(tables["studies"], tables["attributes_second"], ["structure"])
    assert table["alpha"].iloc[0] == pytest.approx(by_formula)
    assert table["alpha_lower"].iloc[0] < by_formula < table["alpha_upper"].iloc[0]


def test_every_disagreement_is_listed(tables):
    names = ["design", "structure", "attainment_direction"]
    first = {row["study_id"]: row for row in rows("studies")}
    expected = [
        (row["study_id"], name)
        for row in rows("attributes_second")
        for name in names
        if first[row["study_id"]][name] != row[name]
    ]
    table = disagreements.attributes(tables["studies"], tables["attributes_second"], names)
    assert sorted(table[["study_id", "what"]].itertuples(index=False, name=None)) == sorted(
        expected
    )
    directions = table[table["what"] == "attainment_direction"].set_index("study_id")["second"]
    # Named in the notes on the data.
    assert directions[["S028", "S045", "S033"]].tolist() == ["mixed", "mixed", "mixed"]
    assert directions.isna()["S036"]


@pytest.mark.parametrize("what", ["theme", "subtheme"])
def test_kappa_of_what_was_found(tables, what):
    keys = ("theme",) if what == "theme" else ("theme", "subtheme")
    codes = {tuple(row[key] for key in keys) for row in rows("codebook")}
    sample = [row["study_id"] for row in rows("attributes_second")]
    first, second = (
        {(row["study_id"], *(row[key] for key in keys)) for row in rows(name)}
        for name in ("codings", "codings_second")
    )
    cells = [(study, *code) for study in sample for code in codes]
    both = sum(cell in first and cell in second for cell in cells)
    neither = sum(cell not in first and cell not in second for cell in cells)
    p1, p2 = (sum(cell in one for cell in cells) / len(cells) for one in (first, second))
    chance = p1 * p2 + (1 - p1) * (1 - p2)
    by_formula = ((both + neither) / len(cells) - chance) / (1 - chance)
    table = agreement.presence(
        tables["codings"], tables["codings_second"], tables["codebook"], sample
    ).set_index("what")
    assert table.loc[what, "kappa"] == pytest.approx(by_formula)
    assert round(by_formula, 2) == 0.60


def test_ledger_counts_each_study_once(tables):
    family = {row["study_id"]: row["study_family"] or row["study_id"] for row in rows("studies")}
    said = defaultdict(set)
    for row in rows("proposition_evidence"):
        said[row["proposition_id"], family[row["study_id"]]].add(row["relation"])
    by_formula = Counter()
    for (proposition, _), relations in said.items():
        spoken = relations - {"silent"}
        kind = "divided" if len(spoken) > 1 else next(iter(spoken or relations))
        by_formula[proposition, kind] += 1
    names = ("propositions", "proposition_verdicts", "proposition_evidence", "studies")
    table = ledger.summary(*(tables[name] for name in names)).set_index("proposition_id")
    for proposition in table.index:
        for kind in (*ledger.RELATIONS, ledger.DIVIDED):
            assert table.loc[proposition, kind] == by_formula[proposition, kind]
    # The reasons given for two verdicts name these numbers.
    assert (table.loc["R4", "supports"], table.loc["R4", "qualifies"]) == (8, 4)
    assert (table.loc["R5", "supports"], table.loc["R5", "contradicts"]) == (0, 4)


def test_findings_by_confidence(tables):
    found = Counter(row["confidence"] for row in rows("findings"))
    assert confidence.tally(tables["findings"]) == {
        level: found[level] for level in confidence.LEVELS
    }
    assert found == {"moderate": 10, "low": 5, "very-low": 1}


def test_evidence_of_findings(tables):
    names = ("findings", "finding_evidence", "studies")
    table = confidence.summary(*(tables[name] for name in names)).set_index("finding_id")
    reports = defaultdict(set)
    for row in rows("finding_evidence"):
        reports[row["finding_id"]].add(row["study_id"])
    assert table["reports"].to_dict() == {name: len(found) for name, found in reports.items()}
    assert (table.loc["F01", "reports"], table.loc["F01", "studies"]) == (20, 15)


def test_conditions_that_recur(tables):
    reports = defaultdict(set)
    for row in rows("codings"):
        if row["theme"].startswith("conditions-") and row["subtheme"] != "unspecified":
            reports[row["theme"], row["subtheme"]].add(row["study_id"])
    both = ("conditions-facilitating", "conditions-hindering")
    table = themes.recurring(tables["codings"], both, unnamed=["unspecified"])
    assert {(row.theme, row.subtheme): row.reports for row in table.itertuples()} == {
        key: len(found) for key, found in reports.items()
    }
    recurring = {key: found for key, found in reports.items() if len(found) >= 3}
    assert len(recurring) == 12
    assert len(set().union(*recurring.values())) == 41
