import json

import pandas as pd
import pytest

from reviewpress.errors import DataError
from reviewpress.synthesis import trace

FRAMES = {
    "studies": pd.DataFrame(
        {"study_id": ["A", "B", "C"], "study_family": ["walks", "walks", None]}
    ),
    "codings": pd.DataFrame(
        {"coding_id": ["1", "2"], "study_id": ["A", "C"], "note": ["Better <b>", None]}
    ),
    "findings": pd.DataFrame({"finding_id": ["F1", "F2"], "statement": ["Walk", "Rest"]}),
    "finding_evidence": pd.DataFrame(
        {
            "finding_id": ["F1", "F1", "F2"],
            "study_id": ["A", "B", "C"],
            "coding_id": ["1", None, "2"],
            "relation": ["supports", "contradicts", "supports"],
        }
    ),
    "propositions": pd.DataFrame({"proposition_id": ["P1"], "statement": ["Walk more"]}),
    "proposition_evidence": pd.DataFrame(
        {"proposition_id": ["P1", "P1"], "study_id": ["A", "C"], "relation": ["supports", "silent"]}
    ),
    "implications": pd.DataFrame({"implication_id": ["I1", "A"], "statement": ["Go", "Ask"]}),
    "implication_findings": pd.DataFrame(
        {
            "implication_id": ["I1", "I1", "A"],
            "finding_id": ["F1", "F2", "F2"],
            "role": ["rests-on", "limited-by", "rests-on"],
        }
    ),
}
TRACE = trace.build(FRAMES)


def names(nodes):
    return [node.id for node in nodes]


def test_things_of_one_name_are_told_apart_by_kind():
    assert {"report:A", "implication:A", "study:walks", "study:C", "report:C"} <= set(TRACE.nodes)


def test_edges_bear_the_words_of_the_tables():
    assert {(edge.source, edge.kind, edge.target) for edge in TRACE.edges} == {
        ("study:walks", "told-in", "report:A"),
        ("study:walks", "told-in", "report:B"),
        ("study:C", "told-in", "report:C"),
        ("report:A", "coded-as", "coding:1"),
        ("report:C", "coded-as", "coding:2"),
        ("coding:1", "supports", "finding:F1"),
        ("report:B", "contradicts", "finding:F1"),
        ("coding:2", "supports", "finding:F2"),
        ("report:A", "supports", "proposition:P1"),
        ("finding:F1", "rests-on", "implication:I1"),
        ("finding:F2", "limited-by", "implication:I1"),
        ("finding:F2", "rests-on", "implication:A"),
    }


def test_upstream_and_downstream_follow_all_steps():
    assert names(TRACE.upstream("implication:A")) == [
        "coding:2", "finding:F2", "report:C", "study:C",
    ]  # fmt: skip
    assert names(TRACE.downstream("study:walks")) == [
        "coding:1", "finding:F1", "implication:I1", "proposition:P1", "report:A", "report:B",
    ]  # fmt: skip
    assert TRACE.upstream("study:C") == ()
    with pytest.raises(KeyError):
        TRACE.downstream("study:Z")


def test_a_row_that_names_nothing_is_refused():
    findings = FRAMES["findings"].iloc[:1]
    with pytest.raises(DataError, match="there is no finding:F2"):
        trace.build(FRAMES | {"findings": findings})


def test_a_review_needs_no_more_than_studies():
    bare = trace.build({"studies": FRAMES["studies"].drop(columns="study_family")})
    assert sorted(bare.nodes) == [
        "report:A", "report:B", "report:C", "study:A", "study:B", "study:C",
    ]  # fmt: skip
    assert trace.reach(bare).empty


def test_the_document_is_the_same_whatever_the_order_of_rows():
    turned = {name: frame.iloc[::-1].reset_index(drop=True) for name, frame in FRAMES.items()}
    text = trace.document(TRACE)
    assert trace.document(trace.build(turned)) == text
    content = json.loads(text)
    ids = [node["id"] for node in content["nodes"]]
    assert ids == sorted(set(ids))
    assert {end for edge in content["edges"] for end in (edge["source"], edge["target"])} <= {*ids}
    assert {"id": "coding:1", "kind": "coding", "name": "1", "label": "Better <b>"} in content[
        "nodes"
    ]
    assert next(node for node in content["nodes"] if node["id"] == "coding:2")["label"] == ""


def test_reach_counts_what_lies_behind_an_implication():
    table = trace.reach(TRACE).set_index("implication_id")
    assert table.loc["I1"].tolist() == [1, 1, 2, 1]
    assert table.loc["A"].tolist() == [1, 1, 1, 1]


def test_findings_stand_beside_the_implications_that_rest_on_them():
    implications = pd.DataFrame({"rests_on": [["F3"], ["F1", "F3"], ["F1"]]})
    findings = pd.DataFrame({"finding_id": ["F1", "F2", "F3"]})
    assert trace.beside(implications, findings) == ["F3", "F1", "F2"]
