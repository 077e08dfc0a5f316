"""Hand the values that notebooks published to the prose, as `_variables.yml`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from reviewpress.errors import Location, NotebookError, SettingsError
from reviewpress.files import write_text
from reviewpress.project import Project
from reviewpress.runs.markdown import escape, one_line
from reviewpress.runs.record import PublishedValue, Record
from reviewpress.session import publish

__all__ = ["collect", "publish", "write_variables"]

_HEADER = "# Written by reviewpress from what the notebooks publish; edits here are lost.\n"


def collect(records: Sequence[Record]) -> dict[str, PublishedValue]:
    """Gather the published values of all runs by full name.

    Raises:
        NotebookError: Two runs published the same name, or a name is also the group of another.
    """
    found: dict[str, tuple[PublishedValue, Record]] = {}
    for record in records:
        for name, value in record.values.items():
            if name in found:
                _clash(f"`{name}` is published", record, found[name][1])
            found[name] = (value, record)
    for name, (_value, record) in found.items():
        parts = name.split(".")
        for end in range(1, len(parts)):
            group = ".".join(parts[:end])
            if group in found:
                _clash(
                    f"`{group}` is a value and also the group of `{name}`:", found[group][1], record
                )
    return {name: value for name, (value, _record) in found.items()}


def write_variables(project: Project, records: Sequence[Record]) -> Path:
    """Write the published values of all runs to `_variables.yml`, for `{{< var name >}}`.

    Without records the file is removed, unless a person wrote it.

    Raises:
        NotebookError: Two runs published the same name.
        SettingsError: A person wrote the `_variables.yml` that would be replaced.
    """
    path = project.root / "_variables.yml"
    is_ours = not path.is_file() or path.read_bytes().startswith(_HEADER.encode())
    if not records:
        if is_ours:
            path.unlink(missing_ok=True)
        return path
    if not is_ours:
        raise SettingsError(
            "_variables.yml was written by hand, but this review's notebooks write it",
            hint="publish its values from a notebook, then delete the file",
            where=Location("_variables.yml"),
        )
    tree: dict[str, Any] = {}
    for name, value in collect(records).items():
        *groups, last = name.split(".")
        branch = tree
        for group in groups:
            branch = branch.setdefault(group, {})
        branch[last] = escape(one_line(value.display))
    lines = list(_lines(tree, "")) or ["{}"]
    write_text(path, _HEADER + "\n".join(lines) + "\n")
    return path


def _lines(tree: Mapping[str, Any], indent: str) -> Iterator[str]:
    """Yield YAML with every key and text in quotes, so that none is taken for a number."""
    for key in sorted(tree):
        value = tree[key]
        if isinstance(value, Mapping):
            yield f"{indent}{json.dumps(key)}:"
            yield from _lines(value, f"{indent}  ")
        else:
            yield f"{indent}{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}"


def _clash(what: str, record: Record, other: Record) -> None:
    raise NotebookError(
        f"{what} by run `{record.run}` and by run `{other.run}`",
        hint="rename one of them; runs of a matrix prefix their names by themselves",
        where=Location(record.notebook),
    )
