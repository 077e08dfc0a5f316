"""Read `notebooks/runs.yml`, the declaration of a review's runs."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, ValidationError

from reviewpress import configuration
from reviewpress.configuration import Configuration
from reviewpress.errors import Location, SettingsError
from reviewpress.project import Project

Value = JsonValue
"""What a parameter may hold: text, a number, true or false, null, or a list or mapping of these."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def _plain(value: object) -> object:
    """Copy YAML's own scalar types to plain ones; a date has no plain form."""
    try:
        return json.loads(json.dumps(value, allow_nan=False))
    except (TypeError, ValueError):
        message = f"write {value} in quotes: a notebook cannot take it as it is"
        raise ValueError(message) from None


def _levels(value: object) -> object:
    """Refuse matrix values that cannot become part of a run's name."""
    if not isinstance(value, list) or not value:
        message = "give a list of at least one value"
        raise ValueError(message)
    for item in value:
        is_plain = isinstance(item, (str, int)) and not isinstance(item, bool)
        if not is_plain or not _SLUG.fullmatch(str(item)):
            message = (
                f"{json.dumps(item, default=str)} becomes part of a run's name: "
                "use lower-case letters, digits and single hyphens"
            )
            raise ValueError(message)
    seen: set[object] = set()
    for item in value:
        if item in seen:
            message = f"the value {item} stands there twice"
            raise ValueError(message)
        seen.add(item)
    return value


def _files(value: object) -> object:
    """Refuse files outside the review."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        message = "give a list of files, relative to the root of the review"
        raise ValueError(message)
    for item in value:
        path = PurePosixPath(item)
        if path.is_absolute() or ".." in path.parts or not path.parts:
            message = f"`{item}` is no file of the review: name one relative to its root"
            raise ValueError(message)
    return value


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    notebook: Annotated[str, Field(pattern=r"\.ipynb$")]
    parameters: dict[str, Annotated[Value, BeforeValidator(_plain)]] = Field(default_factory=dict)
    matrix: dict[str, Annotated[tuple[str | int, ...], BeforeValidator(_levels)]] = Field(
        default_factory=dict
    )
    reads: Annotated[tuple[str, ...], BeforeValidator(_files)] = ()


@dataclass(frozen=True, slots=True)
class RunSpec:
    """One entry of `runs.yml`.

    Attributes:
        name: Name of the run, or of the family of runs that a matrix yields.
        notebook: File name relative to the folder of notebooks.
        parameters: Parameters that all its runs share.
        matrix: Values by parameter; one run for each combination.
        reads: Files, or patterns of files, that its runs read unseen; relative to the root.
    """

    name: str
    notebook: str
    parameters: Mapping[str, Value]
    matrix: Mapping[str, tuple[str | int, ...]]
    reads: tuple[str, ...]
    _file: Configuration = field(repr=False)

    def where(self, *keys: str) -> Location:
        """Return the place in `runs.yml` of the entry, or of a key in it."""
        return self._file.where("runs", self.name, *keys)


def is_declared(project: Project) -> bool:
    """Say whether a review has a file that declares runs."""
    return _path(project).is_file()


def read_spec(project: Project) -> tuple[RunSpec, ...]:
    """Read the runs that a review declares; without `notebooks/runs.yml` there are none.

    Raises:
        SettingsError: The file is not YAML, has an unknown key, or a name or value has a form
            that runs cannot have.
    """
    path = _path(project)
    if not path.is_file():
        return ()
    relative = project.relative(path)
    project.inside(relative, where=Location(relative))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError("the file is not UTF-8", where=Location(relative)) from error
    return tuple(_entries(configuration.parse(text, relative)))


def _path(project: Project) -> Path:
    return project.notebooks_dir / "runs.yml"


def _entries(file: Configuration) -> Iterator[RunSpec]:
    for key in file.values:
        if key != "runs":
            raise SettingsError(
                f"unknown key `{key}`",
                hint="runs stand below the key `runs:`",
                where=file.where(key),
            )
    runs = file.get("runs", default=None) or {}
    if not isinstance(runs, Mapping):
        raise SettingsError("`runs:` must hold `name: ...` lines", where=file.where("runs"))
    for name, raw in runs.items():
        yield _entry(name, raw, file)


def _entry(name: Any, raw: Any, file: Configuration) -> RunSpec:
    where = file.where("runs", name)
    if not isinstance(name, str) or not _SLUG.fullmatch(name):
        raise SettingsError(
            f"`{name}` cannot be the name of a run",
            hint="use lower-case letters, digits and single hyphens, such as `study-flow`",
            where=where,
        )
    if not isinstance(raw, Mapping):
        raise SettingsError(f"run `{name}` needs a line `notebook: <name>.ipynb`", where=where)
    try:
        entry = _Entry.model_validate(dict(raw))
    except ValidationError as error:
        raise _settings_error(error, name, file) from error
    for shared in entry.parameters.keys() & entry.matrix.keys():
        raise SettingsError(
            f"run `{name}` sets `{shared}` both under `parameters:` and under `matrix:`",
            where=file.where("runs", name, "parameters", shared),
        )
    return RunSpec(name, entry.notebook, entry.parameters, entry.matrix, entry.reads, file)


def _settings_error(error: ValidationError, name: str, file: Configuration) -> SettingsError:
    """Turn pydantic's most telling complaint into ours, with its place."""
    # A misspelt key explains a missing one.
    first: Any = min(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
    keys = [key for key in first["loc"] if isinstance(key, (str, int))]
    where = file.where("runs", name, *keys)
    if first["type"] == "extra_forbidden":
        known = list(_Entry.model_fields)
        near = difflib.get_close_matches(str(keys[-1]), known, n=1)
        hint = f"did you mean `{near[0]}`?" if near else f"known keys: {', '.join(known)}"
        return SettingsError(f"unknown key `{keys[-1]}` in run `{name}`", hint=hint, where=where)
    if first["type"] == "missing":
        return SettingsError(
            f"run `{name}` names no notebook",
            hint="add a line `notebook: <name>.ipynb`",
            where=where,
        )
    message = {
        "string_pattern_mismatch": "the name of a notebook ends in .ipynb",
        "dict_type": "give `name: value` lines",
    }.get(first["type"], first["msg"].removeprefix("Value error, "))
    shown = ".".join(map(str, keys))
    return SettingsError(f"`{shown}` of run `{name}`: {message}", where=where)
