"""The graph of a review: from studies through reports, passages and findings to implications.

Edges run the way evidence flows, from what is known to what is claimed from it, and bear the word
that the tables use: a report `supports` a finding, an implication `rests-on` one. Upstream of an
implication lies all it comes from; downstream of a study, all that would change with it.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

import pandas as pd

from reviewpress.errors import DataError, Location
from reviewpress.synthesis import families


class Kind(StrEnum):
    """What a node of the graph stands for."""

    STUDY = "study"
    REPORT = "report"
    CODING = "coding"
    FINDING = "finding"
    PROPOSITION = "proposition"
    POSITION = "position"
    IMPLICATION = "implication"


RESTS_ON = "rests-on"
_COUNTED = {"codings": Kind.CODING, "reports": Kind.REPORT, "studies": Kind.STUDY}


@dataclass(frozen=True, slots=True)
class Node:
    """A thing of the review.

    Attributes:
        id: Kind and name, such as `finding:F01`; no other node has it.
        kind: What it is.
        name: Id in the tables.
        label: Statement or note; empty where the tables have none.
    """

    id: str
    kind: Kind
    name: str
    label: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """A step from evidence to claim: ids of two nodes, and what the one does for the other."""

    source: str
    target: str
    kind: str


@dataclass(frozen=True, slots=True)
class Trace:
    """The graph; nodes and edges are sorted and stand once.

    Attributes:
        nodes: Nodes by id.
        edges: Edges between them.
    """

    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]
    _down: Mapping[str, list[str]] = field(init=False, repr=False, compare=False)
    _up: Mapping[str, list[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse an edge to or from nowhere, and index the edges."""
        down: dict[str, list[str]] = {}
        up: dict[str, list[str]] = {}
        for edge in self.edges:
            for end in (edge.source, edge.target):
                if end not in self.nodes:
                    raise DataError(
                        f"the trace leads nowhere: {edge.source} {edge.kind} {edge.target}, "
                        f"but there is no {end}",
                        hint="run `reviewpress check`, which names the row",
                        where=Location("data"),
                    )
            down.setdefault(edge.source, []).append(edge.target)
            up.setdefault(edge.target, []).append(edge.source)
        object.__setattr__(self, "_down", down)
        object.__setattr__(self, "_up", up)

    def downstream(self, node: str) -> tuple[Node, ...]:
        """List all that follows from a node, directly or through others, by id.

        Raises:
            KeyError: There is no such node.
        """
        return self._reached(node, self._down)

    def upstream(self, node: str) -> tuple[Node, ...]:
        """List all that a node comes from, directly or through others, by id.

        Raises:
            KeyError: There is no such node.
        """
        return self._reached(node, self._up)

    def _reached(self, node: str, steps: Mapping[str, list[str]]) -> tuple[Node, ...]:
        waiting, seen = [self.nodes[node].id], {node}
        while waiting:
            for other in steps.get(waiting.pop(), ()):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        return tuple(self.nodes[one] for one in sorted(seen - {node}))


def node_id(kind: Kind, name: object) -> str:
    """Return the id of a node."""
    return f"{kind}:{name}"


def build(frames: Mapping[str, pd.DataFrame]) -> Trace:
    """Make the graph of a review from its tables.

    Args:
        frames: Tables by name. `studies` is needed; of `codings`, `findings`, `finding_evidence`,
            `propositions`, `proposition_evidence`, `implications` and `implication_findings`
            those that the review has. Propositions that a report is silent about get no edge
            from it; each is tied to the position that states it.

    Raises:
        DataError: A row names something that does not exist.
    """
    nodes = {node.id: node for node in _nodes(frames)}
    edges = sorted(set(_edges(frames)))
    return Trace(dict(sorted(nodes.items())), tuple(edges))


_NAMED = (
    (Kind.REPORT, "studies", "study_id", ""),
    (Kind.CODING, "codings", "coding_id", "note"),
    (Kind.FINDING, "findings", "finding_id", "statement"),
    (Kind.PROPOSITION, "propositions", "proposition_id", "statement"),
    (Kind.IMPLICATION, "implications", "implication_id", "statement"),
)


def _nodes(frames: Mapping[str, pd.DataFrame]) -> Iterator[Node]:
    for name in dict.fromkeys(families.family(frames["studies"])):
        yield Node(node_id(Kind.STUDY, name), Kind.STUDY, name)
    for kind, table, key, label in _NAMED:
        for row in _rows(frames, table):
            said = "" if pd.isna(row.get(label, "")) else str(row.get(label, ""))
            yield Node(node_id(kind, row[key]), kind, str(row[key]), said)
    for name in dict.fromkeys(row["position"] for row in _stated(frames)):
        yield Node(node_id(Kind.POSITION, name), Kind.POSITION, name)


def _edges(frames: Mapping[str, pd.DataFrame]) -> Iterator[Edge]:
    studies = frames["studies"]
    for report, study in zip(studies["study_id"], families.family(studies), strict=True):
        yield Edge(node_id(Kind.STUDY, study), node_id(Kind.REPORT, report), "told-in")
    for row in _rows(frames, "codings"):
        report, coding = row["study_id"], row["coding_id"]
        yield Edge(node_id(Kind.REPORT, report), node_id(Kind.CODING, coding), "coded-as")
    for row in _rows(frames, "finding_evidence"):
        # Without a passage the row rests on an attribute of the report.
        is_coded = not pd.isna(row.get("coding_id"))
        source = (Kind.CODING, row["coding_id"]) if is_coded else (Kind.REPORT, row["study_id"])
        yield Edge(node_id(*source), node_id(Kind.FINDING, row["finding_id"]), row["relation"])
    for row in _rows(frames, "proposition_evidence"):
        if row["relation"] != "silent":
            target = node_id(Kind.PROPOSITION, row["proposition_id"])
            yield Edge(node_id(Kind.REPORT, row["study_id"]), target, row["relation"])
    for row in _stated(frames):
        claim = node_id(Kind.PROPOSITION, row["proposition_id"])
        yield Edge(claim, node_id(Kind.POSITION, row["position"]), "stated-by")
    for row in _rows(frames, "implication_findings"):
        target = node_id(Kind.IMPLICATION, row["implication_id"])
        yield Edge(node_id(Kind.FINDING, row["finding_id"]), target, row["role"])


def _rows(frames: Mapping[str, pd.DataFrame], table: str) -> list[dict[Hashable, Any]]:
    return frames[table].to_dict("records") if table in frames else []


def _stated(frames: Mapping[str, pd.DataFrame]) -> list[dict[Hashable, Any]]:
    rows = _rows(frames, "propositions")
    return [row for row in rows if not pd.isna(row.get("position"))]


def document(trace: Trace) -> str:
    """Write the graph as JSON, the same text for the same graph.

    Returns:
        An object with `nodes` (`id`, `kind`, `name`, `label`) and `edges` (`source`, `target`,
        `kind`), each sorted, and the `kinds` of nodes in the order in which evidence flows.
    """
    content = {
        "kinds": [kind.value for kind in Kind],
        "nodes": [asdict(node) for node in trace.nodes.values()],
        "edges": [asdict(edge) for edge in trace.edges],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def reach(trace: Trace) -> pd.DataFrame:
    """Count what lies behind each implication, by way of the findings that it rests on.

    Returns:
        One row per implication: `implication_id`, `findings` that it rests on, and `codings`,
        `reports` and `studies` upstream of these (numbers), whatever they say.
    """
    rows = []
    for node in trace.nodes.values():
        if node.kind is Kind.IMPLICATION:
            carrying = [
                edge.source
                for edge in trace.edges
                if edge.target == node.id and edge.kind == RESTS_ON
            ]
            behind = {other for one in carrying for other in trace.upstream(one)}
            kinds = [other.kind for other in behind]
            counts = {name: kinds.count(kind) for name, kind in _COUNTED.items()}
            rows.append({"implication_id": node.name, "findings": len(carrying)} | counts)
    return pd.DataFrame(rows, columns=["implication_id", "findings", *_COUNTED])


def beside(implications: pd.DataFrame, findings: pd.DataFrame) -> list[str]:
    """Order findings so that each stands beside the implications that rest on it.

    Args:
        implications: One row per implication, in order; `rests_on` (list of finding ids).
        findings: One row per finding; `finding_id`.

    Returns:
        Ids of all findings, by the mean place of the implications that rest on them; those that
        carry none come last.
    """
    places: dict[str, list[int]] = {}
    for place, carried in enumerate(implications["rests_on"]):
        for finding in carried:
            places.setdefault(finding, []).append(place)
    last = len(implications)
    means = {name: sum(held) / len(held) for name, held in places.items()}
    return sorted(findings["finding_id"], key=lambda name: means.get(name, last))
