"""Expand the declared runs into the runs to execute."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from reviewpress.errors import Location, SettingsError
from reviewpress.project import Project
from reviewpress.runs import notebook as notebooks
from reviewpress.runs.notebook import Notebook
from reviewpress.runs.spec import RunSpec, Value, read_spec


@dataclass(frozen=True, slots=True)
class Run:
    """One execution of a notebook with given parameters.

    Attributes:
        name: Unique name, such as `themes-drivers`.
        notebook: Absolute path of the source notebook.
        parameters: All parameters that `runs.yml` sets for this run.
        where: Its entry in `runs.yml`.
        family: Name of the entry, such as `themes`.
        levels: The values of the matrix that make this run, such as `("drivers",)`.
        reads: Files that it reads unseen, or patterns of them.
    """

    name: str
    notebook: Path
    parameters: Mapping[str, Value]
    where: Location
    family: str
    levels: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()

    @property
    def is_matrix(self) -> bool:
        """Whether a matrix yielded this run."""
        return bool(self.levels)

    @property
    def suffix(self) -> str:
        """What labels of a matrix run end in, without its hyphen; otherwise empty."""
        return "-".join(self.levels)


def plan(project: Project) -> tuple[Run, ...]:
    """List the runs of a review in the order of `runs.yml`.

    Raises:
        SettingsError: `runs.yml` is wrong: a notebook does not exist, a parameter is not
            declared in its notebook, or two runs have the same name.
        NotebookError: A notebook cannot be read.
    """
    planned: dict[str, Run] = {}
    for spec in read_spec(project):
        source = _source(project, spec)
        _require_declared(spec, source)
        for run in _expand(spec, project.notebooks_dir / spec.notebook):
            if other := planned.get(run.name):
                raise SettingsError(
                    f"two runs are called `{run.name}`",
                    hint=f"the other one stands in line {other.where.line}: rename either",
                    where=run.where,
                )
            planned[run.name] = run
    return tuple(planned.values())


def _source(project: Project, spec: RunSpec) -> Notebook:
    path = project.inside(f"{project.relative(project.notebooks_dir)}/{spec.notebook}")
    relative = project.relative(path)
    if not path.is_file():
        present = sorted(file.name for file in project.notebooks_dir.glob("*.ipynb"))
        near = difflib.get_close_matches(spec.notebook, present, n=1)
        raise SettingsError(
            f"the notebook of run `{spec.name}` does not exist: {relative}",
            hint=f"did you mean `{near[0]}`?" if near else "write it, or take the run out",
            where=spec.where("notebook"),
        )
    return notebooks.read(path, relative)


def _require_declared(spec: RunSpec, source: Notebook) -> None:
    """Refuse parameters that the notebook does not declare; papermill would only warn."""
    declared = list(source.parameters)
    for section, names in (("parameters", spec.parameters), ("matrix", spec.matrix)):
        for name in names:
            if name in declared:
                continue
            near = difflib.get_close_matches(name, declared, n=1)
            known = f"it declares: {', '.join(declared)}" if declared else "it declares none"
            raise SettingsError(
                f"{source.where.path} declares no parameter `{name}`",
                hint=f"did you mean `{near[0]}`?"
                if near
                else f"{known}; assign a default in its cell tagged `parameters`",
                where=spec.where(section, name),
            )


def _expand(spec: RunSpec, path: Path) -> Iterator[Run]:
    """Yield the one run of an entry, or one for each combination of its matrix."""
    for values in itertools.product(*spec.matrix.values()):
        levels = tuple(str(value) for value in values)
        yield Run(
            name="-".join([spec.name, *levels]),
            notebook=path,
            parameters={**spec.parameters, **dict(zip(spec.matrix, values, strict=True))},
            where=spec.where(),
            family=spec.name,
            levels=levels,
            reads=spec.reads,
        )
