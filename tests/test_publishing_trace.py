"""The graph of a review as the site offers it: whole, without loose ends, and where it belongs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from reviewpress import tables
from reviewpress.errors import DataError
from reviewpress.project import open_project
from reviewpress.publishing import decorate

REVIEWS = Path(__file__).parent / "reviews"
FLAGSHIP = Path(__file__).parents[1]
PAGE = '<html><body><header id="title-block-header"></header><main></main></body></html>'


def _decorated(root: Path, site: Path) -> dict[str, list[dict[str, str]]]:
    site.mkdir(parents=True, exist_ok=True)
    (site / "index.html").write_text(PAGE, encoding="utf-8")
    decorate(open_project(root), site)
    return dict(json.loads((site / "trace.json").read_text(encoding="utf-8")))


def _sources(root: Path, target: Path) -> Path:
    """Copy what a review is made from; runs that were executed in its folder stay behind."""
    target.mkdir()
    for name in ("data", "schemas", "bib", "chapters", "notebooks"):
        if (root / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(root / name, target / name, ignore=ignored)
    for path in (*root.glob("_quarto*.yml"), *root.glob("*.qmd")):
        shutil.copy(path, target)
    return target


@pytest.mark.parametrize("root", [REVIEWS / "gardens", FLAGSHIP], ids=["gardens", "flagship"])
def test_no_node_hangs_in_the_air_and_no_edge_leads_nowhere(root: Path, tmp_path: Path):
    graph = _decorated(_sources(root, tmp_path / "review"), tmp_path / "site")
    names = {node["id"]: node["kind"] for node in graph["nodes"]}
    ends = {end for edge in graph["edges"] for end in (edge["source"], edge["target"])}
    assert ends <= names.keys()
    assert names.keys() <= ends
    into = {edge["target"] for edge in graph["edges"]}
    assert {name for name, kind in names.items() if kind not in {"study", "proposition"}} <= into


def test_the_front_page_offers_it(tmp_path: Path):
    _decorated(REVIEWS / "gardens", tmp_path)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert '<a href="trace.json">The trace from studies to implications (JSON)</a>' in page


def test_a_review_without_findings_has_none(tmp_path: Path):
    root = tmp_path / "review"
    shutil.copytree(REVIEWS / "gardens", root)
    for name in ("findings", "finding_evidence", "implications", "implication_findings"):
        (root / f"data/{name}.csv").unlink()
        (root / f"schemas/{name}.py").unlink()
    site = tmp_path / "site"
    site.mkdir()
    decorate(open_project(root), site)
    assert (site / "downloads/studies.csv").is_file()
    assert not (site / "trace.json").exists()


def test_a_link_that_leads_nowhere_stops_it(tmp_path: Path):
    root = tmp_path / "review"
    shutil.copytree(REVIEWS / "gardens", root)
    with (root / "_quarto.yml").open("a", encoding="utf-8") as file:
        reason = "told apart from the graph, for a test"
        rule = "implication_findings.finding_id"
        file.write(f'\n  checks: {{{rule}: {{level: "off", reason: "{reason}"}}}}\n')
    with (root / "data/implication_findings.csv").open("a", encoding="utf-8") as file:
        file.write("M1,N9,rests-on\n")
    with pytest.raises(DataError, match="there is no finding:N9"):
        _decorated(root, tmp_path / "site")


def test_tables_are_read_again_only_when_they_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    root = _sources(REVIEWS / "gardens", tmp_path / "review")
    (root / "_build").mkdir()
    read: list[Path] = []
    real = tables.check
    monkeypatch.setattr(tables, "check", lambda project: read.append(project.root) or real(project))

    first = _decorated(root, tmp_path / "first")
    assert _decorated(root, tmp_path / "second") == first
    assert len(read) == 1

    studies = root / "data/studies.csv"
    studies.write_bytes(studies.read_bytes() + b"\n")
    _decorated(root, tmp_path / "third")
    assert len(read) == 2
