"""Digests of what is installed: reviewpress itself and the packages around it."""

from __future__ import annotations

import hashlib
import platform
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from reviewpress.files import digest

_DISTRIBUTION = re.compile(r"(?P<name>.+?)-(?P<version>[^-]+)\.(?:dist|egg)-info")
_OWN = "reviewpress"
# Parts of the tool that make and serve pages; what is not code in them no run reads.
OF_PAGES = frozenset(("editions", "pandoc", "preview", "publishing", "quarto", "templates"))


def tool() -> str:
    """Return a digest of the installed source of reviewpress, whatever its version says."""
    return hashlib.sha256("".join(_source().values()).encode()).hexdigest()


@cache
def tool_of_runs() -> str:
    """Return a digest of what of it a run may use: not the styles and templates of pages."""
    lines = [line for path, line in _source().items() if not is_of_pages(path)]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def is_of_pages(path: Path) -> bool:
    """Say whether a file of the tool, relative to it, is shown with pages and read by no run."""
    return path.parts[0] in OF_PAGES and path.suffix != ".py"


@cache
def _source() -> dict[Path, str]:
    """Return a line with the digest of each file of the tool, in order of their names."""
    folder = Path(__file__).resolve().parent
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    named = {path.relative_to(folder): path for path in paths if "__pycache__" not in path.parts}
    return {name: f"{name.as_posix()}\0{digest(path)}\n" for name, path in named.items()}


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
            mark = f" {digest(files)}" if is_local else ""
            yield f"{match['name'].lower()}=={match['version']}{mark}"
