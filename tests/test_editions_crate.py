from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewpress.editions import archives, crate
from reviewpress.project import open_project

pytestmark = pytest.mark.slow


@pytest.fixture
def graph(built: Path, tmp_path: Path):
    site = tmp_path / "site"
    shutil.copytree(built / "_site", site)
    crate.write(open_project(built), site)
    content = json.loads((site / crate.NAME).read_text(encoding="utf-8"))
    return {entity["@id"]: entity for entity in content["@graph"]}


def test_every_reference_of_the_crate_leads_to_an_entity(graph):
    def references(value: object) -> Iterator[str]:
        if isinstance(value, list):
            for item in value:
                yield from references(item)
        elif isinstance(value, dict) and set(value) == {"@id"}:
            yield value["@id"]

    outside = {
        target
        for entity in graph.values()
        for value in entity.values()
        for target in references(value)
        if target not in graph
    }

    assert outside == {"https://w3id.org/ro/crate/1.2"}


def test_a_run_names_notebook_tables_parameters_and_results(graph):
    action = graph["#run-themes-effects"]

    assert action["@type"] == "CreateAction"
    assert action["instrument"] == [{"@id": "runs/notebooks/themes.ipynb"}]
    objects = {one["@id"] for one in action["object"]}
    assert {"downloads/codings.csv", "#themes-effects-theme"} <= objects
    assert graph["#themes-effects-theme"]["value"] == "effects"
    assert {"@id": "runs/themes-effects.ipynb"} in action["result"]
    tools = graph["runs/notebooks/themes.ipynb"]["softwareRequirements"]
    assert {"@id": "#tool-pandas"} in tools


def test_equal_files_give_an_equal_archive(built: Path, tmp_path: Path):
    made = []
    for name in ("a.zip", "b.zip"):
        sources = {"data/studies.csv": built / "data/studies.csv"}
        archives.write(
            tmp_path / name, site=built / "_site", sources=sources, runs=built / "_build/runs"
        )
        made.append((tmp_path / name).read_bytes())

    assert made[0] == made[1]
