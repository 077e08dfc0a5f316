"""Make of what a worker reported, or of what was kept, the files of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from reviewpress.errors import Location, NotebookError
from reviewpress.files import write_text
from reviewpress.problems import ContentError, Problem, Severity, has_errors
from reviewpress.project import Project
from reviewpress.runs import failure, record, scrub
from reviewpress.runs.check import check_outputs
from reviewpress.runs.conditions import Conditions
from reviewpress.runs.inputs import Digests, Inputs, gather
from reviewpress.runs.messages import Failed, Finished
from reviewpress.runs.plan import Run
from reviewpress.runs.prepare import Prepared
from reviewpress.runs.record import Record
from reviewpress.runs.store import Entry, Store

KEPT_RULE = "runs.kept"


def finish(
    project: Project,
    prepared: Prepared,
    finished: Finished,
    *,
    conditions: Conditions,
    digests: Digests,
) -> tuple[Entry, bool]:
    """Scrub, check and write what a run gave.

    Returns:
        What to keep, and whether it may be: not where a file changed while the run read it.

    Raises:
        NotebookError: It published a name twice.
        ContentError: Its outputs break a rule.
    """
    try:
        notebook, taken = record.take_out(finished.notebook, prepared.run)
    except record.RepeatedNameError as error:
        raise NotebookError(
            f"run `{prepared.run.name}` publishes `{error.name}` twice",
            hint="publish a name once, or rename one of them",
            where=prepared.source.where,
        ) from error
    clean = scrub.scrub(notebook, root=_root(project, finished))
    cells = [cell for cell in clean["cells"] if not failure.is_injected(cell)]
    problems = check_outputs(project, prepared, cells)
    if has_errors(problems):
        _keep_failed(project, prepared.run, clean)
        raise ContentError(problems)
    # Nobody sees what another kernel reads: it is declared, or the run is not kept.
    is_known = not prepared.source.kernel or bool(prepared.run.reads)
    inputs = gather(project, finished.observed, digests) if is_known else None
    done = record.describe(
        project, prepared, taken, conditions=conditions, inputs=inputs or Inputs()
    )
    entry = Entry(done, scrub.write(clean), tuple(map(asdict, problems)))
    _write(project, entry)
    return entry, inputs is not None


def restore(project: Project, entry: Entry) -> Record:
    """Write what was kept of a run, and return its record with its warnings."""
    _write(project, entry)
    return with_warnings(entry)


def keep(store: Store, entry: Entry) -> Record:
    """Keep what a run gave, and return its record with its warnings.

    Where it cannot be kept, on a full disk, the run is as good, and a warning says so.
    """
    done = with_warnings(entry)
    try:
        store.keep(entry)
    except OSError as error:
        message = f"run `{done.run}` will run again: it could not be kept: {error.strerror}"
        where = Location(store.folder.parent.name + "/" + store.folder.name)
        problem = Problem(where, message, KEPT_RULE, severity=Severity.WARNING)
        return replace(done, warnings=(*done.warnings, problem))
    return done


def with_warnings(entry: Entry) -> Record:
    """Return the record of an entry with its warnings."""
    return replace(entry.record, warnings=tuple(map(_problem, entry.warnings)))


def failed(project: Project, prepared: Prepared, told: Failed) -> NotebookError:
    """Keep the notebook as far as it ran, and return the error that explains the failure."""
    notebook = told.notebook or prepared.content
    _keep_failed(project, prepared.run, scrub.scrub(notebook, root=_root(project, told)))
    kept = project.relative(_failed_path(project, prepared.run))
    return failure.explain(prepared, _as_here(project, told), kept=kept, root=project.root)


def _as_here(project: Project, told: Failed) -> Failed:
    """Name the review's folder as an author knows it, not as another machine does."""
    if not told.root:
        return told
    reason, traceback = (
        text.replace(told.root, str(project.root)) for text in (told.reason, told.traceback)
    )
    return replace(told, reason=reason, traceback=traceback)


def _root(project: Project, told: Finished | Failed) -> Path:
    """Return the folder that outputs name: of the review where it was executed."""
    return Path(told.root) if told.root else project.root


def _write(project: Project, entry: Entry) -> None:
    done = entry.record
    write_text(done.executed(project), entry.notebook)
    record.write(project, done)
    (project.runs_dir / f"{done.run}.failed.ipynb").unlink(missing_ok=True)


def _problem(content: Mapping[str, Any]) -> Problem:
    where = Location(**content["where"])
    return Problem(**{**content, "where": where, "severity": Severity(content["severity"])})


def _keep_failed(project: Project, run: Run, notebook: Mapping[str, Any]) -> None:
    write_text(_failed_path(project, run), scrub.write(notebook))


def _failed_path(project: Project, run: Run) -> Path:
    return project.runs_dir / f"{run.name}.failed.ipynb"
