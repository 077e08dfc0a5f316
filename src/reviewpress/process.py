"""Run other programs: the only place that starts a subprocess."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reviewpress.errors import RenderError, ToolMissing

_TAIL_LINES = 20


@dataclass(frozen=True, slots=True)
class Output:
    """What a program wrote before it ended well."""

    stdout: str
    stderr: str


def environment(**changes: str) -> dict[str, str]:
    """Return the environment of this process with `changes`, to hand to another program."""
    return {**os.environ, **changes}


def find_program(name: str, *, override: str | None = None) -> Path | None:
    """Return the path of a program, or None.

    Args:
        name: Name to look up on the PATH.
        override: Environment variable that names the program itself, tried first.
    """
    named = os.environ.get(override) if override else None
    found = shutil.which(named or name)
    return Path(found) if found else None


def run(
    argv: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str],
    stdin: str | None = None,
    on_line: Callable[[str], None] | None = None,
) -> Output:
    """Run `argv` in `cwd` and return what it wrote.

    Args:
        argv: Program and arguments, never passed through a shell.
        cwd: Folder to run in.
        env: The whole environment of the program.
        stdin: Text to send, if the program is not streamed; otherwise standard input is empty.
        on_line: Called with each line as it appears; standard error is then joined to
            standard output. When it raises, the program is stopped.

    Raises:
        ToolMissing: The program does not exist or cannot be run.
        RenderError: It ended with another code than 0; the end of what it wrote is in the hint.
    """
    try:
        output, code = (
            _streamed(argv, cwd=cwd, env=env, on_line=on_line)
            if on_line
            else _captured(argv, cwd=cwd, env=env, stdin=stdin)
        )
    except OSError as error:
        if not cwd.is_dir():
            raise
        reason = (error.strerror or str(error)).lower()
        is_absent = isinstance(error, FileNotFoundError)
        what = "was not found" if is_absent else f"cannot be run: {reason}"
        raise ToolMissing(f"the program {argv[0]} {what}") from error
    if code != 0:
        tail = "\n".join((output.stderr or output.stdout).splitlines()[-_TAIL_LINES:])
        end = f"was stopped by signal {-code}" if code < 0 else f"ended with code {code}"
        raise RenderError(f"{Path(argv[0]).name} {end}", hint=tail or None)
    return output


def _captured(
    argv: Sequence[str], *, cwd: Path, env: Mapping[str, str], stdin: str | None
) -> tuple[Output, int]:
    done = subprocess.run(
        list(argv),
        cwd=cwd,
        env=dict(env),
        input=stdin or "",
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return Output(done.stdout, done.stderr), done.returncode


def _streamed(
    argv: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str],
    on_line: Callable[[str], None],
) -> tuple[Output, int]:
    lines = []
    with subprocess.Popen(
        list(argv),
        cwd=cwd,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as program:
        try:
            for line in program.stdout or ():
                lines.append(line)
                on_line(line.rstrip("\n"))
        except BaseException:
            # Or leaving the block would wait for a program that nobody listens to any more.
            program.kill()
            raise
        code = program.wait()
    return Output("".join(lines), ""), code


def start(
    argv: Sequence[str], *, cwd: Path, env: Mapping[str, str], handles: Sequence[int]
) -> subprocess.Popen[bytes]:
    """Start a program of ours that stays and is spoken to over `handles`.

    It is out of the reach of Ctrl-C: who started it ends it.

    Args:
        argv: Program and arguments, never passed through a shell.
        cwd: Folder to run in.
        env: The whole environment of the program.
        handles: File descriptors that it inherits.
    """
    return subprocess.Popen(
        list(argv),
        cwd=cwd,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=tuple(handles),
        start_new_session=True,
    )


def replace_environment(env: Mapping[str, str]) -> None:
    """Give this process the environment `env` and nothing else; only a forked kernel does so."""
    os.environ.clear()
    os.environ.update(env)
