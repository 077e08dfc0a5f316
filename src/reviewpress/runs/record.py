"""Note for each run what went in and what came out: its provenance."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from reviewpress.files import digest, write_json
from reviewpress.problems import Problem
from reviewpress.project import Project
from reviewpress.runs.conditions import Conditions
from reviewpress.runs.inputs import Inputs
from reviewpress.runs.plan import Run
from reviewpress.runs.prepare import Prepared
from reviewpress.session import READ_TYPE, VALUE_TYPE

_TOOLS = (
    "ipykernel",
    "ipython",
    "matplotlib",
    "nbclient",
    "pandas",
    "pandera",
    "papermill",
    "reviewpress",
)


@dataclass(frozen=True, slots=True)
class PublishedValue:
    """A value that a notebook offers to the prose.

    Attributes:
        value: The value itself.
        display: How the prose shows it.
    """

    value: float | str
    display: str


@dataclass(frozen=True, slots=True)
class Record:
    """Provenance of one executed run.

    Attributes:
        run: Name of the run.
        family: Name of its entry in `runs.yml`.
        notebook: Source notebook, relative to the root.
        notebook_sha256: Digest of the source notebook's file.
        parameters: Parameters that were injected.
        parameters_sha256: Digest of the parameters as sorted JSON.
        labels: Labels of the executed cells, which chapters embed.
        values: Published values by full name, such as `themes.drivers.n`.
        tables: Digest of each table that the notebook took, by the table's file.
        tools: Versions of Python and the packages that made the outputs.
        conditions: What it was made under.
        inputs: What it was seen to depend on.
        warnings: What was found wrong that does not stop a build; not part of the file.
    """

    run: str
    family: str
    notebook: str
    notebook_sha256: str
    parameters: Mapping[str, Any]
    parameters_sha256: str
    labels: tuple[str, ...]
    values: Mapping[str, PublishedValue]
    tables: Mapping[str, str]
    tools: Mapping[str, str]
    conditions: Conditions = field(default_factory=Conditions)
    inputs: Inputs = field(default_factory=Inputs)
    warnings: tuple[Problem, ...] = field(default=(), compare=False)

    def path(self, project: Project) -> Path:
        """Return the file that the record is written to."""
        return project.runs_dir / f"{self.run}.json"

    def executed(self, project: Project) -> Path:
        """Return the executed notebook."""
        return project.runs_dir / f"{self.run}.ipynb"


@dataclass(frozen=True, slots=True)
class Taken:
    """What a notebook said to reviewpress.

    Attributes:
        values: Its published values by full name.
        tables: Names of the tables that it took.
    """

    values: Mapping[str, PublishedValue]
    tables: tuple[str, ...]


class RepeatedNameError(ValueError):
    """A run published a name twice.

    Args:
        name: The full name.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def take_out(notebook: Mapping[str, Any], run: Run) -> tuple[dict[str, Any], Taken]:
    """Part what a notebook said to reviewpress from what it says to readers.

    Returns:
        The notebook without those outputs, and what they said.

    Raises:
        RepeatedNameError: A name was published twice.
    """
    values: dict[str, PublishedValue] = {}
    tables: list[str] = []
    cells = []
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            cells.append(cell)
            continue
        kept = []
        for output in cell["outputs"]:
            data = output.get("data", {})
            if VALUE_TYPE in data:
                _add_value(values, data[VALUE_TYPE], run)
            elif READ_TYPE in data:
                tables.append(data[READ_TYPE]["table"])
            else:
                kept.append(output)
        cells.append({**cell, "outputs": kept})
    return {**notebook, "cells": cells}, Taken(values, tuple(tables))


def describe(
    project: Project,
    prepared: Prepared,
    taken: Taken,
    *,
    conditions: Conditions,
    inputs: Inputs,
) -> Record:
    """Return the record of a run that was executed."""
    run = prepared.run
    paths = [project.data_dir / f"{table}.csv" for table in sorted(set(taken.tables))]
    parameters = json.dumps(dict(run.parameters), ensure_ascii=False, sort_keys=True)
    return Record(
        run=run.name,
        family=run.family,
        notebook=project.relative(run.notebook),
        notebook_sha256=prepared.source.digest,
        parameters=run.parameters,
        parameters_sha256=hashlib.sha256(parameters.encode()).hexdigest(),
        labels=tuple(prepared.labels),
        values=taken.values,
        tables={project.relative(path): digest(path) for path in paths},
        tools=tools(),
        conditions=conditions,
        inputs=inputs,
    )


def write(project: Project, record: Record) -> None:
    """Write a record beside its executed notebook."""
    write_json(record.path(project), to_json(record))


def read(path: Path) -> Record:
    """Read the record at `path`, as `write` left it.

    Raises:
        ValueError: It is no record, or one of another version of reviewpress.
    """
    try:
        return from_json(json.loads(path.read_text(encoding="utf-8")))
    except (KeyError, TypeError, AttributeError) as error:
        message = f"{path.name} is no record of this version"
        raise ValueError(message) from error


def to_json(record: Record) -> dict[str, Any]:
    """Return a record as plain values."""
    return {key: value for key, value in asdict(record).items() if key != "warnings"}


def from_json(content: Mapping[str, Any]) -> Record:
    """Make a record of what `to_json` and JSON left of it."""
    values = {name: PublishedValue(**value) for name, value in content["values"].items()}
    return Record(
        **{
            **content,
            "labels": tuple(content["labels"]),
            "values": values,
            "conditions": Conditions.from_json(content["conditions"]),
            "inputs": Inputs.from_json(content["inputs"]),
        }
    )


def _add_value(values: dict[str, PublishedValue], content: Mapping[str, Any], run: Run) -> None:
    prefix = [run.family, *run.levels] if run.is_matrix else []
    name = ".".join([*prefix, content["name"]])
    if name in values:
        raise RepeatedNameError(name)
    values[name] = PublishedValue(content["value"], content.get("display", str(content["value"])))


@cache
def tools() -> dict[str, str]:
    """Return the versions of Python and of the packages that make outputs."""
    return {"python": platform.python_version()} | {name: version(name) for name in _TOOLS}
