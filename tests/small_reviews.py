"""Make small reviews with notebooks, for the tests of runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import nbformat

from reviewpress.project import Project, open_project

TABLE = """class Table:
    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/html": "<table><tr><td>1</td></tr></table>", "text/markdown": "| a |"}
Table()"""
FIGURE = """import matplotlib.pyplot as plt
figure, axes = plt.subplots(figsize=(2, 1))
_ = axes.plot([1, 2], [3, 4], marker="o")"""


def code(source: str, *, tags: Sequence[str] = ()) -> dict[str, object]:
    """A code cell."""
    metadata = {"tags": list(tags)} if tags else {}
    return nbformat.v4.new_code_cell(source, metadata=metadata)


def parameters(source: str) -> dict[str, object]:
    """The cell that declares parameters."""
    return code(source, tags=["parameters"])


def markdown(source: str) -> dict[str, object]:
    """A Markdown cell."""
    return nbformat.v4.new_markdown_cell(source)


def notebook(*cells: Mapping[str, object] | str, kernel: str = "python3") -> str:
    """A notebook of format 4.5 with stable ids; a plain text becomes a code cell."""
    made = [code(cell) if isinstance(cell, str) else cell for cell in cells]
    for number, cell in enumerate(made, start=1):
        cell["id"] = f"c{number}"
    spec = {"display_name": kernel, "language": "python", "name": kernel}
    return nbformat.writes(nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": spec}))


def write_review(root: Path, runs: str | None = None, **notebooks: str) -> Project:
    """Write a review with `runs.yml` and notebooks by stem, and open it."""
    folder = root / "notebooks"
    folder.mkdir(parents=True, exist_ok=True)
    (root / "_quarto.yml").write_text("project:\n  type: default\n", encoding="utf-8")
    if runs is not None:
        (folder / "runs.yml").write_text(runs, encoding="utf-8")
    for stem, text in notebooks.items():
        (folder / f"{stem}.ipynb").write_text(text, encoding="utf-8")
    return open_project(root)
