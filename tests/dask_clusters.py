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


@dataclass(frozen=True)
class Certificate:
    """A certificate that vouches for itself, and its key."""

    path: Path
    key: Path

    @property
    def options(self) -> list[str]:
        """What Dask's programs are told of it."""
        own = ["--tls-cert", str(self.path), "--tls-key", str(self.key)]
        return ["--tls-ca-file", str(self.path), *own]

    @property
    def configuration(self) -> dict[str, str]:
        """What a client of Dask is configured with."""
        below = "distributed.comm.tls"
        own = {"client.cert": self.path, "client.key": self.key}
        return {
            f"{below}.{name}": str(path) for name, path in {"ca-file": self.path, **own}.items()
        }


def certify(folder: Path) -> Certificate:
    """Make a certificate with OpenSSL, which must be installed."""
    made = Certificate(folder / "certificate.pem", folder / "key.pem")
    files = ["-keyout", str(made.key), "-out", str(made.path)]
    how = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=test"]
    argv = ["openssl", "req", *how, *files]
    subprocess.run(argv, check=True, capture_output=True)
    return made


@dataclass
class Cluster:
    """A scheduler with workers of one thread; each worker has a folder of its own."""

    folder: Path
    address: str = ""
    certificate: Certificate | None = None
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _scheduler: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start_scheduler(self) -> None:
        said = self.folder / "scheduler.log"
        here = ["--host", "tls://127.0.0.1" if self.certificate else "127.0.0.1", "--port", "0"]
        self._scheduler.append(self._start("scheduler", *here, log=said))
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
        secret = self.certificate.options if self.certificate else []
        with log.open("wb") as file:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", what, *arguments, "--no-dashboard", *secret],
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
def cluster(
    folder: Path, *, workers: int, certificate: Certificate | None = None
) -> Iterator[Cluster]:
    """Start a scheduler and workers, and end them."""
    folder.mkdir(parents=True)
    made = Cluster(folder, certificate=certificate)
    try:
        made.start_scheduler()
        for _ in range(workers):
            made.start_worker()
        yield made
    finally:
        made.stop()
