"""Execute planned runs side by side, unless what they gave before still holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from typing import Literal

from reviewpress.errors import ReviewError
from reviewpress.problems import ContentError, has_errors
from reviewpress.project import Project
from reviewpress.runs import outcome, pool, shipment, store, values
from reviewpress.runs.beginning import Begun, Standing, begin, stand
from reviewpress.runs.check import check_prepared
from reviewpress.runs.failure import all_of
from reviewpress.runs.messages import Failed, Finished, Job, Message, Step
from reviewpress.runs.plan import Run, plan
from reviewpress.runs.policy import Policy
from reviewpress.runs.pool import Bounds, Cost
from reviewpress.runs.prepare import Prepared, prepare
from reviewpress.runs.record import Record

_DEFAULT = Policy()


@dataclass(frozen=True, slots=True)
class Event:
    """A step of a run, for showing progress.

    Attributes:
        run: Name of the run.
        state: What happened; `current` where nothing had to be executed.
        cell: How many cells are done.
        cells: How many there are.
    """

    run: str
    state: Literal["current", "started", "running", "finished", "failed"]
    cell: int
    cells: int


EventHandler = Callable[[Event], None]


def execute(
    project: Project,
    runs: Sequence[Run],
    *,
    jobs: int,
    on_event: EventHandler | None = None,
    policy: Policy = _DEFAULT,
    begun: Begun | None = None,
) -> tuple[Record, ...]:
    """Execute `runs` that are not current and write an executed notebook and a record of each.

    What earlier runs left that are no longer planned is removed. What is done when a run fails or
    the user stops is kept.

    Args:
        project: The review.
        runs: Some or all of the planned runs.
        jobs: How many run side by side.
        on_event: Told of each step.
        policy: How runs are executed, where it begins now.
        begun: An execution that has begun, with a snapshot of the checked tables; otherwise it
            begins now, and each kernel checks the tables for itself.

    Returns:
        One record a run, in the order of `runs`.

    Raises:
        NotebookError: A cell failed, or two runs published the same name; where several runs
            failed, a `SeveralRunsError` of all of them.
        ContentError: A notebook breaks a rule, such as a figure without alternative text.
    """
    planned = plan(project)
    every = [prepare(project, run) for run in planned]
    problems = check_prepared(project, every)
    if has_errors(problems):
        raise ContentError(problems)
    prune(project, planned)
    names = {run.name for run in runs}
    chosen = [run for run in planned if run.name in names]
    with ExitStack() as stack:
        ready = begun or stack.enter_context(begin(project, policy))
        work = _Execution(project, ready, on_event or (lambda _event: None))
        records = work.run([stand(project, run, ready.digests) for run in chosen], jobs)
    values.collect(records)
    return records


def prune(project: Project, planned: Sequence[Run]) -> None:
    """Remove files of runs that are no longer planned."""
    names = {run.name for run in planned}
    for path in project.runs_dir.glob("*"):
        is_ours = path.suffix in {".ipynb", ".json"}
        if is_ours and path.name.split(".")[0] not in names:
            path.unlink()


@dataclass(slots=True)
class _Execution:
    """One execution of some runs."""

    project: Project
    begun: Begun
    tell: EventHandler
    _records: dict[str, Record] = field(default_factory=dict)
    _costs: dict[str, Cost] = field(default_factory=dict)
    _errors: list[ReviewError] = field(default_factory=list)

    def run(self, standings: Sequence[Standing], jobs: int) -> tuple[Record, ...]:
        """Restore what is current, execute the rest, and raise what failed."""
        stale = {one.prepared.run.name: one for one in standings if one.entry is None}
        for one in standings:
            if one.entry is not None:
                self._records[one.prepared.run.name] = outcome.restore(self.project, one.entry)
                self._say(one.prepared, "current", len(one.prepared.source.cells))
        if stale:
            self._execute(stale, jobs)
        if self._errors:
            raise all_of(self._errors)
        return tuple(self._records[one.prepared.run.name] for one in standings)

    def _execute(self, stale: dict[str, Standing], jobs: int) -> None:
        kept = store.of(self.project)
        known = kept.costs()
        todo = [self._job(one.prepared, number) for number, one in enumerate(stale.values())]
        todo = pool.longest_first(todo, known)
        policy = self.begun.policy
        workers = self.begun.workers(jobs)
        # Dask is given all at once and knows how many its workers can execute side by side.
        is_local = policy.executor == "local"
        bounds = Bounds(jobs, policy.megabytes) if is_local else Bounds(len(todo))
        try:
            with closing(pool.messages(todo, workers, bounds, known)) as messages:
                for job, message in messages:
                    self._take(stale[job.run], message)
                    if self._errors and policy.fail_fast:
                        break
        finally:
            # On a full disk they are lost: the next build guesses the order of runs.
            with suppress(OSError):
                kept.note_costs(self._costs)
                kept.tidy()

    def _take(self, one: Standing, message: Message) -> None:
        """Make of a message an event, a record or an error."""
        if isinstance(message, Step):
            state: Literal["started", "running"] = "running" if message.index else "started"
            self.tell(Event(one.prepared.run.name, state, message.index, message.cells))
            return
        try:
            if isinstance(message, Finished) and message.root:
                shipment.receive(self.project, one.prepared, message)
            if isinstance(message, Failed):
                raise outcome.failed(self.project, one.prepared, message)
            self._finish(one, message)
        except ReviewError as error:
            self._errors.append(error)
            self._say(one.prepared, "failed", 0)

    def _finish(self, one: Standing, finished: Finished) -> None:
        name = one.prepared.run.name
        entry, may_keep = outcome.finish(
            self.project,
            one.prepared,
            finished,
            conditions=one.conditions,
            digests=self.begun.digests,
        )
        keeping = outcome.keep(store.of(self.project), entry) if may_keep else None
        self._records[name] = keeping or outcome.with_warnings(entry)
        self._costs[name] = Cost(round(finished.seconds, 3), round(finished.megabytes, 1))
        self._say(one.prepared, "finished", len(finished.notebook["cells"]))

    def _say(
        self, prepared: Prepared, state: Literal["current", "finished", "failed"], cells: int
    ) -> None:
        self.tell(Event(prepared.run.name, state, cells, cells))

    def _job(self, prepared: Prepared, number: int) -> Job:
        return Job(
            run=prepared.run.name,
            number=number,
            notebook=prepared.content,
            parameters=prepared.run.parameters,
            root=str(self.project.root),
            home=str(self.begun.home),
            tables=str(self.begun.tables) if self.begun.has_tables() else "",
            kernel=prepared.source.kernel,
            language=prepared.source.language,
        )
