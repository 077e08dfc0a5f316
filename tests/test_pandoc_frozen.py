"""Results of cells that Quarto stored in `_freeze/`; what works is in renderer/foreign."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from reviewpress.errors import RenderError
from reviewpress.pandoc import ast
from reviewpress.pandoc.assemble import Document, assemble
from reviewpress.project import open_project

BOOK = "project:\n  type: book\nbook:\n  title: T\n  chapters: [index.qmd, one.qmd]\n"
ONE = "# One\n\nBefore.\n\n```{r}\n1 + 1\n```\n\nAfter @fig-none.\n"
SHOWN = "# One\n\nBefore.\n\n::: {.cell}\n```\n2\n```\n:::\n\nAfter @fig-none.\n"


def stored(text: str = ONE, **more: object) -> str:
    digest = hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
    return json.dumps({"hash": digest, "result": {"markdown": SHOWN, **more}})


def document(folder: Path, result: str, *, freeze: str = "auto", output: str = "html") -> Document:
    files = {
        "_quarto.yml": f"{BOOK}execute:\n  freeze: {freeze}\n",
        "index.qmd": "# Home {.unnumbered}\n",
        "one.qmd": ONE,
        "_freeze/one/execute-results/html.json": result,
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return assemble(open_project(folder), output)


def test_results_stand_in_the_place_of_cells(tmp_path: Path):
    made = document(tmp_path, stored())

    assert [node["c"][1] for node in ast.select(made.chapters[1].blocks, "CodeBlock")] == ["2"]
    assert [str(fault.where) for fault in made.faults.warnings] == ["one.qmd:9"]


def test_paper_takes_the_results_for_pages_where_it_has_none(tmp_path: Path):
    made = document(tmp_path, stored(), output="typst")

    assert [node["c"][1] for node in ast.select(made.chapters[1].blocks, "CodeBlock")] == ["2"]


def test_results_of_another_text_are_not_taken(tmp_path: Path):
    with pytest.raises(RenderError, match=r"one.qmd:5: .* executable code cells"):
        document(tmp_path, stored("Another text."))


def test_results_that_are_never_made_anew_are_taken_all_the_same(tmp_path: Path):
    made = document(tmp_path, stored("Another text."), freeze="true")

    assert [node["c"][1] for node in ast.select(made.chapters[1].blocks, "CodeBlock")] == ["2"]


@pytest.mark.parametrize("damage", ["", "[]", "{}", "<<<<<<< HEAD"])
def test_damaged_results_are_told_with_their_file(tmp_path: Path, damage: str):
    with pytest.raises(RenderError, match="the stored results cannot be read") as caught:
        document(tmp_path, damage)

    assert str(caught.value.where) == "_freeze/one/execute-results/html.json"


def test_scripts_that_results_bring_are_left_out_with_a_warning(tmp_path: Path):
    made = document(tmp_path, stored(includes={"include-in-header": "<script>1</script>"}))

    said = [str(fault) for fault in made.faults.warnings]
    assert any("scripts that stored results bring along" in one for one in said)
