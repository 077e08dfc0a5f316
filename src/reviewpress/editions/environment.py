"""What an edition was built with: `build.json`, by which `verify` explains a difference."""

from __future__ import annotations

import json
import platform
import re
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from reviewpress import __version__, engines, files
from reviewpress.files import write_json
from reviewpress.project import Project
from reviewpress.settings import EngineName

NAME = "build.json"
_LOCK = "requirements.txt"


def describe(project: Project, engine: EngineName) -> dict[str, str]:
    """Name the versions of all that takes part in a build."""
    chosen = engines.select(project, engine).engine
    lock = project.root / _LOCK
    return {
        "reviewpress": __version__,
        "engine": f"{chosen.name} {chosen.version()}",
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        _LOCK: files.digest(lock) if lock.is_file() else "none",
        **_packages(),
    }


def write(folder: Path, environment: Mapping[str, str]) -> None:
    """Write the description into the folder of an edition."""
    write_json(folder / NAME, environment)


def read(folder: Path) -> dict[str, str]:
    """Read the description of the edition in `folder`; empty where it has none."""
    path = folder / NAME
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def differences(built: Mapping[str, str], here: Mapping[str, str]) -> list[str]:
    """Say in a line each how this environment differs from the one that built an edition."""
    return [
        f"{name}: {built.get(name, 'absent')} then, {here.get(name, 'absent')} now"
        for name in sorted({*built, *here})
        if built.get(name) != here.get(name)
    ]


def _packages() -> dict[str, str]:
    """Return the versions of the packages that reviewpress itself asks for."""
    found = {}
    for requirement in requires("reviewpress") or ():
        name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        try:
            found[f"package {name}"] = version(name)
        except PackageNotFoundError:  # of an extra that is not installed
            continue
    return dict(sorted(found.items()))
