"""Execute runs in a worker of Dask, which knows nothing of the review but what it is sent."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from reviewpress import installation
from reviewpress.errors import ReviewError
from reviewpress.project import open_project
from reviewpress.runs import conditions, shipment, surroundings
from reviewpress.runs.messages import Failed, Finished, Job, Message, Step
from reviewpress.runs.shipment import Shipment
from reviewpress.runs.workers import ServerWorkers, can_fork

_LISTEN_SECONDS = 0.5
Told = Callable[[Step], None]


@dataclass(slots=True)
class _Site:
    """A review that was unpacked in this process.

    Attributes:
        shipment: What it was unpacked from.
        root: Folder of the review.
        home: Folder with settings and sockets of kernels; its path is short.
        marks: When each file was changed as this disk knows it.
        idle: Kernel servers that wait for a run.
        users: How many runs use it now.
    """

    shipment: Shipment
    root: Path
    home: Path
    marks: dict[str, int]
    idle: list[ServerWorkers] = field(default_factory=list)
    users: int = 0

    @classmethod
    def open(cls, sent: bytes, folder: Path) -> _Site:
        """Unpack a review below `folder`."""
        received = shipment.unpack(sent)
        root = Path(tempfile.mkdtemp(prefix="review-", dir=folder)).resolve()
        home = Path(tempfile.mkdtemp(prefix="rp-")).resolve()
        return cls(received, root, home, received.unpack(root, home / "tables"))

    def close(self) -> None:
        """End its servers and remove its folders."""
        for server in self.idle:
            server.stop()
        for folder in (self.root, self.home):
            shutil.rmtree(folder, ignore_errors=True)


# A worker is a process that lives longer than a run; unpacking and importing is done once.
_sites: dict[str, _Site] = {}
_lock = threading.Lock()


def execute(
    job: Job, sent: bytes, token: str, *, folder: Path, tell: Told, is_wanted: Callable[[], bool]
) -> Finished | Failed:
    """Execute a run.

    Args:
        job: What to do, with the folders of the build that asks for it.
        sent: What `shipment.pack` made.
        token: Names the build.
        folder: Where to unpack the review.
        tell: Told of each step.
        is_wanted: Asked now and then; the run is ended when it says no.
    """
    with _entered(sent, token, folder) as site:
        if reason := _unfit(site.shipment):
            return Failed(None, reason, "", None)
        try:
            server = _server(site)
        except ReviewError as error:
            return Failed(None, str(error), "", None)
        here = replace(
            job,
            root=str(site.root),
            home=str(site.home),
            tables=str(site.home / "tables") if job.tables else "",
        )
        Path(here.log).unlink(missing_ok=True)
        message = _listen(server, here, tell, is_wanted)
        if not isinstance(message, Finished):
            server.stop()
            return replace(message, root=here.root)
        with _lock:
            site.idle.append(server)
        return _with_files(message, site)


def forget(token: str) -> None:
    """End what was kept for a build."""
    with _lock:
        site = _sites.pop(token, None)
    if site and not site.users:
        site.close()


@contextmanager
def _entered(sent: bytes, token: str, folder: Path) -> Iterator[_Site]:
    """Unpack the review once, and forget those of builds that are over."""
    with _lock:
        for other in [name for name, site in _sites.items() if name != token and not site.users]:
            _sites.pop(other).close()
        if token not in _sites:
            _sites[token] = _Site.open(sent, folder)
        site = _sites[token]
        site.users += 1
    try:
        yield site
    finally:
        with _lock:
            site.users -= 1
            is_over = not site.users and token not in _sites
        if is_over:
            site.close()


def _unfit(sent: Shipment) -> str | None:
    """Say why a run would not give the same bytes here, or None."""
    if not can_fork():
        return "this Dask worker cannot fork kernels; workers need Linux"
    if sent.tool != installation.tool():
        return "another reviewpress is installed on the Dask worker; install the same one"
    if sent.environment != installation.environment():
        return "the Dask worker has another Python or other packages; install the locked ones"
    return None


def _server(site: _Site) -> ServerWorkers:
    """Return a kernel server that nobody uses; each is spoken to by one thread at a time."""
    with _lock:
        if site.idle:
            return site.idle.pop()
    surroundings.write_home(site.home)
    server = ServerWorkers.open(site.root, site.home)
    shadowed = set(conditions.shadows(open_project(site.root))) & server.preloaded()
    if shadowed:
        server.stop()
        raise ReviewError(
            f"{min(shadowed)} of the review hides an installed module of that name;"
            " execute such a review without --executor dask"
        )
    return server


def _listen(
    server: ServerWorkers, job: Job, tell: Told, is_wanted: Callable[[], bool]
) -> Finished | Failed:
    connection = server.start(job)
    with connection:
        while is_wanted():
            if not connection.poll(_LISTEN_SECONDS):
                continue
            try:
                message: Message = connection.recv()
            except (EOFError, OSError):
                code = server.exit_code(job)
                return Failed(None, f"its process ended with code {code}", "", None)
            if not isinstance(message, Step):
                return message
            tell(message)
    return Failed(None, "nobody waits for it any more", "", None)


def _with_files(message: Finished, site: _Site) -> Finished:
    lines, written = shipment.adapt(message.observed, site.shipment, site.marks)
    contents = {}
    for name in written:
        with suppress(OSError):  # it removed what it wrote
            contents[name] = (site.root / name).read_bytes()
    return replace(message, observed=lines, written=contents, root=str(site.root))
