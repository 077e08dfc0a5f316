"""What must hold of the workflows here and of those that a new review gets."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parent.parent
FOLDERS = (ROOT / ".github/workflows", ROOT / "src/reviewpress/example/.github/workflows")
WORKFLOWS = [path for folder in FOLDERS for path in sorted(folder.glob("*.yml"))]
SHARED = ("book.yml", "check.yml", "rebuild.yml", "release.yml")


def _read(path: Path) -> Any:
    # YAML 1.2, in which the key `on` is a word and not a truth value.
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: f"{path.parts[-4]}/{path.name}")
def test_actions_are_pinned_and_permissions_are_few(path: Path):
    text = path.read_text(encoding="utf-8")
    workflow = _read(path)

    used = re.findall(r"uses: (\S+)(.*)", text)
    assert used
    for action, comment in used:
        assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", action)
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment)
    assert workflow["permissions"] in ({}, {"contents": "read"})
    assert "pull_request_target" not in workflow["on"]
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 60
        writes = {name for name, level in job.get("permissions", {}).items() if level == "write"}
        assert not writes or path.name == "release.yml"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: f"{path.parts[-4]}/{path.name}")
def test_no_text_from_outside_is_put_into_a_script(path: Path):
    for job in _read(path)["jobs"].values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")


@pytest.mark.parametrize("name", SHARED)
def test_a_new_review_gets_the_workflows_of_this_one(name: str):
    own, given = ((folder / name).read_text(encoding="utf-8") for folder in FOLDERS)
    adapted = own.replace("run: make venv", "run: pip install -r requirements.txt").replace(
        ".venv/bin/reviewpress", "reviewpress"
    )

    assert given == adapted
