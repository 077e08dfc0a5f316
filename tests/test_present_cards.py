import pandas as pd
import pytest

from reviewpress import present
from reviewpress.present import html, markdown
from reviewpress.present.review import references
from reviewpress.project import open_project
from reviewpress.session import Review
from reviewpress.synthesis import implications, ledger

CHIPS = present.Chips(
    register="/r.qmd",
    findings="/f.qmd",
    propositions="/p.qmd",
    implications="/i.qmd",
    labels={"S1": "Oak 2001", "S2": "Elm 2002"},
)
STUDIES = pd.DataFrame(
    {
        "study_id": ["S1", "S2"],
        "study_family": ["one", "one"],
        "soil": ["sandy-clay", float("nan")],
        "place": ["Kew-on-Thames {{< env X >}}", "x"],
        "source_url": ["https://a.example/x | ftp://old.example", float("nan")],
    }
)
CODINGS = pd.DataFrame(
    [("C1", "S1", "water", "too-much", "supports", "It rained <b>.")],
    columns=["coding_id", "study_id", "theme", "subtheme", "stance", "note"],
)
APPRAISALS = pd.DataFrame(
    [("S1", "fit", "low", "why")], columns=["study_id", "dimension", "judgement", "rationale"]
)
FINDINGS = pd.DataFrame({"finding_id": ["F1", "F2"], "confidence": ["low", "high"]})
FINDING_EVIDENCE = pd.DataFrame(
    [("F1", "S1", "supports")], columns=["finding_id", "study_id", "relation"]
)
PROPOSITION_EVIDENCE = pd.DataFrame(
    [("P1", "S1", "supports"), ("P2", "S1", "silent")],
    columns=["proposition_id", "study_id", "relation"],
)
TABLES = {
    "studies": STUDIES,
    "codings": CODINGS,
    "appraisals": APPRAISALS,
    "finding_evidence": FINDING_EVIDENCE,
    "proposition_evidence": PROPOSITION_EVIDENCE,
}


def register():
    return present.register.entries(
        TABLES,
        {"S1": "Oak (2001). Clay."},
        CHIPS,
        attributes={"soil": "Soil", "place": "Place"},
        codes=["soil"],
        say=present.Words({"sandy-clay": "clay with sand"}),
    )


def test_an_entry_tells_all_that_is_known_of_a_report():
    written = html.blocks(register())
    assert '<div id="S1" class="register-entry">' in written
    assert '<span id="coding-C1">C1</span>' in written
    assert "clay with sand" in written
    assert "Kew-on-Thames &#123;&#123;&lt; env X &gt;&#125;&#125;" in written
    assert 'href="https://a.example/x"' in written
    assert "ftp://old.example" in written
    assert 'href="ftp' not in written
    assert 'href="/f.qmd#F1"' in written
    assert 'href="/p.qmd#prop-P1"' in written
    assert "prop-P2" not in written
    assert "It rained &lt;b&gt;." in written


def test_an_entry_without_passages_says_so():
    second = html.block(register()[1])
    assert "No passage of it was coded." in second
    assert "Soil" not in second


@pytest.mark.parametrize("write", [html.blocks, markdown.blocks])
def test_each_anchor_stands_once(write):
    written = write(register())
    for name in ("S1", "S2", "coding-C1"):
        marks = (f'id="{name}"', f"{{#{name} ", f"{{#{name}}}")
        assert sum(written.count(mark) for mark in marks) == 1


def test_the_card_of_a_proposition():
    table = ledger.summary(
        pd.DataFrame({"proposition_id": ["P1"], "position": ["for"], "statement": ["It grows."]}),
        pd.DataFrame(
            {
                "proposition_id": ["P1"],
                "verdict": ["partly-supported"],
                "one_line_reason": ["Some does."],
                "what_would_settle_it": ["Waiting."],
            }
        ),
        PROPOSITION_EVIDENCE,
        STUDIES,
    )
    (card,) = present.cards.propositions(table, CHIPS, present.Words())
    written = html.block(card)
    assert '<div id="prop-P1" class="proposition-card position-for">' in written
    assert "<strong>Partly supported</strong></span>. Some does." in written
    assert 'href="/r.qmd#S1"' in written
    assert "1 for, 0 qualifying, 0 against" in written
    assert "Waiting." in written


def test_the_card_of_an_implication():
    links = pd.DataFrame(
        [("I1", "F1", "rests-on"), ("I1", "F2", "limited-by")],
        columns=["implication_id", "finding_id", "role"],
    )
    own = pd.DataFrame(
        {
            "implication_id": ["I1"],
            "audience": ["growers"],
            "statement": ["Wait."],
            "strength": ["research-only"],
            "caveat": ["Rain may not come."],
        }
    )
    table = implications.summary(own, links, FINDINGS, FINDING_EVIDENCE, studies=STUDIES)
    cards = present.cards.implications(
        table, CHIPS, {"F1": "low", "F2": "high"}, present.Words({"research-only": "to be studied"})
    )
    written = markdown.blocks(cards)
    opening = '::: {#I1 .implication-card audience="growers" strength="research-only"'
    assert written.startswith(f'{opening} confidence="low"}}')
    assert "(/f.qmd#F1) low" in written
    assert "(/f.qmd#F2) high" in written
    assert "(1 report of 1 study)" in written.replace("&#40;", "(").replace("&#41;", ")")
    assert "*Against this&#58;* Rain may not come" in written
    assert "To be studied" in written


def test_references_of_the_flagship_are_whole(request):
    review = Review(open_project(request.config.rootpath))
    found = references(review)
    assert set(found) == set(review.tables["studies"]["study_id"])
    text = html.inline(found["S038"])
    assert "Christopher Chapman, Daniel Muijs" in text
    assert 'href="https://doi.org/10.1080/09243453.2013.840319"' in text
