"""Begin an execution: see which runs are current, and start what the others need.

The kernel server imports libraries while the build checks the review, so that nobody waits twice.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast

from reviewpress import snapshot
from reviewpress.errors import ReviewError
from reviewpress.project import Project
from reviewpress.runs import conditions, store, surroundings
from reviewpress.runs.conditions import Conditions
from reviewpress.runs.inputs import Digests
from reviewpress.runs.plan import Run
from reviewpress.runs.policy import Policy
from reviewpress.runs.prepare import Prepared, prepare
from reviewpress.runs.spec import is_declared
from reviewpress.runs.store import Entry
from reviewpress.runs.workers import FreshWorkers, ServerWorkers, Workers, can_fork

T = TypeVar("T")


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
        project: The review.
        policy: How runs are executed.
        home: Private folder with the settings and sockets of kernels.
        digests: Digests of the review's files.
        is_needed: Whether a run has to be executed, as far as is known.
    """

    project: Project
    policy: Policy
    home: Path
    digests: Digests
    is_needed: bool = False
    _server: ServerWorkers | None = None
    _is_used: bool = False

    @property
    def tables(self) -> Path:
        """Folder for a snapshot of the checked tables, which kernels take from there."""
        return self.home / "tables"

    def has_tables(self) -> bool:
        """Say whether there is such a snapshot."""
        return snapshot.is_whole(self.tables)

    def expect(self, runs: Sequence[Run]) -> None:
        """Start the kernel server if one of `runs` has to be executed.

        Content that is wrong is left for the checks to report.
        """
        try:
            entries = (stand(self.project, run, self.digests).entry for run in runs)
            self.is_needed = any(entry is None for entry in entries)
        except ReviewError:
            return
        if self.is_needed:
            self._start()

    def call(self, function: Callable[..., T], *arguments: object) -> T | None:
        """Call a function that needs pandas in the kernel server, which imports it anyway.

        Returns:
            What it returned; None where no server was started, or it failed there.
        """
        if self._server is None:
            return None
        self._server.ask(function, *arguments)
        answer: T | None = self._server.answer()
        return answer

    def workers(self, jobs: int) -> Workers:
        """Return who executes: the kernel server, unless the review needs ordinary kernels."""
        self._is_used = True
        if self.policy.executor == "dask":
            from reviewpress.runs.cluster import ClusterWorkers  # noqa: PLC0415 - seldom needed

            scheduler = self.policy.scheduler
            return ClusterWorkers.open(self.project, self.home, scheduler=scheduler, jobs=jobs)
        if not self._start():
            return FreshWorkers.open()
        server = cast("ServerWorkers", self._server)
        try:
            # A fork has modules that a fresh kernel would take from the review instead.
            if not set(conditions.shadows(self.project)) & server.preloaded():
                return server
        except BaseException:
            server.stop()
            raise
        server.stop()
        return FreshWorkers.open()

    def end(self) -> None:
        """End a server that nobody came to use."""
        if self._server and not self._is_used:
            self._server.stop()

    def _start(self) -> bool:
        """Start the kernel server, unless it runs or may not, and say whether it runs."""
        may = self.policy.kernels == "forked" and self.policy.executor == "local" and can_fork()
        if may and self._server is None:
            self._server = ServerWorkers.open(self.project.root, self.home)
        return may


@contextmanager
def begin(project: Project, policy: Policy) -> Iterator[Begun]:
    """Make what an execution needs, and end in the end what was started.

    Where nothing is kept, runs have to be executed whatever they are: the kernel server is started
    before anybody has looked at them.
    """
    with tempfile.TemporaryDirectory(prefix="rp-") as home:
        begun = Begun(project, policy, Path(home).resolve(), Digests(project.root))
        surroundings.write_home(begun.home)
        try:
            if is_declared(project) and store.of(project).is_empty():
                begun._start()  # noqa: SLF001 - of this module
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
