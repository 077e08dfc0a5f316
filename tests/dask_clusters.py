"""A real scheduler of Dask and real workers, in processes of their own on the loopback device."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_PATIENCE_SECONDS = 120


@dataclass
class Cluster:
    """A scheduler with workers of one thread; each worker has a folder of its own."""

    folder: Path
    address: str = ""
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _scheduler: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start_scheduler(self) -> None:
        said = self.folder / "scheduler.log"
        self._scheduler.append(
            self._start("scheduler", "--host", "127.0.0.1", "--port", "0", log=said)
        )
        self.address = self._wait_for(said, "Scheduler at:").split()[-1]

    def start_worker(self) -> None:
        own = self.folder / f"worker-{len(self.workers)}"
        own.mkdir()
        arguments = ["--nthreads", "1", "--no-nanny", "--local-directory", str(own)]
        said = own / "log"
        self.workers.append(self._start("worker", self.address, *arguments, log=said))
        self._wait_for(said, "Registered to:")

    def stop(self) -> None:
        for process in [*self.workers, *self._scheduler]:
            process.kill()
            process.wait()

    def _start(self, what: str, *arguments: str, log: Path) -> subprocess.Popen[bytes]:
        with log.open("wb") as file:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", what, *arguments, "--no-dashboard"],
                stdout=file,
                stderr=file,
                cwd=self.folder,
            )

    @staticmethod
    def _wait_for(log: Path, words: str) -> str:
        end = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < end:
            text = log.read_text(encoding="utf-8", errors="replace")
            for line in text.splitlines():
                if words in line:
                    return line
            time.sleep(0.1)
        message = f"{words!r} was not said:\n{text}"
        raise TimeoutError(message)


@contextmanager
def cluster(folder: Path, *, workers: int) -> Iterator[Cluster]:
    """Start a scheduler and workers, and end them."""
    folder.mkdir(parents=True)
    made = Cluster(folder)
    try:
        made.start_scheduler()
        for _ in range(workers):
            made.start_worker()
        yield made
    finally:
        made.stop()
