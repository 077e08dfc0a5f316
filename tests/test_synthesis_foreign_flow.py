"""Flow, description, appraisal, themes, confidence and claims on a review of another field."""

from pathlib import Path

import pytest
from matplotlib.figure import Figure

from reviewpress import anchors, bibliography, checks, plots
from reviewpress import tables as loading
from reviewpress.bibliography import people
from reviewpress.project import open_project
from reviewpress.schemas import vocabulary
from reviewpress.synthesis import (
    appraisal,
    authors,
    confidence,
    corpus,
    families,
    flow,
    ledger,
    themes,
)

ROOT = Path(__file__).parent / "reviews" / "gardens"


@pytest.fixture(scope="module")
def project():
    return open_project(ROOT)


@pytest.fixture(scope="module")
def tables(project):
    return loading.load(project)


def test_the_review_holds_together(project):
    assert [str(problem) for problem in checks.check(project).problems] == []
    assert anchors.find(project)["sec-gardens"].target == "/index.qmd#sec-gardens"


def test_the_flow_closes_and_is_drawn(tables):
    counts = flow.count(tables["records"], tables["studies"], tables["searches"])
    found = (counts.identified, counts.duplicates, counts.screened, counts.sought, counts.assessed)
    assert found == (11, 1, 10, 9, 8)
    found = (counts.excluded_on_abstract, counts.excluded_after_assessment, counts.not_retrieved)
    assert found == (1, 1, 1)
    assert (counts.reports, counts.studies, counts.awaiting) == (7, 6, 1)
    reasons = flow.exclusions(tables["records"], tables["exclusion_reasons"]).set_index("code")
    assert reasons.loc["tale", ["on_abstract", "after_assessment"]].tolist() == [1, 0]
    assert reasons.loc["no-plot", ["on_abstract", "after_assessment"]].tolist() == [0, 1]
    assert isinstance(plots.flow(counts, [("No plot", 1)], title="x"), Figure)


def test_the_reports_are_described_in_their_own_words(tables):
    studies, model = tables["studies"], tables.models["studies"]
    table = corpus.attributes(studies, {name: vocabulary(model, name) for name in ("place",)})
    assert table.set_index("value")[["reports", "studies"]].to_numpy().tolist() == [
        [3, 2], [2, 2], [2, 2],
    ]  # fmt: skip
    assert families.reports(studies).to_dict("records") == [
        {"family": "plates", "study_ids": ["G1", "G2"]}
    ]
    unclear = corpus.unclear(studies, ["plots", "method"]).set_index("attribute")["unclear"]
    assert unclear.to_dict() == {"plots": 3, "method": 0}
    yearly = corpus.by_year(studies, "outlet", vocabulary(model, "outlet"))
    assert yearly.to_numpy().sum() == len(studies)
    axes = ("place", "method")
    crossed = corpus.crosstab(studies, axes, tuple(vocabulary(model, axis) for axis in axes))
    assert crossed.loc["allotment", "trial"] == 2
    assert isinstance(plots.discs(crossed, title="x"), Figure)


def test_appraisals_with_their_own_yardsticks(tables):
    counts = appraisal.tally(tables["appraisals"], ("deep", "shallow", "none"))
    assert counts.loc["care"].tolist() == [1, 1, 0]
    assert counts.loc["reach"].tolist() == [1, 0, 1]
    by_report = appraisal.by_report(tables["appraisals"]).set_index("study_id")
    assert by_report.loc["G3"].to_dict() == {"care": "shallow", "reach": "none"}


def test_themes(tables):
    table = themes.subthemes(tables["codings"], tables["codebook"], "food").set_index("subtheme")
    assert table.loc["greens", "supports"] == ["G1", "G3", "G6"]
    assert table.loc["greens", "contradicts"] == ["G4"]
    told = themes.overview(tables["codings"], tables["studies"]).set_index("theme")
    assert told.loc["food", ["codings", "reports", "studies"]].tolist() == [6, 5, 4]
    recurring = themes.recurring(tables["codings"], ["ties"])
    assert dict(zip(recurring["subtheme"], recurring["reports"], strict=True)) == {
        "neighbours": 3, "quarrels": 1,
    }  # fmt: skip


def test_confidence_and_claims(tables):
    names = ("findings", "finding_evidence", "studies")
    table = confidence.summary(*(tables[name] for name in names)).set_index("finding_id")
    assert table.loc["N1", ["reports", "studies"]].tolist() == [5, 4]
    assert confidence.tally(tables["findings"]) == {
        "high": 0, "moderate": 1, "low": 1, "very-low": 1,
    }  # fmt: skip
    names = ("propositions", "proposition_verdicts", "proposition_evidence", "studies")
    judged = ledger.summary(*(tables[name] for name in names)).set_index("proposition_id")
    assert judged.loc["A1", ["supports", "contradicts", "divided", "silent"]].tolist() == [
        1,
        1,
        1,
        1,
    ]
    assert judged.loc["B1", ["supports", "contradicts"]].tolist() == [2, 1]
    sorted_out = ledger.by_verdict(judged.reset_index())
    assert sorted_out["wary"]["untestable-here"] == ["B2"]


def test_reports_by_authors_of_a_document(project, tables):
    entries = bibliography.check(project)[0].entries
    studies = tables["studies"]
    keys = zip(studies["study_id"], studies["bib_key"], strict=True)
    written = {study: people(entries[key]) for study, key in keys}
    found = authors.overlap(written, written["G1"])
    assert "G1" in found["study_id"].tolist()
