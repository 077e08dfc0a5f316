"""Digests of what is installed: reviewpress itself and the packages around it."""

from __future__ import annotations

import hashlib
import platform
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_DISTRIBUTION = re.compile(r"(?P<name>.+?)-(?P<version>[^-]+)\.(?:dist|egg)-info")
_OWN = "reviewpress"


@cache
def tool() -> str:
    """Return a digest of the installed source of reviewpress, whatever its version says."""
    folder = Path(__file__).resolve().parent
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.relative_to(folder).as_posix()}\0{content}\n".encode())
    return digest.hexdigest()


@cache
def environment() -> str:
    """Return a digest of Python, the platform and the installed packages.

    It is the same on two machines of a kind with the same locked packages.
    """
    python = f"{platform.python_implementation()} {platform.python_version()}"
    lines = [python, f"{sys.platform} {platform.machine()}", *packages()]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@cache
def packages() -> tuple[str, ...]:
    """List the installed packages as `name==version`, sorted.

    A package that was installed from a folder or a repository is followed by a digest of its
    files, for its version may stay the same when they change. reviewpress itself is left out.
    """
    return tuple(sorted(set(_found())))


def _found() -> Iterator[str]:
    for folder in map(Path, sys.path):
        # The names of folders say enough; reading each one's metadata takes a hundred times longer.
        for info in folder.glob("*-info") if folder.is_dir() else ():
            match = _DISTRIBUTION.fullmatch(info.name)
            if match is None or match["name"] == _OWN:
                continue
            files = info / "RECORD"
            is_local = (info / "direct_url.json").is_file() and files.is_file()
            mark = f" {hashlib.sha256(files.read_bytes()).hexdigest()}" if is_local else ""
            yield f"{match['name'].lower()}=={match['version']}{mark}"
