"""What a run is made under, before anybody knows what it reads: the first part of its key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from reviewpress import installation
from reviewpress.project import Project
from reviewpress.runs.inputs import Digests
from reviewpress.runs.prepare import Prepared

_OWN_RULES = "runs."


@dataclass(frozen=True, slots=True)
class Conditions:
    """Everything but observed files that can change what a run gives.

    Attributes:
        notebook: SHA-256 of the source notebook.
        parameters: Parameters that are injected.
        place: Entry in `runs.yml` and values of its matrix, which name labels and values.
        declared: SHA-256 by file of what `reads:` names; None where there is no such file.
        schemas: SHA-256 by file of the review's schemas.
        rules: Levels of the rules that outputs are checked by.
        tool: Digest of the installed source of reviewpress, as far as runs use it.
        environment: Digest of Python and the installed packages.
        shadows: Modules of the review that stand before installed ones.
    """

    notebook: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    place: tuple[str, ...] = ()
    declared: Mapping[str, str | None] = field(default_factory=dict)
    schemas: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)
    tool: str = ""
    environment: str = ""
    shadows: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """SHA-256 of all of it."""
        text = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Conditions:
        """Make conditions of what `dataclasses.asdict` and JSON left of them."""
        tuples = {name: tuple(content[name]) for name in ("place", "shadows")}
        return cls(**{**content, **tuples})


def of(project: Project, prepared: Prepared, digests: Digests) -> Conditions:
    """Return the conditions of a run as they are now."""
    run = prepared.run
    levels = project.settings.levels
    return Conditions(
        notebook=prepared.source.digest,
        parameters=run.parameters,
        place=(run.family, *run.levels),
        declared=dict(_declared(project, run.reads, digests)),
        schemas=dict(_schemas(project, digests)),
        rules={rule: level for rule, level in levels.items() if rule.startswith(_OWN_RULES)},
        tool=installation.tool_of_runs(),
        environment=installation.environment(),
        shadows=shadows(project),
    )


def shadows(project: Project) -> tuple[str, ...]:
    """List modules and packages in the root of a review, found before installed ones."""
    files = (path.stem for path in project.root.glob("*.py"))
    packages = (path.parent.name for path in project.root.glob("*/__init__.py"))
    installed = (path.name for path in project.root.glob("*-info"))
    return tuple(sorted({*files, *packages, *installed}))


def _declared(
    project: Project, patterns: tuple[str, ...], digests: Digests
) -> Iterator[tuple[str, str | None]]:
    for pattern in patterns:
        found = sorted(path for path in project.root.glob(pattern) if path.is_file())
        if not found:
            yield pattern, None
        for path in found:
            relative = project.relative(path)
            yield relative, digests.of(relative)


def _schemas(project: Project, digests: Digests) -> Iterator[tuple[str, str]]:
    for path in sorted(project.schemas_dir.glob("*.py")):
        relative = project.relative(path)
        if digest := digests.of(relative):
            yield relative, digest
