"""The pandoc program: the one that the package pypandoc_binary brings, so bytes are equal anywhere.

A pandoc on PATH is never taken by itself; whoever wants another one names it.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from reviewpress import process
from reviewpress.errors import ToolMissing
from reviewpress.process import Output

MINIMUM = (3, 9)
_HINT = "install it with: pip install pypandoc_binary"


def find(named: Path | None = None) -> Path:
    """Return the program's path.

    Args:
        named: Another pandoc than the bundled one.

    Raises:
        ToolMissing: There is no such program, or the named one is too old.
    """
    if named is None:
        return _bundled()
    if not named.is_file():
        raise ToolMissing(f"the program {named} was not found", hint=_HINT)
    found = version(named)
    if tuple(int(part) for part in found.split(".")[:2]) < MINIMUM:
        wanted = ".".join(map(str, MINIMUM))
        raise ToolMissing(f"pandoc {found} is too old; {wanted} is needed", hint=_HINT)
    return named


@cache
def version(program: Path | None = None) -> str:
    """Ask the program for its version, such as `3.9`."""
    path = program or find()
    output = process.run([str(path), "--version"], cwd=path.parent, env={})
    return output.stdout.split(maxsplit=2)[1]


def run_pandoc(
    arguments: Sequence[str],
    stdin: str = "",
    *,
    cwd: Path | None = None,
    program: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> Output:
    """Run pandoc without the user's own data folder and environment.

    Args:
        arguments: Its command line.
        stdin: Text to read.
        cwd: Folder for relative paths in `arguments`; by default one that holds no sources.
        program: Another pandoc than the bundled one.
        env: The whole environment, such as `{"SOURCE_DATE_EPOCH": "0"}`.

    Returns:
        What it wrote. pandoc tells doubtful things on standard error as `[WARNING] ...` lines
        and still ends well: look there where a doubt means a wrong book.

    Raises:
        ToolMissing: pandoc is absent.
        RenderError: It ended with another code than 0.
    """
    path = program or find()
    # A folder that does not exist keeps templates and styles of ~/.pandoc out.
    own = f"--data-dir={path.parent / 'no-user-data'}"
    argv = [str(path), own, *arguments]
    return process.run(argv, cwd=cwd or path.parent, env=env or {}, stdin=stdin)


def to_json(text: str, from_format: str = "markdown") -> dict[str, Any]:
    """Parse `text` into pandoc's syntax tree, `{"pandoc-api-version", "meta", "blocks"}`."""
    output = run_pandoc(["--from", from_format, "--to", "json"], text)
    tree: dict[str, Any] = json.loads(output.stdout)
    return tree


@cache
def _bundled() -> Path:
    """Find the program of pypandoc_binary without importing it, which would search PATH."""
    spec = importlib.util.find_spec("pypandoc")
    name = "pandoc.exe" if sys.platform == "win32" else "pandoc"
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder) / "files" / name
        if path.is_file():
            return path
    raise ToolMissing("pandoc was not found", hint=_HINT)
