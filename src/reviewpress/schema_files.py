"""Import the review's own models from `schemas/*.py`.

Files are imported as one package, so that `from ._vocabularies import PHASES` works. A file whose
name begins with `_` describes no table.
"""

from __future__ import annotations

import ast
import sys
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType
from typing import Any

from reviewpress.errors import Location
from reviewpress.problems import Problem
from reviewpress.project import Project
from reviewpress.schemas import Column, Table, columns

RULES = {
    "schemas.import": "a schema file can be imported",
    "schemas.model": "a schema file defines one model, each column with a description",
    "schemas.check": "a review's own check can be run",
    "schemas.reference": "a reference names a column that exists",
}
_PACKAGE = "_reviewpress_schemas_"


@dataclass(frozen=True, slots=True)
class SchemaFile:
    """The model of one table.

    Attributes:
        model: The Pandera model.
        columns: Its columns in the order of declaration.
        file: The schema file.
        path: Its path relative to the review.
    """

    model: type[Table]
    columns: tuple[Column, ...]
    file: Path
    path: str

    def where(self, name: str) -> Location:
        """Return the place at which the file declares the column or the check `name`."""
        return Location(self.path, _line_of(self.file, name.replace("-", "_")))


class _FreshLoader(SourceFileLoader):
    """Always read the source: cached bytecode can be stale within a second of an edit."""

    def path_stats(self, path: Any) -> Mapping[str, Any]:
        raise OSError(f"no bytecode is kept for {path}")


def read(project: Project) -> tuple[dict[str, SchemaFile], list[Problem]]:
    """Import every schema file.

    Returns:
        Table name to its model, for the files that could be used, and the problems of the others.
    """
    files = sorted(project.schemas_dir.glob("*.py"))
    package = _package(project.schemas_dir)
    found: dict[str, SchemaFile] = {}
    problems = []
    for file in sorted(files, key=lambda file: (not file.stem.startswith("_"), file.stem)):
        path = project.relative(file)
        try:
            module = _import(file, package)
            if not file.stem.startswith("_"):
                model = _model(module)
                found[file.stem] = SchemaFile(model, columns(model), file, path)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - the author's code may raise anything
            problems.append(_import_problem(error, file, path))
    return found, problems


def read_one(project: Project, name: str) -> type[Table]:
    """Return the model of one table, whose schema file a check has read before.

    Raises:
        Exception: Whatever the author's code raises that a check would have reported.
    """
    package = f"{_PACKAGE}{sha256(str(project.schemas_dir).encode()).hexdigest()[:12]}"
    if package not in sys.modules:
        _package(project.schemas_dir)
        for file in sorted(project.schemas_dir.glob("_*.py")):
            _import(file, package)
    if (module := sys.modules.get(f"{package}.{name}")) is None:
        module = _import(project.schemas_dir / f"{name}.py", package)
    return _model(module)


def _package(folder: Path) -> str:
    """Register an empty package for the folder, anew, and return its name."""
    name = f"{_PACKAGE}{sha256(str(folder).encode()).hexdigest()[:12]}"
    for module in [key for key in sys.modules if key == name or key.startswith(f"{name}.")]:
        del sys.modules[module]
    package = ModuleType(name)
    package.__path__ = [str(folder)]
    sys.modules[name] = package
    return name


def _import(file: Path, package: str) -> ModuleType:
    name = f"{package}.{file.stem}"
    spec = spec_from_loader(name, _FreshLoader(name, str(file)))
    if spec is None:
        raise ImportError(f"{file.name} cannot be imported")
    module = module_from_spec(spec)
    sys.modules[name] = module  # pandera looks annotations up here
    _FreshLoader(name, str(file)).exec_module(module)
    return module


def _model(module: ModuleType) -> type[Table]:
    models = [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Table)
        if value.__module__ == module.__name__ and not value.__name__.startswith("_")
    ]
    if len(models) != 1:
        raise TypeError(
            "the file must define one subclass of a reviewpress.schemas model, "
            f"and defines {len(models) or 'none'}"
        )
    return models[0]


def _import_problem(error: BaseException, file: Path, path: str) -> Problem:
    """Tell an error in the author's file by its line there."""
    if isinstance(error, SyntaxError) and error.filename == str(file):
        where = Location(path, error.lineno, error.offset)
        return Problem(where, f"not valid Python: {error.msg}", rule="schemas.import")
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == str(file)
    ]
    message = _message(error)
    if lines:
        return Problem(
            Location(path, lines[-1]),
            f"{type(error).__name__}: {message}",
            rule="schemas.import",
        )
    quoted = message.split("`")[1::2] or message.split("'")[1::2]
    line = next((line for name in quoted if (line := _line_of(file, name))), 1)
    return Problem(Location(path, line), message, rule="schemas.model")


def _message(error: BaseException) -> str:
    """Return an error's text without the folder of this computer that Python adds to some."""
    place = getattr(error, "path", None) if isinstance(error, ImportError) else None
    text = str(error).replace(f" ({place})", "") if place else str(error)
    return text or "it ended the program"


def _line_of(file: Path, name: str) -> int | None:
    """Return the line of the file that assigns or defines `name`, or None."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8-sig"))):
        if isinstance(node, ast.AnnAssign) and getattr(node.target, "id", None) == name:
            return node.lineno
        if isinstance(node, ast.Assign) and name in {getattr(t, "id", None) for t in node.targets}:
            return node.lineno
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return node.lineno
    return None
