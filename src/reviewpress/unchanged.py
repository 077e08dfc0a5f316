"""Say whether the last build still holds, so that a build of nothing new does nothing.

What a page shows may come from any file of a review, so every file below the root counts but what
is generated and what is hidden.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from reviewpress import installation, process
from reviewpress.errors import Location
from reviewpress.files import digest, write_json
from reviewpress.problems import Problem, Severity
from reviewpress.project import Project
from reviewpress.review_files import VALUES, review_files
from reviewpress.runs.inputs import Digests, Inputs, are_current

# What the tools we start look at.
_VARIABLES = ("QUARTO_PATH", "PANDOC_PATH", "PYPANDOC_PANDOC", "SOURCE_DATE_EPOCH")


@dataclass(frozen=True, slots=True)
class Built:
    """A finished build.

    Attributes:
        site: Folder of the site, which holds all documents.
        files: Files that a reader would open, relative to the root: pages, PDF, DOCX.
        warnings: Problems that did not stop it.
        is_new: False where the last build still held and nothing was done.
    """

    site: Path
    files: tuple[str, ...]
    warnings: tuple[Problem, ...]
    is_new: bool = True


def recall(project: Project, engine: str) -> Built | None:
    """Return the last build, if it was made of what is there now and nobody touched it.

    Args:
        project: The review.
        engine: The engine with its version, as `engines.select` says it.
    """
    try:
        told = json.loads(_file(project).read_bytes())
        known, made = told["sources"], told["outputs"]
        same = (
            told["circumstances"] == _circumstances(engine)
            and _digests(project, _sources(project), known) == _only_digests(known)
            and _digests(project, _outputs(project), made) == _only_digests(made)
            and are_current(Inputs.from_json(told["inputs"]), Digests(project.root))
        )
        if not same:
            return None
        warnings = tuple(map(_problem, told["warnings"]))
        return Built(project.output_dir, tuple(told["files"]), warnings, is_new=False)
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return None


def sources(project: Project) -> dict[str, list[Any]]:
    """Return the marks of all files that a build may depend on, to be taken before it."""
    return {path: _mark(project.root / path) for path in _sources(project)}


def remember(
    project: Project,
    engine: str,
    built: Built,
    *,
    inputs: Inputs,
    before: Mapping[str, list[Any]],
) -> None:
    """Note what a build was made of and what it made.

    A file that changed meanwhile counts as it was before, so that the next build sees the change.

    Args:
        project: The review.
        engine: As for `recall`.
        built: What was made.
        inputs: What the runs depend on, hidden files too.
        before: What `sources` gave before the build began.
    """
    written = {path: _mark(project.root / path) for path in inputs.writes}
    content = {
        "circumstances": _circumstances(engine),
        "sources": {**before, **written},
        "inputs": asdict(inputs),
        "outputs": {path: _mark(project.root / path) for path in _outputs(project)},
        "files": list(built.files),
        "warnings": [asdict(problem) for problem in built.warnings],
    }
    write_json(_file(project), content)


def forget(project: Project) -> None:
    """Let the next build begin anew."""
    _file(project).unlink(missing_ok=True)


def _file(project: Project) -> Path:
    return project.build_dir / "built.json"


def _circumstances(engine: str) -> list[str]:
    variables = process.environment()
    told = [f"{name}={variables.get(name, '')}" for name in _VARIABLES]
    return [engine, installation.tool(), installation.environment(), *told]


def _sources(project: Project) -> Iterator[str]:
    """Yield every file below the root that a build may depend on, sorted."""
    yield from review_files(project)
    # The commit may stand in the documents.
    yield from _of_git(project.root)


def _of_git(root: Path) -> Iterator[str]:
    git = root / ".git"
    for name in ("HEAD", "packed-refs"):
        if (git / name).is_file():
            yield f".git/{name}"
    for path in sorted((git / "refs").rglob("*")):
        if path.is_file():
            yield path.relative_to(root).as_posix()


def _outputs(project: Project) -> Iterator[str]:
    """Yield every file of the site, every executed run and the file of their values."""
    if (project.root / VALUES).is_file():
        yield VALUES
    for folder in (project.output_dir, project.runs_dir):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield project.relative(path)


def _mark(path: Path) -> list[Any]:
    """Return the digest of a file, and what cannot stay the same when the file changes."""
    with contextlib.suppress(OSError):
        return [*_stamp(path), digest(path)]
    return []


def _stamp(path: Path) -> list[int]:
    found = path.stat()
    return [found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns]


def _digests(
    project: Project, paths: Iterator[str], known: Mapping[str, list[Any]]
) -> dict[str, str]:
    """Return the digest of each file; files that nobody touched are not read again."""
    found = {}
    for path in paths:
        mark = known.get(path, [])
        with contextlib.suppress(OSError):
            if mark[:-1] != _stamp(project.root / path):
                mark = _mark(project.root / path)
        found[path] = mark[-1] if mark else ""
    return found


def _only_digests(marks: Mapping[str, list[Any]]) -> dict[str, str]:
    return {path: mark[-1] if mark else "" for path, mark in marks.items()}


def _problem(content: Mapping[str, Any]) -> Problem:
    where = Location(**content["where"])
    return Problem(**{**content, "where": where, "severity": Severity(content["severity"])})
