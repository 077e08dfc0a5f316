"""Every analysis on a review of another field, whose columns and words are its own."""

from pathlib import Path

import pytest
from matplotlib.figure import Figure

from reviewpress import bibliography, plots
from reviewpress import tables as loading
from reviewpress.bibliography import people
from reviewpress.project import open_project
from reviewpress.synthesis import (
    agreement,
    disagreements,
    effects,
    families,
    gapmap,
    implications,
    orders,
    robustness,
    saturation,
    scenarios,
    shares,
    signs,
    teams,
    trace,
)
from reviewpress.synthesis.robustness import Claims

ROOT = Path(__file__).parent / "reviews" / "gardens"
OUTCOME = ("intake", "intake_known")
SAMPLE = ["G1", "G3", "G5", "G6"]
LEVELS = {"strong": ["trial"], "middling": ["panel"], "weak": ["survey", "account"]}
ASKED = scenarios.read(
    [
        {"name": "read", "title": "read in full", "column": "read", "keep": ["full-text"]},
        {"name": "each", "title": "each report", "count": "reports"},
    ]
)


@pytest.fixture(scope="module")
def project():
    return open_project(ROOT)


@pytest.fixture(scope="module")
def tables(project):
    return loading.load(project)


@pytest.fixture(scope="module")
def written(project, tables):
    entries = bibliography.check(project)[0].entries
    studies = tables["studies"]
    keys = zip(studies["study_id"], studies["bib_key"], strict=True)
    return teams.writers({study: people(entries[key]) for study, key in keys}, studies)


@pytest.fixture(scope="module")
def findings(tables):
    ids = tables["findings"]["finding_id"].tolist()
    return Claims("finding_id", ids, tables["finding_evidence"])


def test_directions_and_signs(tables):
    studies = tables["studies"]
    told = effects.by_family(studies, *OUTCOME).set_index("family")["direction"]
    assert told.to_dict() == {
        "plates": "mixed",
        "G3": "positive",
        "G4": "negative",
        "G6": "positive",
        "G7": "not-seen",
    }
    row = signs.table({"all": studies}, *OUTCOME).iloc[0]
    assert (row["positive"], row["negative"], row["neither"], row["p_value"]) == (2, 1, 1, 1.0)
    assert row["verdict"].startswith("Too few to test: 2 of 3 point up")


def test_the_largest_sample_of_a_study(tables):
    told = effects.by_family(tables["studies"], *OUTCOME)
    sizes = effects.largest(told, tables["studies"], "plots")
    assert dict(zip(told["family"], sizes.fillna(0), strict=True))["plates"] == 40
    rows = told.assign(group="all", label=told["family"], comparison="", sample=sizes)
    assert isinstance(plots.directions(rows, title="They divide", sample="plots"), Figure)


def test_teams_follow_the_bibliography(tables, written):
    of_team = teams.teams(written, tables["studies"]).set_index("family")["team"]
    assert of_team["G3"] == of_team["G4"] == "Ash and Fir"
    assert of_team["G6"] == of_team["G7"] == "Box and Bay"
    assert of_team["G5"] == "Garden Society"
    chosen = {"gain": ["G3", "G6"], "loss": ["G4"]}
    table = teams.independence(chosen, written, tables["studies"]).set_index("selection")
    assert table["groups"].to_dict() == {"gain": 2, "loss": 1}


def test_robustness_of_findings(tables, findings, written):
    studies = tables["studies"]
    groups = {
        "study": {name: [name] for name in families.family(studies)},
        "author": written.groupby("author")["family"].agg(list).to_dict(),
    }
    table = robustness.summary(findings, studies, ASKED, groups).set_index("finding_id")
    assert table["lean"].tolist() == ["for", "for", "for"]
    assert table["status"].tolist() == ["holds", "holds", "thin"]
    assert table["read"].tolist() == ["holds", "turns", "thin"]
    assert table["each"].tolist() == ["holds", "holds", "thin"]
    assert table["hinges_study"].tolist() == [[], ["G3", "G5"], []]
    assert table["hinges_author"].tolist() == [[], ["Cy Ash", "Garden Society"], []]
    cells = robustness.under(findings, studies, ASKED).rename(
        columns={"finding_id": "row", "scenario": "column", "status": "value"}
    )
    assert isinstance(plots.marks(cells, findings.ids, ["read", "each"], title="x"), Figure)


def test_robustness_of_claims_and_of_the_order_of_directions(tables):
    claims = Claims("proposition_id", ["A1", "B1", "B2"], tables["proposition_evidence"])
    table = claims.balance(tables["studies"])
    assert table["lean"].tolist() == ["even", "for", "even"]
    assert table["bearing"].tolist() == [3, 3, 0]
    found = orders.under(tables["studies"], ASKED, *OUTCOME).set_index("scenario")
    assert found["status"].to_dict() == {"read": "ties", "each": "turns"}


def test_shares(tables):
    declared = {"claim": "B1", "title": "surveys", "column": "method", "keep": ["survey"]}
    row = shares.table([declared], tables["studies"]).iloc[0]
    assert (row["part"], row["whole"], row["unclear"]) == (2, 6, 0)


def test_the_gap_map(tables):
    mapped = gapmap.cells(
        tables["codings"], tables["studies"], ("place", "theme"), strength="method", levels=LEVELS
    )
    found = {(row.place, row.theme): (row.studies, row.strongest) for row in mapped.itertuples()}
    assert found == {
        ("allotment", "food"): (2, "strong"),
        ("rooftop", "food"): (2, "middling"),
        ("rooftop", "ties"): (2, "middling"),
        ("yard", "ties"): (2, "weak"),
    }
    places, themes = ["allotment", "rooftop", "yard"], ["food", "ties"]
    assert len(gapmap.gaps(mapped, places, themes)) == 2
    assert isinstance(plots.gapmap(mapped, places, themes, list(LEVELS), title="x"), Figure)


def test_saturation(tables):
    yearly = saturation.by_year(tables["codings"], tables["studies"])
    assert yearly.loc[yearly["new"] > 0, "new"].to_dict() == {2001: 1, 2005: 1, 2008: 1, 2012: 1}
    assert isinstance(plots.saturation(yearly, title="x"), Figure)
    pairs = saturation.together(tables["codings"], at_least=1)
    assert len(pairs) == 3


def test_agreement(tables):
    of_method = agreement.attributes(
        tables["studies"], tables["attributes_second"], ["method", "intake"]
    ).set_index("what")
    assert of_method["agreed"].to_dict() == {"method": 3, "intake": 3}
    by_theme = agreement.presence_by(
        tables["codings"], tables["codings_second"], tables["codebook"], SAMPLE
    ).set_index("theme")
    assert by_theme["agreed"].to_dict() == {"food": 3, "ties": 3}
    listed = disagreements.passages(tables["codings"], tables["codings_second"], SAMPLE)
    assert listed["kind"].value_counts().to_dict() == {
        "first-only": 3,
        "stance": 1,
        "second-only": 1,
    }


def test_the_trace(tables, findings):
    graph = trace.build(tables.frames)
    assert [node.id for node in graph.downstream("study:plates")] == [
        "coding:K1",
        "coding:K2",
        "finding:N1",
        "implication:M1",
        "position:keen",
        "proposition:A1",
        "report:G1",
        "report:G2",
    ]
    names = ("implications", "implication_findings", "findings", "finding_evidence")
    told = implications.summary(*(tables[name] for name in names), studies=tables["studies"])
    counts = findings.balance(tables["studies"]).rename_axis("finding_id").reset_index()
    counts = counts.merge(tables["findings"][["finding_id", "confidence"]])
    assert isinstance(plots.trace(told, counts, title="x"), Figure)
