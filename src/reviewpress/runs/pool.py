"""Run jobs side by side, the longest first, and stop them all together."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait

from reviewpress.runs.messages import Failed, Job, Message, Step
from reviewpress.runs.workers import Workers

_Running = dict[Connection, Job]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took when it was last executed.

    Attributes:
        seconds: Its duration.
        megabytes: The most memory that its kernel held.
    """

    seconds: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much may run side by side.

    Attributes:
        jobs: How many runs.
        megabytes: How much memory they may hold together; None for no bound. A run that needs
            more than that by itself runs alone.
    """

    jobs: int
    megabytes: float | None = None


def longest_first(jobs: Sequence[Job], costs: Mapping[str, Cost]) -> list[Job]:
    """Sort jobs by how long they took; those that nobody knows come first."""
    return sorted(
        jobs, key=lambda job: -costs[job.run].seconds if job.run in costs else float("-inf")
    )


def messages(
    jobs: Sequence[Job], workers: Workers, bounds: Bounds, costs: Mapping[str, Cost]
) -> Generator[tuple[Job, Message]]:
    """Start `jobs` in order within `bounds`, and yield what they report.

    When the caller stops listening, be it for an error or Ctrl-C, all processes are ended.
    """
    waiting = list(jobs)
    running: _Running = {}
    usual = max((cost.megabytes for cost in costs.values()), default=0.0)
    needs = {job.number: costs[job.run].megabytes if job.run in costs else usual for job in jobs}
    try:
        while waiting or running:
            while job := _next(waiting, list(running.values()), bounds, needs=needs):
                waiting.remove(job)
                running[workers.start(job)] = job
            for ready in wait(list(running)):
                assert isinstance(ready, Connection)  # noqa: S101 - only connections were given
                yield _receive(ready, running, workers)
    finally:
        for connection in running:
            connection.close()
        workers.stop()


def _next(
    waiting: Sequence[Job], running: Sequence[Job], bounds: Bounds, *, needs: Mapping[int, float]
) -> Job | None:
    """Return the first job that may start now, or None."""
    if len(running) >= bounds.jobs:
        return None
    if not running or bounds.megabytes is None:
        return waiting[0] if waiting else None
    free = bounds.megabytes - sum(needs[job.number] for job in running)
    return next((job for job in waiting if needs[job.number] <= free), None)


def _receive(connection: Connection, running: _Running, workers: Workers) -> tuple[Job, Message]:
    job = running[connection]
    message: Message
    try:
        message = connection.recv()
    except (EOFError, OSError):
        reason = f"its process ended with code {workers.exit_code(job)}"
        message = Failed(None, reason, "", None)
    if not isinstance(message, Step):
        del running[connection]
        connection.close()
    return job, message
