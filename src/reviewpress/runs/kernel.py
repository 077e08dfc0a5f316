"""Kernel and environment that runs execute in: this Python, and nothing of its user's."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from queue import Empty
from subprocess import Popen
from typing import Any, cast

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Dict, List, Type
from traitlets.config import Config

from reviewpress.runs.launch import ForkedKernel
from reviewpress.runs.surroundings import environment

_POLL_SECONDS = 0.004


class PromptClient(AsyncKernelClient):
    """Begins as soon as the kernel answers on both channels, without a pause to be sure."""

    async def _async_wait_for_ready(self, timeout: float | None = None) -> None:  # noqa: ASYNC109 - as in the base class
        clock = asyncio.get_running_loop().time
        deadline = clock() + (timeout or float("inf"))
        while not await self._answers():
            if not await self.is_alive():
                raise RuntimeError("the kernel died before it was ready")
            if clock() > deadline:
                raise RuntimeError(f"the kernel was not ready after {timeout} seconds")

    wait_for_ready = _async_wait_for_ready

    def start_channels(self, **_: bool) -> None:  # type: ignore[override]
        """Open the channels that papermill uses; the manager knows whether the kernel lives."""
        super().start_channels(stdin=False, hb=False, control=False)

    async def _answers(self) -> bool:
        """Ask the kernel who it is, and say whether reply and status arrive."""
        asked = self.kernel_info()
        try:
            reply = await self.shell_channel.get_msg(timeout=1)
            while reply["parent_header"].get("msg_id") != asked:
                reply = await self.shell_channel.get_msg(timeout=1)
            while True:
                told = await self.iopub_channel.get_msg(timeout=0.1)
                is_idle = told["content"].get("execution_state") == "idle"
                if is_idle and told["parent_header"].get("msg_id") == asked:
                    self._handle_kernel_info_reply(reply)
                    return True
        except Empty:
            return False


class ForkProvisioner(LocalProvisioner):
    """Looks after a kernel that was forked, not started as a program."""

    manager: ReviewKernelManager
    kernel: ForkedKernel

    async def launch_kernel(self, cmd: list[str], **told: Any) -> KernelConnectionInfo:
        """Let the fork become the kernel, and return once it listens."""
        del cmd
        self.kernel.start(self.manager.connection_file, told["env"])
        self.process = cast("Popen[Any]", self.kernel)  # it has what is used of one
        self.pid = self.pgid = self.kernel.pid
        # Whoever connects to a socket that is not there yet tries again only after a while.
        sockets = [Path(f"{self.manager.ip}-{number}") for number in self._numbers()]
        while self.kernel.poll() is None and any(not path.exists() for path in sockets):  # noqa: ASYNC110
            await asyncio.sleep(_POLL_SECONDS)  # nobody tells of files, nor below of ends
        return self.connection_info

    def _numbers(self) -> list[int]:
        names = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")
        told = dict(self.connection_info)
        return [cast("int", told[name]) for name in names]

    async def wait(self) -> int | None:
        """Wait for the end of a kernel that was told to end."""
        while self.kernel.poll() is None:  # noqa: ASYNC110
            await asyncio.sleep(_POLL_SECONDS)
        self.process = None
        return 0


class ReviewKernelManager(AsyncKernelManager):
    """Starts a kernel of this Python, whatever kernel the notebook names.

    Attributes:
        command: Command of an ordinary kernel.
        environment: Variables that it gets on top of ours.
    """

    command: List[str] = List().tag(config=True)
    environment: Dict[str, str] = Dict().tag(config=True)
    client_factory = Type(klass=PromptClient)

    @property
    def kernel_spec(self) -> KernelSpec:
        """A specification that needs no `kernel.json` to be installed."""
        return KernelSpec(
            argv=list(self.command),
            display_name="Python 3",
            language="python",
            name="python3",
            env=dict(self.environment),
        )

    async def _async_wait(self, pollinterval: float = _POLL_SECONDS) -> None:
        # The base class looks every tenth of a second, which is as long as a short notebook takes.
        await super()._async_wait(min(pollinterval, _POLL_SECONDS))


def forking(kernel: ForkedKernel) -> type[ReviewKernelManager]:
    """Return a kernel manager whose kernel is `kernel`; nbclient wants a class."""

    class Manager(ReviewKernelManager):
        def __init__(self, **settings: Any) -> None:
            super().__init__(**settings)
            self.provisioner = ForkProvisioner(kernel_spec=self.kernel_spec, parent=self)
            self.provisioner.manager, self.provisioner.kernel = self, kernel

    return Manager


def configure(home: Path, number: int, command: list[str]) -> Config:
    """Return the configuration of the kernel manager for one run.

    Sockets stand in files, not on TCP ports that anybody on the machine could read.

    Args:
        home: Folder that `write_home` filled; its path must be short, as sockets' paths are.
        number: A number that no other run of this execution has.
        command: Command of an ordinary kernel.
    """
    settings: dict[str, Any] = {
        "command": command,
        "connection_file": str(home / f"{number}.json"),
        "environment": environment(home),
        "transport": "ipc",
    }
    return Config(json.loads(json.dumps({"ReviewKernelManager": settings})))
