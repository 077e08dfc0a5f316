from __future__ import annotations

import json
from typing import get_args

import pytest
from edition_data import METHODS, add, drop, edition, leave_out, publish, put, write
from lxml import etree

from reviewpress.editions import change_page, report
from reviewpress.editions.compare import compare
from reviewpress.editions.events import Kind

CHANGED, UPDATED = "conclusions-changed", "conclusions-not-changed"
ONE_OF_EACH = {
    "search-added": (add("searches", "SR2,register"), UPDATED, "SR2"),
    "search-removed": (drop("searches", "SR1"), UPDATED, "SR1"),
    "search-changed": (put("searches", "SR1", "source", "register"), "corrected", "SR1"),
    "study-added": (add("studies", "S3,cedar2020,survey"), UPDATED, "S3"),
    "study-removed": (drop("studies", "S2"), UPDATED, "S2"),
    "study-recoded": (put("codings", "C1", "stance", "contradicts"), "corrected", "S1"),
    "finding-added": (add("findings", "F3,Breaks are short.,low,One"), CHANGED, "F3"),
    "finding-removed": (drop("findings", "F2"), CHANGED, "F2"),
    "finding-reworded": (put("findings", "F2", "statement", "Little lasts."), CHANGED, "F2"),
    "finding-amended": (put("findings", "F2", "explanation", "One trial"), "amended", "F2"),
    "confidence-changed": (put("findings", "F2", "confidence", "very-low"), CHANGED, "F2"),
    "finding-evidence-changed": (add("finding_evidence", "F1,S2,supports"), "corrected", "F1"),
    "proposition-added": (add("propositions", "P2,Walks harm."), CHANGED, "P2"),
    "proposition-removed": (drop("propositions", "P1"), CHANGED, "P1"),
    "proposition-reworded": (
        put("propositions", "P1", "statement", "Walks heal."),
        "amended",
        "P1",
    ),
    "verdict-changed": (
        put("proposition_verdicts", "P1", "verdict", "supported"),
        CHANGED,
        "P1",
    ),
    "verdict-amended": (
        put("proposition_verdicts", "P1", "one_line_reason", "Two disagree"),
        "amended",
        "P1",
    ),
    "proposition-evidence-changed": (
        put("proposition_evidence", "P1", "relation", "supports"),
        "corrected",
        "P1",
    ),
    "implication-added": (
        add("implications", "I2,Look further.,research-only,None"),
        CHANGED,
        "I2",
    ),
    "implication-withdrawn": (drop("implications", "I1"), CHANGED, "I1"),
    "implication-reworded": (put("implications", "I1", "statement", "Give time."), CHANGED, "I1"),
    "implication-strength-changed": (
        put("implications", "I1", "strength", "strong"),
        CHANGED,
        "I1",
    ),
    "implication-amended": (put("implications", "I1", "caveat", "None"), "amended", "I1"),
    "implication-basis-changed": (
        add("implication_findings", "I1,F2,limited-by"),
        "corrected",
        "I1",
    ),
    "value-changed": (publish("reports", "3"), "corrected", "reports"),
    "chapter-added": (write("new.qmd", "More."), "amended", "new.qmd"),
    "chapter-removed": (leave_out("index.qmd"), "amended", "index.qmd"),
    "chapter-changed": (
        write("methods.qmd", METHODS.replace("Two people", "Three people")),
        "amended",
        "methods.qmd",
    ),
    "table-changed": (put("records", "R2", "decision", "include"), UPDATED, "records"),
}


@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_one_change_of_a_kind_is_found_and_nothing_else(kind):
    step, meaning, subject = ONE_OF_EACH[kind]

    found = compare(edition(), step(edition("2026.2")))

    assert [(one.kind, one.meaning, one.subject) for one in found.events] == [
        (kind, meaning, subject)
    ]
    assert found.meaning == meaning
    assert found.conclusions_changed == (meaning == CHANGED)


def test_every_kind_has_its_change():
    follows_only = {"implication-affected"}

    assert set(ONE_OF_EACH) | follows_only == set(get_args(Kind))


def test_equal_editions_differ_in_nothing():
    found = compare(edition(), edition("2026.2"))

    assert found.events == ()
    assert found.meaning == "unchanged"


def test_an_implication_on_a_changed_finding_is_named_as_a_consequence():
    found = compare(edition(), put("findings", "F1", "confidence", "low")(edition("2026.2")))

    assert [(one.kind, one.subject, one.because) for one in found.events] == [
        ("confidence-changed", "F1", ()),
        ("implication-affected", "I1", ("F1",)),
    ]


def test_a_number_that_follows_from_a_new_report_names_it():
    new = publish("reports", "3")(add("studies", "S3,cedar2020,survey")(edition("2026.2")))

    found = compare(edition(), new)

    number = next(one for one in found.events if one.kind == "value-changed")
    assert number.because == ("S3",)
    assert number.meaning == UPDATED
    assert number.summary == "In the prose, reports: 2 before, 3 now."


def test_a_value_that_no_chapter_shows_is_not_told():
    assert compare(edition(), publish("unused", "8")(edition("2026.2"))).events == ()


def test_a_removed_report_takes_its_codings_along():
    new = drop("codings", "C2")(drop("studies", "S2")(edition("2026.2")))

    found = compare(edition(), new)

    assert [(one.kind, one.subject) for one in found.events] == [("study-removed", "S2")]


def test_the_words_that_changed_are_shown_with_those_before_them():
    text = METHODS.replace("each of them", "every second one")

    (event,) = compare(edition(), write("methods.qmd", text)(edition("2026.2"))).events

    assert [(one.name, one.before, one.after) for one in event.changes] == [
        ("Two people read", "each of them", "every second one")
    ]


def test_a_comparison_reads_well_as_text():
    new = put("findings", "F1", "confidence", "low")(edition("2026.2"))

    assert report.text(compare(edition(), new)).splitlines() == [
        "2026.1 -> 2026.2: Updated, conclusions changed (2 events)",
        "",
        "[Updated, conclusions changed] confidence-changed  F1",
        "  Confidence in finding F1 moved from moderate to low.",
        '    confidence: "moderate" -> "low"',
        "",
        "[Updated, conclusions changed] implication-affected  I1",
        "  Implication I1 stands on a finding that changed: F1.",
        "    follows from: F1",
    ]


def test_json_holds_the_events_and_their_sum():
    found = json.loads(report.as_json(compare(edition(), drop("findings", "F2")(edition("B")))))

    assert found["conclusions_changed"] is True
    assert found["schema_version"] == 1
    assert [one["kind"] for one in found["events"]] == ["finding-removed"]


def test_a_feed_has_what_atom_asks_for_and_its_text_is_inert():
    hostile = "Walks <script>alert(1)</script> & \x0bmore."
    found = compare(edition(), put("findings", "F2", "statement", hostile)(edition("2026.2")))

    feed = report.atom(
        "Walks", report.entries(found, "what-changed.html"), author="A", date="2026-06-30",
        site_url="https://example.org/",
    )  # fmt: skip

    atom = "{http://www.w3.org/2005/Atom}"
    root = etree.fromstring(feed.encode())
    (entry,) = root.findall(f"{atom}entry")
    for parent in (root, entry):
        assert parent.findtext(f"{atom}id").startswith("urn:uuid:")
        assert parent.findtext(f"{atom}title")
        assert parent.findtext(f"{atom}updated").endswith("T00:00:00Z")
    assert "<script>alert(1)</script>" in entry.findtext(f"{atom}summary")
    assert entry.find(f"{atom}link").get("href") == (
        "https://example.org/what-changed.html#finding-reworded-F2"
    )


def test_hostile_cells_are_inert_on_the_page():
    hostile = '<img src=x onerror="alert(1)">'
    found = compare(edition(), put("findings", "F2", "statement", hostile)(edition("2026.2")))

    body = str(change_page._body(found))

    assert "<img" not in body
    assert "&lt;img src=x" in body
