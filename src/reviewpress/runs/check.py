"""Check notebooks before they run, and what they gave afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reviewpress.problems import Problem, settle
from reviewpress.project import Project
from reviewpress.runs import notebook
from reviewpress.runs.plan import plan
from reviewpress.runs.prepare import Prepared, cell_options, prepare

RULES = {
    "runs.duplicate-label": "a label stands in one run only",
    "runs.fig-alt": "every labelled figure has an alternative text",
    "runs.figure-formats": "every labelled figure comes as SVG and as PNG",
    "runs.label": "labels consist of letters, digits and hyphens",
    "runs.placeholder": "placeholders in captions name parameters of the notebook",
    "runs.stored-output": "source notebooks hold no outputs",
    "runs.table-formats": "every labelled table comes as HTML and as Markdown",
}

_LABEL = re.compile(r"[A-Za-z](?:[\w:.-]*\w)?")
_FIGURE = ("image/svg+xml", "image/png")
_TABLE = ("text/html", "text/markdown")


def check(project: Project) -> list[Problem]:
    """Check the notebooks of all planned runs without executing them.

    Raises:
        SettingsError: `runs.yml` is wrong.
        NotebookError: A notebook cannot be read.
    """
    return check_prepared(project, [prepare(project, run) for run in plan(project)])


def check_prepared(project: Project, prepared: Sequence[Prepared]) -> list[Problem]:
    """Check prepared notebooks: stored outputs, captions, labels and alternative texts."""
    problems = [problem for one in prepared for problem in _check_one(one)]
    problems += _repeated_labels(prepared)
    return settle(problems, project.settings.levels)


def check_outputs(
    project: Project, prepared: Prepared, cells: Sequence[Mapping[str, Any]]
) -> list[Problem]:
    """Check that labelled cells gave what every format needs.

    Args:
        project: The review, for its levels.
        prepared: The run.
        cells: The executed cells, without the one that papermill adds.
    """
    problems: list[Problem] = []
    for label, number in prepared.labels.items():
        kind = label.split("-", 1)[0]
        if kind in {"fig", "tbl"}:
            bundles = [
                output["data"] for output in cells[number - 1]["outputs"] if "data" in output
            ]
            problems += _check_bundles(bundles, label, number, prepared=prepared)
    return settle(problems, project.settings.levels)


def _check_one(prepared: Prepared) -> Iterator[Problem]:
    yield from notebook.check_stored(prepared.source)
    yield from prepared.problems
    # The author's own cells, so that a notebook of many runs is reported once.
    for number, cell in enumerate(prepared.source.cells, start=1):
        values = cell_options(cell, number, prepared.source)
        label = str(values.get("label", ""))
        if label and not _LABEL.fullmatch(label):
            yield Problem(
                prepared.source.where,
                f"cell {number}: `{label}` cannot be a label",
                "runs.label",
                hint="use letters, digits and hyphens, such as tbl-studies; a matrix run adds "
                "its own suffix",
            )
        if label.startswith("fig-") and not values.get("fig-alt"):
            yield Problem(
                prepared.source.where,
                f"cell {number}: the figure `{label}` has no `fig-alt`",
                "runs.fig-alt",
                hint="add a line `#| fig-alt: ...` that says what a reader would see in it",
            )


def _repeated_labels(prepared: Sequence[Prepared]) -> Iterator[Problem]:
    first: dict[str, Prepared] = {}
    for one in prepared:
        for label, number in one.labels.items():
            other = first.setdefault(label, one)
            if other is not one:
                yield Problem(
                    one.source.where,
                    f"cell {number}: the label `{label}` of run `{one.run.name}` is also one of "
                    f"run `{other.run.name}`",
                    "runs.duplicate-label",
                    hint="give it another label; runs of a matrix get a suffix of their own",
                )


def _check_bundles(
    bundles: Sequence[Mapping[str, Any]], label: str, number: int, *, prepared: Prepared
) -> Iterator[Problem]:
    is_figure = label.startswith("fig-")
    wanted = _FIGURE if is_figure else _TABLE
    noun = "figure" if is_figure else "table"
    rich = [bundle for bundle in bundles if any(kind in bundle for kind in wanted)]
    missing = sorted({kind for bundle in rich for kind in wanted if kind not in bundle})
    if rich and not missing:
        return
    gave = f"gave no {' and no '.join(missing)}" if rich else f"gave no {noun}"
    yield Problem(
        prepared.source.where,
        f"cell {number}: the {noun} `{label}` {gave} in run `{prepared.run.name}`",
        f"runs.{noun}-formats",
        hint="end the cell with a matplotlib figure"
        if is_figure
        else "show an object that gives both HTML and Markdown",
    )
