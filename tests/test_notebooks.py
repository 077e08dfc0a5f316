"""The example review's notebooks: thin, without outputs, and without numbers typed by hand."""

import json
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
LONGEST_CELL = 25


def cells(path, kind="code"):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return [cell for cell in notebook["cells"] if cell["cell_type"] == kind]


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return request.param


def test_every_notebook_is_a_run():
    declared = (FOLDER / "runs.yml").read_text(encoding="utf-8")
    assert NOTEBOOKS
    for path in NOTEBOOKS:
        assert f"notebook: {path.name}" in declared


def test_it_holds_no_outputs(notebook):
    for cell in cells(notebook):
        assert cell["outputs"] == []
        assert cell["execution_count"] is None


def test_it_says_what_it_does_and_declares_its_parameters_once(notebook):
    first = "".join(cells(notebook, "markdown")[0]["source"])
    assert first.startswith("# ")
    tagged = [cell for cell in cells(notebook) if "parameters" in cell["metadata"].get("tags", [])]
    assert len(tagged) == 1
    names = re.findall(r"^(\w+) = ", "".join(tagged[0]["source"]), re.MULTILINE)
    used = "".join(
        line for cell in cells(notebook) if cell not in tagged for line in cell["source"]
    )
    for name in names:
        assert re.search(rf"\b{name}\b", used)
        assert f"`{name}`" in first or name in {"pages", "limits", "words"}


def test_its_cells_are_thin(notebook):
    for cell in cells(notebook):
        if "parameters" in cell["metadata"].get("tags", []):
            continue
        lines = [line for line in cell["source"] if not line.startswith("#|")]
        assert len(lines) <= LONGEST_CELL
        assert not any(line.startswith(("class ", "import re")) for line in lines)


def test_captions_hold_no_count_typed_by_hand(notebook):
    for cell in cells(notebook):
        for line in cell["source"]:
            if re.match(r"#\| (fig-cap|tbl-cap|fig-alt):", line):
                assert not re.search(r"\d", line.replace("PRISMA 2020", ""))
