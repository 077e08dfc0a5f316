"""Call pandoc with `host.lua`, which runs Lua of a project as Quarto would."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path, PurePosixPath
from typing import Any

from reviewpress.errors import RenderError
from reviewpress.pandoc import ast
from reviewpress.pandoc.lua.extensions import base_format
from reviewpress.pandoc.program import run_pandoc
from reviewpress.project import Project

_TOLD = re.compile(r"^reviewpress: (.*)$", re.MULTILINE)
_FOLDERS = re.compile(r"(?:/[^/\s:]+)+/(?=[^/\s:]+)")


def call(
    project: Project,
    source: str,
    tree: dict[str, Any],
    formats: tuple[str, str],
    *,
    filters: Sequence[Path] = (),
    shortcodes: Sequence[Path] = (),
) -> tuple[dict[str, Any], list[str]]:
    """Run Lua over a syntax tree.

    Args:
        project: The project.
        source: The chapter, whose folder is the current one for Lua.
        tree: The tree.
        formats: What is written, and what the configuration calls it.
        filters: Filters to run, in order.
        shortcodes: Files with handlers of shortcodes; the tree then holds the shortcodes.

    Returns:
        The new tree, and what the Lua asked for that a page cannot be given.

    Raises:
        RenderError: The Lua ended with an error.
    """
    env = {
        "REVIEWPRESS_FORMAT": formats[0],
        "REVIEWPRESS_ASKED": base_format(formats[1]),
        "REVIEWPRESS_ROOT": str(project.root),
        "REVIEWPRESS_INPUT": str(project.root / source),
    }
    if shortcodes:
        env["REVIEWPRESS_SHORTCODES"] = "\n".join(map(str, shortcodes))
    else:
        env["REVIEWPRESS_FILTERS"] = "\n".join(map(str, filters))
    with resources.as_file(resources.files("reviewpress.pandoc.lua") / "host.lua") as script:
        output = run_pandoc(
            ["--from=json", "--to=json", f"--lua-filter={script}"],
            json.dumps(tree),
            cwd=project.root / PurePosixPath(source).parent,
            env=env,
        )
    return json.loads(output.stdout), list(dict.fromkeys(_TOLD.findall(output.stderr)))


def meta(value: Any) -> dict[str, Any]:
    """Write a value of YAML as pandoc's metadata."""
    if isinstance(value, bool):
        return {"t": "MetaBool", "c": value}
    if isinstance(value, Mapping):
        return {"t": "MetaMap", "c": {str(key): meta(one) for key, one in value.items()}}
    if isinstance(value, (list, tuple)):
        return {"t": "MetaList", "c": [meta(one) for one in value]}
    return {"t": "MetaInlines", "c": ast.words("" if value is None else str(value))}


def reason(error: RenderError) -> str:
    """Return what Lua said, in one line and without folders of this machine."""
    lines = [line.strip() for line in (error.hint or error.message).splitlines() if line.strip()]
    kept = [line for line in lines if not line.startswith(("stack traceback", "[", "reviewpress:"))]
    said = next((line for line in kept if not line.startswith("Error running")), "it failed")
    return _FOLDERS.sub("", said)
