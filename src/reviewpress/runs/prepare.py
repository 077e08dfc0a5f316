"""Make a notebook ready for one of its runs: captions filled, labels suffixed."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from reviewpress.errors import NotebookError
from reviewpress.problems import Problem
from reviewpress.project import Project
from reviewpress.runs import captions, labels, notebook, options
from reviewpress.runs.notebook import NO_DEFAULT, Notebook
from reviewpress.runs.plan import Run


@dataclass(frozen=True, slots=True)
class Prepared:
    """A run with the notebook to execute.

    Attributes:
        run: The run.
        source: The notebook as its author wrote it.
        content: The notebook to execute, in format 4.5.
        labels: Number of the cell, from 1, by the label it carries in this run.
        problems: What is wrong with its captions.
    """

    run: Run
    source: Notebook
    content: dict[str, Any] = field(repr=False)
    labels: Mapping[str, int]
    problems: tuple[Problem, ...] = ()


def prepare(project: Project, run: Run) -> Prepared:
    """Read the notebook of a run and adapt its cell options to the run.

    Raises:
        NotebookError: The notebook cannot be read, or the options of a cell are not YAML.
    """
    source = notebook.read(run.notebook, project.relative(run.notebook))
    content = copy.deepcopy(dict(source.content))
    problems = list(_fill_captions(content["cells"], run, source))
    if run.is_matrix:
        _suffix(content["cells"], run.suffix, source)
    found = {label: number for number, label in _labels(content["cells"], source)}
    return Prepared(run, source, content, found, tuple(problems))


def cell_options(cell: Mapping[str, Any], number: int, source: Notebook) -> Mapping[str, Any]:
    """Return the options of a cell; of a Markdown cell, none.

    Raises:
        NotebookError: They are not YAML; the error names notebook and cell.
    """
    if cell["cell_type"] != "code":
        return {}
    try:
        return options.read(cell["source"])
    except NotebookError as error:
        message = f"cell {number}: {error.message}"
        raise NotebookError(message, hint=error.hint, where=source.where) from error


def _texts(values: Mapping[str, Any]) -> Iterator[tuple[str, list[str], bool]]:
    """Yield key, texts and whether they are Markdown of each caption among the options."""
    for key, value in values.items():
        if key.endswith(("cap", "alt")):
            texts = value if isinstance(value, list) else [value]
            if all(isinstance(text, str) for text in texts):
                yield key, texts, key.endswith("cap")


def _fill_captions(cells: list[dict[str, Any]], run: Run, source: Notebook) -> Iterator[Problem]:
    known = {name: value for name, value in source.parameters.items() if value is not NO_DEFAULT}
    known.update(run.parameters)
    for number, cell in enumerate(cells, start=1):
        values = cell_options(cell, number, source)
        changes: dict[str, str | list[str]] = {}
        for key, texts, is_markdown in _texts(values):
            filled = [captions.fill(text, known, is_markdown=is_markdown) for text in texts]
            for name in (name for one in filled for name in one.unknown):
                yield _unknown_placeholder(source, number, f"{name} in `{key}`", known)
            new = [one.text.strip() for one in filled]
            if new != texts:
                changes[key] = new if isinstance(values[key], list) else new[0]
        if changes:
            cell["source"] = options.rewrite(cell["source"], changes)


def _unknown_placeholder(
    source: Notebook, number: int, what: str, known: Mapping[str, object]
) -> Problem:
    names = ", ".join(f"{{{name}}}" for name in known)
    return Problem(
        source.where,
        f"cell {number}: {what} names no parameter of the notebook",
        "runs.placeholder",
        hint=f"it may hold: {names}" if names else "the notebook declares no parameters",
    )


def _suffix(cells: list[dict[str, Any]], suffix: str, source: Notebook) -> None:
    known = {label for _number, label in _labels(cells, source)}
    known.update(
        label
        for cell in cells
        if cell["cell_type"] == "markdown"
        for label in labels.defined_in(cell["source"])
    )
    for number, cell in enumerate(cells, start=1):
        if cell["cell_type"] == "markdown":
            cell["source"] = labels.add_suffix(cell["source"], known, suffix)
            continue
        values = cell_options(cell, number, source)
        changes: dict[str, str | list[str]] = {}
        if "label" in values:
            changes["label"] = f"{values['label']}-{suffix}"
        for key, texts, is_markdown in _texts(values):
            new = [labels.add_suffix(text, known, suffix) for text in texts]
            if is_markdown and new != texts:
                changes[key] = new if isinstance(values[key], list) else new[0]
        if changes:
            cell["source"] = options.rewrite(cell["source"], changes)


def _labels(cells: list[dict[str, Any]], source: Notebook) -> Iterator[tuple[int, str]]:
    """Yield the number of each labelled cell with its label.

    Raises:
        NotebookError: Two cells carry the same label.
    """
    seen: dict[str, int] = {}
    for number, cell in enumerate(cells, start=1):
        label = cell_options(cell, number, source).get("label")
        if label is None:
            continue
        if str(label) in seen:
            raise NotebookError(
                f"cells {seen[str(label)]} and {number} carry the same label `{label}`",
                hint="give one of them another label",
                where=source.where,
            )
        seen[str(label)] = number
        yield number, str(label)
