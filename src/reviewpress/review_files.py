"""List the files of a review that people wrote: neither generated nor hidden."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from reviewpress.project import Project, open_project

VALUES = "_variables.yml"
# A Python environment in the folder of a review is known by its packages.
_ENVIRONMENT = "pyvenv.cfg"
_SKIPPED = frozenset({"__pycache__", "_build", "node_modules"})
_MADE = (".pyc", ".quarto_ipynb")


def review_files(project: Project) -> Iterator[str]:
    """Yield every such file below the root, relative to it, folder by folder and sorted.

    Links to folders are followed, each folder once on a way.
    """
    outputs = {project.output_dir, *_outputs_of_profiles(project)}
    values = project.root / VALUES
    for folder, below, names in os.walk(project.root, followlinks=True):
        here = Path(folder)
        below[:] = sorted(
            name
            for name in below
            if not name.startswith(".")
            and name not in _SKIPPED
            and here / name not in outputs
            and not (here / name / _ENVIRONMENT).exists()
            and not _leads_back(here / name)
        )
        for name in sorted(names):
            is_made = name.endswith(_MADE) or here / name == values
            if not name.startswith(".") and not is_made:
                yield project.relative(here / name)


def _leads_back(folder: Path) -> bool:
    """Say whether a folder is a link to one on the way to it, or above that."""
    if not folder.is_symlink():
        return False
    target = folder.resolve()
    return any(above.resolve().is_relative_to(target) for above in folder.parents)


def _outputs_of_profiles(project: Project) -> Iterator[Path]:
    for profile in project.profiles:
        yield open_project(project.root, profile).output_dir
