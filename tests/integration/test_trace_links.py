"""From each implication a reader comes to the studies behind it, and back, in three clicks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import page_links
import pytest
from conftest import reviewpress

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
MOST = 3
CONTENT = ("chapters", "notebooks", "data", "schemas", "bib", "scripts")


@pytest.fixture(scope="module")
def flagship(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The review of this repository, built with the embedded engine."""
    folder = tmp_path_factory.mktemp("flagship")
    for name in CONTENT:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (*ROOT.glob("*.qmd"), *ROOT.glob("_quarto*.yml")):
        shutil.copy(path, folder)
    done = reviewpress("build", "--engine", "pandoc", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "_site"


def test_implications_reach_studies_and_studies_implications(flagship: Path):
    graph = json.loads((flagship / "trace.json").read_text(encoding="utf-8"))
    named = {
        kind: {n["name"] for n in graph["nodes"] if n["kind"] == kind} for kind in graph["kinds"]
    }
    behind: dict[str, set[str]] = {}
    for edge in graph["edges"]:
        behind.setdefault(edge["target"], set()).add(edge["source"])
    ways = page_links.places(flagship)
    register, cards = "chapters/register.html", "chapters/implications.html"

    for implication in named["implication"]:
        found = page_links.clicks(
            (cards, implication),
            lambda place: place[0] == register and place[1] in named["report"],
            ways,
        )
        assert found is not None, implication
        assert 0 < found <= MOST, implication

    for implication in sorted(named["implication"]):
        for report in sorted(_reports(f"implication:{implication}", behind)):
            back = page_links.clicks((register, report), (cards, implication).__eq__, ways)
            assert back is not None, (report, implication)
            assert 0 < back <= MOST, (report, implication)


def _reports(node: str, behind: dict[str, set[str]]) -> set[str]:
    waiting, seen = [node], {node}
    while waiting:
        for other in behind.get(waiting.pop(), set()) - seen:
            seen.add(other)
            waiting.append(other)
    return {name.partition(":")[2] for name in seen if name.startswith("report:")}
