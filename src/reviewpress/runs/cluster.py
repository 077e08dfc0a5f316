"""Send runs to workers of Dask, which need not share a disk with this machine.

Whoever reaches a scheduler of Dask can make its workers run any code, and a false one could send us
anything. So we speak to one on this machine, or by TLS, with certificates that Dask's own
configuration names.
"""

from __future__ import annotations

import contextlib
import ipaddress
import secrets
import socket
import threading
from dataclasses import dataclass, field, replace
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from reviewpress.errors import SettingsError, ToolMissing
from reviewpress.project import Project
from reviewpress.runs import shipment
from reviewpress.runs.messages import Failed, Finished, Job, Message, Step

_CONNECT_SECONDS = 30
_WORKER_SECONDS = 60
_LARGE = "1TB"


def refuse_unsafe(address: str) -> str:
    """Return the address of a scheduler with its protocol, unless others could speak in its name.

    Raises:
        SettingsError: It is neither on this machine nor reached by TLS.
    """
    whole = address if "://" in address else f"tcp://{address}"
    parts = urlsplit(whole)
    try:
        is_complete = bool(parts.hostname and parts.port)
    except ValueError:
        is_complete = False
    if not is_complete or parts.scheme not in {"tcp", "tls"}:
        raise SettingsError(
            f"`{address}` is no address of a Dask scheduler",
            hint="write it as tls://HOST:PORT, or tcp://127.0.0.1:PORT for one on this machine",
        )
    if parts.scheme == "tcp" and not _is_here(str(parts.hostname)):
        raise SettingsError(
            f"the Dask scheduler {address} is on another machine and not reached by TLS",
            hint="whoever can speak to a scheduler can run code: give it certificates and write"
            " tls://HOST:PORT, or lead to it by a tunnel that begins on 127.0.0.1",
        )
    return whole


def _is_here(host: str) -> bool:
    try:
        found = socket.getaddrinfo(host, None)
        return all(ipaddress.ip_address(entry[4][0]).is_loopback for entry in found)
    except (OSError, ValueError):
        return False


@dataclass(slots=True)
class _Sent:
    """A run that Dask has.

    Attributes:
        future: What becomes of it.
        end: Where its messages are put.
    """

    future: Any
    end: Connection
    lock: threading.Lock = field(default_factory=threading.Lock)

    def put(self, message: Message) -> None:
        """Hand on a message; none comes after the result."""
        with self.lock, contextlib.suppress(OSError):  # nobody listens any more
            if not self.end.closed:
                self.end.send(message)
                if not isinstance(message, Step):
                    self.end.close()


@dataclass(slots=True)
class ClusterWorkers:
    """Workers of Dask."""

    _client: Any
    _cluster: Any
    _inputs: Any
    _token: str
    _sent: dict[int, _Sent] = field(default_factory=dict)
    _is_stopping: bool = False

    @classmethod
    def open(
        cls, project: Project, home: Path, *, scheduler: str | None, jobs: int
    ) -> ClusterWorkers:
        """Connect to a scheduler and hand it the review.

        Args:
            project: The review.
            home: Folder of this execution, with a snapshot of the tables.
            scheduler: Its address; otherwise a cluster is started on this machine and ended in
                the end.
            jobs: How many workers such a cluster has.

        Raises:
            SettingsError: The address is refused, or nobody answers there.
            ToolMissing: Dask is not installed.
        """
        address = refuse_unsafe(scheduler) if scheduler else None
        client, cluster = _connect(address, jobs)
        token = secrets.token_hex(8)
        try:
            sent = shipment.pack(project, home / "tables")
            import dask  # noqa: PLC0415 - of the extra `cluster`

            # As the result of a task it is made again elsewhere when its worker is lost.
            with dask.config.set({"distributed.admin.large-graph-warning-threshold": _LARGE}):
                inputs = client.submit(_same, sent, key=f"reviewpress-inputs-{token}", pure=False)
            opened = cls(client, cluster, inputs, token)
            client.subscribe_topic(_topic(token), opened._step)
        except BaseException:
            _disconnect(client, cluster)
            raise
        return opened

    def start(self, job: Job) -> Connection:
        """Send a run; those that were sent first start first."""
        ours, theirs = Pipe(duplex=False)
        future = self._client.submit(
            _execute,
            replace(job, root="", home=""),
            self._inputs,
            self._token,
            key=f"reviewpress-{job.run}-{self._token}",
            priority=-job.number,
            pure=False,
            retries=1,
        )
        assert isinstance(ours, Connection)  # noqa: S101 - not a pipe of Windows
        assert isinstance(theirs, Connection)  # noqa: S101 - as above
        self._sent[job.number] = _Sent(future, theirs)
        future.add_done_callback(lambda done: self._done(job.number, done))
        return ours

    def exit_code(self, job: Job) -> int | None:
        """Return nothing: what goes wrong is told as a message."""
        del job
        return None

    def stop(self) -> None:
        """Give up what is still going on, and hang up."""
        self._is_stopping = True
        pending = [sent.future for sent in self._sent.values() if not sent.future.done()]
        with contextlib.suppress(Exception):  # a scheduler that is gone has nothing to end
            self._client.cancel(pending)
            self._client.run(_forget, self._token, on_error="ignore")
        _disconnect(self._client, self._cluster)

    def _step(self, event: tuple[float, Any]) -> None:
        told = event[1]
        if sent := self._sent.get(told["number"]):
            sent.put(Step(told["index"], told["cells"]))

    def _done(self, number: int, future: Any) -> None:
        if not self._is_stopping:
            self._sent[number].put(_result(future))


def _result(future: Any) -> Message:
    if future.status == "finished":
        result = future.result()
        assert isinstance(result, Finished | Failed)  # noqa: S101 - narrows
        return result
    if future.status == "error":
        error = future.exception()
        if type(error).__name__ == "KilledWorker":
            return Failed(None, "several Dask workers died while they executed it", "", None)
        return Failed(None, f"the Dask worker: {type(error).__name__}: {error}", "", None)
    return Failed(None, f"the Dask scheduler gave it up: {future.status}", "", None)


def _connect(address: str | None, jobs: int) -> tuple[Any, Any]:
    try:
        import distributed  # noqa: PLC0415 - of the extra `cluster`
    except ImportError as error:
        raise ToolMissing(
            "Dask is not installed", hint="install it with: pip install 'reviewpress[cluster]'"
        ) from error
    if address is None:
        cluster = distributed.LocalCluster(
            n_workers=jobs, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
        )
        return _client(cluster), cluster
    security = distributed.Security(require_encryption=address.startswith("tls://"))
    try:
        client = _client(address, security=security, timeout=_CONNECT_SECONDS)
    except (OSError, RuntimeError, TypeError, ValueError) as error:
        raise SettingsError(
            f"no Dask scheduler answers at {address}: {error}",
            hint="is it running, and does Dask's configuration name the certificates it trusts?",
        ) from error
    try:
        client.wait_for_workers(1, timeout=_WORKER_SECONDS)
    except TimeoutError as error:
        client.close()
        raise SettingsError(
            f"the Dask scheduler {address} has no workers",
            hint=f"start one: dask worker {address} --nthreads 1",
        ) from error
    return client, None


def _client(target: Any, **options: Any) -> Any:
    """Start a client, once more where its thread did not come up within Dask's ten seconds."""
    from distributed import Client  # noqa: PLC0415 - of the extra `cluster`

    try:
        return Client(target, set_as_default=False, **options)
    except AssertionError:  # all that Dask says of it, on a machine that stalled
        return Client(target, set_as_default=False, **options)


def _disconnect(client: Any, cluster: Any) -> None:
    with contextlib.suppress(Exception):  # as far as there is anything left to hang up
        client.close()
    if cluster is not None:
        cluster.close()


def _topic(token: str) -> str:
    return f"reviewpress-{token}"


def _same(content: bytes) -> bytes:
    """Stand on a worker for the review; what is called there is looked up by its name."""
    return content


def _execute(job: Job, sent: bytes, token: str) -> Message:
    from distributed.worker import get_worker, thread_state  # noqa: PLC0415 - only on a worker

    from reviewpress.runs import remote  # noqa: PLC0415 - only on a worker

    worker, key = get_worker(), thread_state.key

    def tell(step: Step) -> None:
        told = {"number": job.number, "index": step.index, "cells": step.cells}
        worker.log_event(_topic(token), told)

    def is_wanted() -> bool:
        task = worker.state.tasks.get(key)
        return task is not None and task.state not in {"cancelled", "released", "forgotten"}

    folder = Path(worker.local_directory)
    return remote.execute(job, sent, token, folder=folder, tell=tell, is_wanted=is_wanted)


def _forget(token: str) -> None:
    from reviewpress.runs import remote  # noqa: PLC0415 - only on a worker

    remote.forget(token)
