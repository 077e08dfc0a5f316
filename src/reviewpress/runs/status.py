"""Say which runs are current, which would run, and why, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reviewpress.project import Project
from reviewpress.runs import record, rows, store
from reviewpress.runs.beginning import Standing, stand
from reviewpress.runs.conditions import Conditions
from reviewpress.runs.inputs import Digests, differences
from reviewpress.runs.plan import plan
from reviewpress.runs.record import Record

_UNSEEN = "nobody sees what a kernel of another language reads; name it under `reads:` in runs.yml"


@dataclass(frozen=True, slots=True)
class State:
    """How a run stands.

    Attributes:
        run: Name of the run.
        is_current: Whether what it gave still holds.
        reasons: Why it would run, one reason a text; empty for a current run.
    """

    run: str
    is_current: bool
    reasons: tuple[str, ...] = ()


def status(project: Project) -> tuple[State, ...]:
    """Return the state of each planned run, in the order of `runs.yml`; nothing is written.

    Raises:
        SettingsError: `runs.yml` is wrong.
        NotebookError: A notebook cannot be read.
    """
    digests = Digests(project.root)
    return tuple(_state(project, stand(project, run, digests), digests) for run in plan(project))


def _state(project: Project, standing: Standing, digests: Digests) -> State:
    name = standing.prepared.run.name
    if standing.entry is not None:
        return State(name, is_current=True)
    last = _last(project, name)
    if last is None:
        return State(name, is_current=False, reasons=("it never ran here",))
    if standing.prepared.source.kernel and not standing.prepared.run.reads:
        return State(name, is_current=False, reasons=(_UNSEEN,))
    reasons = [
        *_of_conditions(last, standing.conditions, project),
        *_of_inputs(project, last, digests),
    ]
    return State(
        name,
        is_current=False,
        reasons=tuple(dict.fromkeys(reasons)) or ("what it gave was not kept",),
    )


def _last(project: Project, name: str) -> Record | None:
    try:
        return record.read(project.runs_dir / f"{name}.json")
    except (FileNotFoundError, ValueError):
        return None


def _of_conditions(last: Record, now: Conditions, project: Project) -> Iterator[str]:
    was = last.conditions
    if was.notebook != now.notebook:
        yield f"{last.notebook} changed"
    yield from _of_parameters(was.parameters, now.parameters)
    for noun, before, after in (
        ("", was.schemas, now.schemas),
        ("", was.declared, now.declared),
    ):
        yield from (noun + text for text in _of_files(before, after, project))
    if was.rules != now.rules:
        yield "the levels of rules in _quarto.yml changed"
    if was.tool != now.tool:
        yield "reviewpress changed"
    if was.environment != now.environment:
        yield from _of_tools(last.tools, record.tools())
    if was.shadows != now.shadows:
        yield "modules in the folder of the review came or went"
    if was.place != now.place:
        yield "its entry in notebooks/runs.yml changed"


def _of_parameters(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for name in dict.fromkeys([*was, *now]):
        if name not in now:
            yield f"the parameter `{name}` is gone"
        elif name not in was:
            yield f"the parameter `{name}` is new"
        elif was[name] != now[name]:
            yield f"the parameter `{name}` changed"


def _of_files(
    was: Mapping[str, str | None], now: Mapping[str, str | None], project: Project
) -> Iterator[str]:
    for path in dict.fromkeys([*was, *now]):
        if was.get(path) == now.get(path):
            continue
        if now.get(path) is None:
            yield f"{path} is gone"
        elif was.get(path) is None:
            yield f"{path} is new"
        else:
            yield _changed(project, path, str(was[path]))


def _of_tools(was: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    named = [f"{tool} {was[tool]} -> {now[tool]}" for tool in was if was[tool] != now.get(tool)]
    yield f"installed packages changed{': ' + ', '.join(named) if named else ''}"


def _of_inputs(project: Project, last: Record, digests: Digests) -> Iterator[str]:
    for path, what in differences(last.inputs, digests):
        yield (
            _changed(project, path, last.inputs.reads[path])
            if what == "changed"
            else f"{path} {what}"
        )


def _changed(project: Project, path: str, was: str) -> str:
    """Say that a file changed; of a table also by how many rows."""
    before = rows.read(store.of(project).folder, was)
    now = rows.digest(project.root / path) if path.endswith(".csv") else None
    counted = f": {rows.compare(before, now)}" if before and now else ""
    return f"{path} changed{counted}"
