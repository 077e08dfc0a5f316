"""Check a review before its notebooks run, in a process that has pandas."""

from __future__ import annotations

import sys
from pathlib import Path

from reviewpress.errors import ReviewError
from reviewpress.problems import ContentError, Problem, has_errors
from reviewpress.project import Project, open_project
from reviewpress.runs import Begun
from reviewpress.runs.inputs import Digests
from reviewpress.runs.spec import is_declared


def require(project: Project, begun: Begun) -> tuple[Problem, ...]:
    """Check a review, refuse one that does not hold together, and give its tables to kernels.

    It is checked in a fork of the kernel server where there is one, for importing pandas here as
    well would take half a second. Where that fails it is checked here, and fails here.

    Returns:
        Problems that do not stop a build.

    Raises:
        ContentError: At least one problem is an error; all of them are in it.
        ReviewError: `_quarto.yml`, `runs.yml` or a notebook cannot be read.
    """
    if not _is_review(project):
        return ()
    found: tuple[Problem, ...] | None = None
    if "pandas" not in sys.modules:
        found = begun.call(_check_elsewhere, project.root, project.profile, begun.tables)
    if found is None:
        found = _check(project, begun.tables if begun.is_needed else None)
    if has_errors(found):
        raise ContentError(found)
    return found


def _is_review(project: Project) -> bool:
    """Say whether a project has what only reviews have.

    All others are books that somebody wrote for Quarto, and their CSV files are their own.
    """
    tables = {file.stem for file in project.data_dir.glob("*.csv")}
    has_models = any(file.stem in tables for file in project.schemas_dir.glob("*.py"))
    return "review" in project.config.values or is_declared(project) or has_models


def _check_elsewhere(root: Path, profile: str | None, tables: Path) -> tuple[Problem, ...] | None:
    """Check a review and return its problems, or None where that cannot be told elsewhere."""
    try:
        return _check(open_project(root, profile), tables)
    except ReviewError:
        return None


def _check(project: Project, tables: Path | None) -> tuple[Problem, ...]:
    from reviewpress import checks, snapshot  # noqa: PLC0415 - about pandas

    try:
        checked = checks.require(project)
    except ContentError as error:
        return tuple(error.problems)
    if tables and checked.tables:
        data = project.relative(project.data_dir)
        digests = Digests(project.root)
        found = {name: digests.of(f"{data}/{name}.csv") or "" for name in checked.tables.frames}
        snapshot.write(checked.tables, found, tables)
    return checked.problems
