"""Execute planned runs side by side and keep what they gave."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from reviewpress.errors import NotebookError
from reviewpress.files import write_text
from reviewpress.problems import ContentError, has_errors
from reviewpress.project import Project
from reviewpress.runs import failure, pool, record, scrub, values
from reviewpress.runs.check import check_outputs, check_prepared
from reviewpress.runs.plan import Run, plan
from reviewpress.runs.messages import Failed, Finished, Job, Step
from reviewpress.runs.prepare import Prepared, prepare
from reviewpress.runs.record import Record


@dataclass(frozen=True, slots=True)
class Event:
    """A step of a run, for showing progress.

    Attributes:
        run: Name of the run.
        state: What happened.
        cell: How many cells are done.
        cells: How many there are.
    """

    run: str
    state: Literal["started", "running", "finished"]
    cell: int
    cells: int


def execute(
    project: Project,
    runs: Sequence[Run],
    *,
    jobs: int,
    on_event: Callable[[Event], None] | None = None,
) -> tuple[Record, ...]:
    """Execute `runs` and write an executed notebook and a record of each.

    What earlier runs left that are no longer planned is removed.

    Args:
        project: The review.
        runs: Some or all of the planned runs.
        jobs: How many run side by side.
        on_event: Told of each step.

    Returns:
        One record a run, in the order of `runs`.

    Raises:
        NotebookError: A cell failed, or two runs published the same name.
        ContentError: A notebook breaks a rule, such as a figure without alternative text.
    """
    planned = plan(project)
    chosen = {run.name for run in runs}
    every = [prepare(project, run) for run in planned]
    problems = check_prepared(project, every)
    if has_errors(problems):
        raise ContentError(problems)
    prune(project, planned)
    prepared = {one.run.name: one for one in every if one.run.name in chosen}
    with tempfile.TemporaryDirectory(prefix="rp-") as home:
        records = _execute(project, prepared, jobs=jobs, home=Path(home), on_event=on_event)
    values.collect(records)
    return tuple(records)


def prune(project: Project, planned: Sequence[Run]) -> None:
    """Remove files of runs that are no longer planned."""
    names = {run.name for run in planned}
    for path in project.runs_dir.glob("*"):
        is_ours = path.suffix in {".ipynb", ".json"}
        if is_ours and path.name.split(".")[0] not in names:
            path.unlink()


def _execute(
    project: Project,
    prepared: dict[str, Prepared],
    *,
    jobs: int,
    home: Path,
    on_event: Callable[[Event], None] | None,
) -> list[Record]:
    if not prepared:
        return []
    from reviewpress.runs import surroundings, workers
    surroundings.write_home(home)
    server = workers.ServerWorkers.open(project.root, home)
    tell = on_event or (lambda _event: None)
    work = [_job(project, one, number, home) for number, one in enumerate(prepared.values())]
    records: dict[str, Record] = {}
    with closing(pool.messages(work, server, pool.Bounds(jobs), {})) as messages:
        for job, message in messages:
            one = prepared[job.run]
            if isinstance(message, Step):
                state: Literal["started", "running"] = "running" if message.index else "started"
                tell(Event(job.run, state, message.index, message.cells))
            elif isinstance(message, Failed):
                raise _failed(project, one, message)
            else:
                records[job.run] = _finish(project, one, message)
                cells = len(message.notebook["cells"])
                tell(Event(job.run, "finished", cells, cells))
    return [records[name] for name in prepared]


def _job(project: Project, prepared: Prepared, number: int, home: Path) -> Job:
    return Job(
        run=prepared.run.name,
        number=number,
        notebook=prepared.content,
        parameters=prepared.run.parameters,
        root=str(project.root),
        home=str(home),
    )


def _finish(project: Project, prepared: Prepared, finished: Finished) -> Record:
    """Scrub, check and write what a run gave."""
    try:
        notebook, published, tables = record.take_out(finished.notebook, prepared.run)
    except record.RepeatedNameError as error:
        raise NotebookError(
            f"run `{prepared.run.name}` publishes `{error.name}` twice",
            hint="publish a name once, or rename one of them",
            where=prepared.source.where,
        ) from error
    clean = scrub.scrub(notebook, root=project.root)
    cells = [cell for cell in clean["cells"] if not failure.is_injected(cell)]
    problems = check_outputs(project, prepared, cells)
    if has_errors(problems):
        _keep_failed(project, prepared.run, clean)
        raise ContentError(problems)
    done = record.describe(project, prepared, published, tables)
    write_text(done.executed(project), scrub.write(clean))
    record.write(project, done)
    _failed_path(project, prepared.run).unlink(missing_ok=True)
    return replace(done, warnings=tuple(problems))


def _failed(project: Project, prepared: Prepared, failed: Failed) -> NotebookError:
    notebook = failed.notebook or prepared.content
    _keep_failed(project, prepared.run, scrub.scrub(notebook, root=project.root))
    kept = project.relative(_failed_path(project, prepared.run))
    return failure.explain(prepared, failed, kept=kept, root=project.root)


def _keep_failed(project: Project, run: Run, notebook: dict[str, Any]) -> None:
    write_text(_failed_path(project, run), scrub.write(notebook))


def _failed_path(project: Project, run: Run) -> Path:
    return project.runs_dir / f"{run.name}.failed.ipynb"
