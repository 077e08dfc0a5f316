"""Remove what builds made."""

from __future__ import annotations

import shutil
from pathlib import Path

from reviewpress import placing, unchanged
from reviewpress.locks import held
from reviewpress.project import Project, open_project
from reviewpress.runs import store


def clean(project: Project, *, only_cache: bool) -> tuple[str, ...]:
    """Remove generated files, and return what was removed as messages show it.

    What is kept of runs stays, so that the next build is quick.

    Args:
        project: The review.
        only_cache: Remove what is kept of runs, and nothing else.

    Raises:
        SettingsError: An output folder holds files that no build wrote; nothing was removed.
    """
    with held(project.build_dir / "lock"):
        if only_cache:
            unchanged.forget(project)
            count = store.of(project).clear()
            return (f"what was kept of {count} executed runs",)
        return tuple(project.relative(path) for path in _generated(project) if _remove(path))


def _generated(project: Project) -> list[Path]:
    kept = {"cache", "lock"}
    built = [path for path in project.build_dir.iterdir() if path.name not in kept]
    opened = [project, *(open_project(project.root, profile) for profile in project.profiles)]
    for one in opened:
        placing.refuse_foreign(one)
    sites = dict.fromkeys(one.output_dir for one in opened)
    return [*sorted(built), *(site for site in sites if project.build_dir not in site.parents)]


def _remove(path: Path) -> bool:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
        return True
    existed = path.exists()
    path.unlink(missing_ok=True)
    return existed
