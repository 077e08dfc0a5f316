"""The analyses of the review, recomputed by hand from its files without pandas or the tool."""

import csv
import re
from collections import Counter, defaultdict
from itertools import product
from math import comb
from pathlib import Path

import pytest

from reviewpress import bibliography
from reviewpress import tables as loading
from reviewpress.bibliography import people
from reviewpress.project import open_project
from reviewpress.runs.spec import read_spec
from reviewpress.synthesis import (
    disagreements,
    gapmap,
    robustness,
    saturation,
    scenarios,
    shares,
    signs,
    teams,
    trace,
)
from reviewpress.synthesis.robustness import Claims

ROOT = Path(__file__).parents[1]
OUTCOME = ("attainment_direction", "attainment_measured")
DIRECTIONS = ("positive", "null", "mixed", "negative")


def rows(name):
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def family(row):
    return row["study_family"] or row["study_id"]


@pytest.fixture(scope="module")
def project():
    return open_project(ROOT)


@pytest.fixture(scope="module")
def tables(project):
    return loading.load(project)


@pytest.fixture(scope="module")
def parameters(project):
    return {run.name: run.parameters for run in read_spec(project)}


def written_by(name):
    """Find the studies of an author in the text of the bibliography."""
    text = (ROOT / "bib" / "references.bib").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=@)", text)
    keys = {
        re.match(r"@\w+\{([^,]+),", entry.strip())[1]
        for entry in entries
        if re.search(rf"author\s*=\s*[^\n]*{name}", entry)
    }
    return {family(row) for row in rows("studies") if row["bib_key"] in keys}


def positive_against_matched():
    return {
        family(row)
        for row in rows("studies")
        if row["attainment_direction"] == "positive" and row["comparison_type"] == "matched"
    }


def test_every_gain_against_matched_schools_has_one_author_in_common(project, tables):
    gains = positive_against_matched()
    assert len(gains) == 3
    assert gains <= written_by("Muijs")
    entries = bibliography.check(project)[0].entries
    studies = tables["studies"]
    keys = zip(studies["study_id"], studies["bib_key"], strict=True)
    written = teams.writers({study: people(entries[key]) for study, key in keys}, studies)
    row = teams.independence({"gains": gains}, written, studies).iloc[0]
    assert (row["studies"], row["groups"], row["authors"], row["by_them"]) == (
        3, 1, ["Daniel Muijs"], 3,
    )  # fmt: skip


def leaning(finding, kept):
    """Count studies for and against a finding: a report that takes a side in a passage takes it."""
    said = defaultdict(set)
    for row in rows("finding_evidence"):
        if row["finding_id"] == finding and row["study_id"] in kept:
            said[row["study_id"]].add(row["relation"])
    sides = defaultdict(set)
    for report, relations in said.items():
        sides[kept[report]] |= (relations - {"qualifies"}) or relations
    return (
        sum(side == {"supports"} for side in sides.values()),
        sum(side == {"contradicts"} for side in sides.values()),
    )


@pytest.mark.parametrize("scenario", ["core", "journals", "no-records", "each-report"])
def test_the_balance_of_every_finding_under_a_scenario(tables, parameters, scenario):
    asked = {one.name: one for one in scenarios.read(parameters["robustness"]["scenarios"])}
    by_hand = {
        "core": lambda row: row["scope_flag"] == "core",
        "journals": lambda row: row["publication_type"] == "journal-article",
        "no-records": lambda row: row["evidence_basis"] != "bibliographic-record",
        "each-report": lambda _: True,
    }[scenario]
    name = "study_id" if scenario == "each-report" else None
    kept = {
        row["study_id"]: row[name] if name else family(row)
        for row in rows("studies")
        if by_hand(row)
    }
    ids = [row["finding_id"] for row in rows("findings")]
    claims = Claims("finding_id", ids, tables["finding_evidence"])
    found = claims.balance(asked[scenario].select(tables["studies"]))
    for finding in ids:
        assert (found.loc[finding, "supports"], found.loc[finding, "contradicts"]) == leaning(
            finding, kept
        )


def test_findings_that_hinge_on_one_study(tables):
    everything = {row["study_id"]: family(row) for row in rows("studies")}
    hinging = {}
    for finding in [row["finding_id"] for row in rows("findings")]:
        ahead, behind = leaning(finding, everything)
        assert ahead > behind
        for left_out in set(everything.values()):
            kept = {one: name for one, name in everything.items() if name != left_out}
            for_it, against = leaning(finding, kept)
            if for_it <= against or for_it < 2:
                hinging.setdefault(finding, set()).add(left_out)
    claims = Claims(
        "finding_id", list(tables["findings"]["finding_id"]), tables["finding_evidence"]
    )
    alone = {name: [name] for name in set(everything.values())}
    found = robustness.hinges(claims, tables["studies"], alone)
    assert found.groupby("finding_id")["group"].agg(set).to_dict() == hinging
    assert set(hinging) == {"F03", "F05", "F06"}


def test_the_sign_test_of_all_results(tables):
    said = defaultdict(set)
    for row in rows("studies"):
        if row["attainment_direction"] in DIRECTIONS and row["attainment_measured"] == "yes":
            said[family(row)].add(row["attainment_direction"])
    found = Counter(next(iter(one)) if len(one) == 1 else "mixed" for one in said.values())
    up, down = found["positive"], found["negative"]
    tail = sum(comb(up + down, count) for count in range(min(up, down) + 1)) / 2 ** (up + down)
    row = signs.table({"all": tables["studies"]}, *OUTCOME).iloc[0]
    assert row["p_value"] == pytest.approx(min(1, 2 * tail))
    assert row["share_of_all"] == pytest.approx(up / sum(found.values()))
    assert (up, down, sum(found.values())) == (6, 0, 15)


def test_shares_that_claims_are_about(tables, parameters):
    table = shares.table(parameters["dispute"]["shares"], tables["studies"])
    studies = rows("studies")
    qualitative = {"qualitative-case-study", "qualitative-interview", "action-research"}
    named = {family(row) for row in studies if row["design"] in qualitative}
    measured = {family(row) for row in studies if row["attainment_measured"] == "yes"}
    costed = {family(row) for row in studies if row["costs_reported"] == "yes"}
    found = {row.title: (row.part, row.whole) for row in table.itertuples()}
    everyone = len({family(row) for row in studies})
    assert found["qualitative design"] == (len(named), everyone)
    assert found["attainment known to be measured"] == (len(measured), everyone) == (20, 59)
    assert found["costs reported"] == (len(costed), everyone)


def test_the_gap_map(tables, parameters):
    assert "gap-map" in parameters
    place = {row["study_id"]: (row["structure"], family(row)) for row in rows("studies")}
    held = defaultdict(set)
    for row in rows("codings"):
        structure, study = place[row["study_id"]]
        held[structure, row["theme"]].add(study)
    mapped = gapmap.cells(
        tables["codings"],
        tables["studies"],
        ("structure", "theme"),
        strength="comparison_type",
        levels={"strong": ["randomised", "quasi-experimental-iv"]},
    )
    assert {(row.structure, row.theme): row.studies for row in mapped.itertuples()} == {
        pair: len(studies) for pair, studies in held.items()
    }
    structures = {row["structure"] for row in rows("studies")}
    themes = {row["theme"] for row in rows("codebook")}
    empty = [pair for pair in product(structures, themes) if pair not in held]
    assert len(gapmap.gaps(mapped, sorted(structures), sorted(themes))) == len(empty) == 27


def test_saturation(tables):
    year = {row["study_id"]: int(row["year"]) for row in rows("studies")}
    first = {}
    for row in rows("codings"):
        key = row["theme"], row["subtheme"]
        if row["subtheme"] != "unspecified":
            first[key] = min(first.get(key, 9999), year[row["study_id"]])
    codings = saturation.named(tables["codings"], ["unspecified"])
    yearly = saturation.by_year(codings, tables["studies"])
    assert yearly["new"][yearly["new"] > 0].to_dict() == Counter(first.values())
    assert yearly["seen"].iloc[-1] == len(first) == 41
    assert max(first.values()) == 2017


def test_what_the_coders_saw_differently(tables):
    sample = {row["study_id"] for row in rows("attributes_second")}
    sides = []
    for name in ("codings", "codings_second"):
        said = defaultdict(set)
        for row in rows(name):
            if row["study_id"] in sample:
                said[row["study_id"], row["theme"], row["subtheme"]].add(row["stance"])
        sides.append(said)
    first, second = sides
    found = disagreements.passages(tables["codings"], tables["codings_second"], sample)
    assert found["kind"].value_counts().to_dict() == {
        "first-only": len(first.keys() - second.keys()),
        "second-only": len(second.keys() - first.keys()),
        "stance": sum(first[key] != second[key] for key in first.keys() & second.keys()),
    }


def test_the_trace_leads_from_every_implication_to_a_study_and_nowhere_else(tables):
    graph = trace.build(tables.frames)
    names = ("studies", "codings", "findings", "propositions", "implications")
    studies = {family(row) for row in rows("studies")}
    positions = {row["position"] for row in rows("propositions")}
    own = sum(len(rows(name)) for name in names)
    assert len(graph.nodes) == own + len(studies) + len(positions)
    ends = {end for edge in graph.edges for end in (edge.source, edge.target)}
    assert set(graph.nodes) == ends
    resting = defaultdict(set)
    for row in rows("implication_findings"):
        if row["role"] == "rests-on":
            resting[row["implication_id"]].add(row["finding_id"])
    place = {row["study_id"]: family(row) for row in rows("studies")}
    reached = trace.reach(graph).set_index("implication_id")
    for implication, findings in resting.items():
        behind = {
            place[row["study_id"]]
            for row in rows("finding_evidence")
            if row["finding_id"] in findings
        }
        assert reached.loc[implication, "studies"] == len(behind) > 0
