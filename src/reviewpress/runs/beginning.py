"""Begin an execution: see which runs are current, and start what the others need.

The kernel server imports libraries while the build checks the review, so that nobody waits twice.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from reviewpress.errors import ReviewError
from reviewpress.project import Project
from reviewpress.runs import conditions, store, surroundings
from reviewpress.runs.conditions import Conditions
from reviewpress.runs.inputs import Digests
from reviewpress.runs.plan import Run
from reviewpress.runs.policy import Policy
from reviewpress.runs.prepare import Prepared, prepare
from reviewpress.runs.store import Entry
from reviewpress.runs.workers import FreshWorkers, ServerWorkers, Workers, can_fork


@dataclass(frozen=True, slots=True)
class Standing:
    """A run and what there is of it.

    Attributes:
        prepared: The run with its notebook.
        conditions: What it would be made under now.
        entry: What was kept of it and still holds; None where it has to run.
    """

    prepared: Prepared
    conditions: Conditions
    entry: Entry | None


@dataclass(slots=True)
class Begun:
    """An execution that has begun.

    Attributes:
        home: Private folder with the settings and sockets of kernels.
        digests: Digests of the review's files.
        server: The kernel server, where one was started.
    """

    home: Path
    digests: Digests
    server: ServerWorkers | None = None
    _is_used: bool = field(default=False)

    def workers(self, project: Project, policy: Policy, jobs: int) -> Workers:
        """Return who executes: the kernel server, unless the review needs ordinary kernels."""
        self._is_used = True
        if policy.executor == "dask":
            from reviewpress.runs.cluster import ClusterWorkers  # noqa: PLC0415 - seldom needed

            scheduler = policy.scheduler
            return ClusterWorkers.open(project, self.home, scheduler=scheduler, jobs=jobs)
        surroundings.write_home(self.home)
        if not can_fork() or policy.kernels == "ordinary":
            return FreshWorkers.open()
        server = self.server or ServerWorkers.open(project.root, self.home)
        try:
            # A fork has modules that a fresh kernel would take from the review instead.
            if not set(conditions.shadows(project)) & server.preloaded():
                return server
        except BaseException:
            server.stop()
            raise
        server.stop()
        return FreshWorkers.open()

    def end(self) -> None:
        """End a server that nobody came to use."""
        if self.server and not self._is_used:
            self.server.stop()


@contextmanager
def begin(project: Project, runs: Sequence[Run], policy: Policy) -> Iterator[Begun]:
    """Start the kernel server if one of `runs` has to be executed, and end it in the end.

    Content that is wrong is left for the checks to report.
    """
    with tempfile.TemporaryDirectory(prefix="rp-") as home:
        begun = Begun(Path(home).resolve(), Digests(project.root))
        surroundings.write_home(begun.home)
        if policy.kernels == "forked" and policy.executor == "local" and can_fork():
            try:
                is_needed = any(stand(project, run, begun.digests).entry is None for run in runs)
            except ReviewError:
                is_needed = False
            if is_needed:
                begun.server = ServerWorkers.open(project.root, begun.home)
        try:
            yield begun
        finally:
            begun.end()


def stand(project: Project, run: Run, digests: Digests) -> Standing:
    """Find out whether a run has to be executed.

    Raises:
        NotebookError: Its notebook cannot be read.
    """
    prepared = prepare(project, run)
    now = conditions.of(project, prepared, digests)
    return Standing(prepared, now, store.of(project).find(now.key, digests))
