"""Read a source notebook: its cells, the parameters it declares, and what it should not hold."""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reviewpress.errors import Location, NotebookError
from reviewpress.problems import Problem, Severity

NO_DEFAULT = object()
"""Stands for the default of a parameter that is computed, not written as a literal."""

# An assignment in a language that is not Python: `theme = "all"`, `theme <- "all"`.
_ASSIGNMENT = re.compile(
    r"^\s*(?:let |var |val |const )?(?P<name>[A-Za-z_]\w*)\s*(?:=(?!=)|<-)", re.MULTILINE
)

FORMAT = 4
MINOR = 5


@dataclass(frozen=True, slots=True)
class Notebook:
    """A notebook as its author wrote it.

    Attributes:
        where: Its file, relative to the root.
        content: The notebook in format 4.5; every cell has an id and its source as one text.
        digest: SHA-256 of the file.
        parameters: Declared parameters with their defaults, `NO_DEFAULT` where one is computed.
        kernel: Name of the kernel it asks for, where its language is not Python; otherwise empty,
            as any notebook in Python has the kernel of this Python.
        language: Its language, in lower case.
    """

    where: Location
    content: Mapping[str, Any] = field(repr=False)
    digest: str
    parameters: Mapping[str, object]
    kernel: str = ""
    language: str = "python"

    @property
    def cells(self) -> list[dict[str, Any]]:
        """The cells, in order."""
        cells: list[dict[str, Any]] = self.content["cells"]
        return cells


def read(path: Path, relative: str) -> Notebook:
    """Read the notebook at `path`, which messages call `relative`.

    Raises:
        NotebookError: It is no notebook of format 4, or its parameters cell is no Python.
    """
    where = Location(relative)
    raw = path.read_bytes()
    try:
        content = json.loads(raw)
    except ValueError as error:
        raise NotebookError(
            f"the file is not a notebook: {error}", hint="save it again in Jupyter", where=where
        ) from error
    _validate(content, where)
    language = _language(content["metadata"])
    is_python = language == "python"
    declared = _declared(content["cells"], where) if is_python else _assigned(content["cells"])
    kernel = "" if is_python else str(content["metadata"]["kernelspec"]["name"])
    digest = hashlib.sha256(raw).hexdigest()
    return Notebook(where, content, digest, declared, kernel=kernel, language=language)


def check_stored(notebook: Notebook) -> Iterator[Problem]:
    """Find outputs and execution counts that a source notebook should not hold."""
    code = [cell for cell in notebook.cells if cell["cell_type"] == "code"]
    if any(cell.get("outputs") or cell.get("execution_count") for cell in code):
        yield Problem(
            notebook.where,
            "the notebook holds outputs of an earlier run; they are never used",
            "runs.stored-output",
            hint=f"clear them with: nbstripout {notebook.where.path}",
            severity=Severity.WARNING,
        )


def _validate(content: Any, where: Location) -> None:
    """Bring `content` to format 4.5 in place, and refuse what is no notebook."""
    import nbformat  # noqa: PLC0415 - 0.2 s that reading runs.yml alone does not need

    if not isinstance(content, dict) or content.get("nbformat") != FORMAT:
        raise NotebookError(
            "the file is no notebook of format 4", hint="save it again in Jupyter", where=where
        )
    content["nbformat_minor"] = max(MINOR, content.get("nbformat_minor", 0))
    for number, cell in enumerate(content.get("cells", []), start=1):
        cell.setdefault("id", f"cell-{number}")
        cell["source"] = "".join(cell.get("source", ""))
    try:
        nbformat.validate(content)
    except nbformat.ValidationError as error:
        reason = str(error).splitlines()[0]
        raise NotebookError(
            f"the notebook is damaged: {reason}", hint="save it again in Jupyter", where=where
        ) from error


def _language(metadata: Mapping[str, Any]) -> str:
    """Return the language of the kernel that a notebook asks for; Python where it asks for none."""
    asked = metadata.get("kernelspec", {})
    told = asked.get("language") or metadata.get("language_info", {}).get("name")
    return str(told).lower() if told and asked.get("name") else "python"


def _assigned(cells: list[dict[str, Any]]) -> dict[str, object]:
    """Read the names that the cell tagged `parameters` assigns in another language."""
    return {
        match["name"]: NO_DEFAULT
        for cell in cells
        if cell["cell_type"] == "code" and "parameters" in cell["metadata"].get("tags", [])
        for match in _ASSIGNMENT.finditer(cell["source"])
    }


def _declared(cells: list[dict[str, Any]], where: Location) -> dict[str, object]:
    """Read the assignments of the cell tagged `parameters`."""
    for number, cell in enumerate(cells, start=1):
        if cell["cell_type"] == "code" and "parameters" in cell["metadata"].get("tags", []):
            try:
                tree = ast.parse(cell["source"])
            except SyntaxError as error:
                raise NotebookError(
                    f"cell {number}, which is tagged `parameters`, is not plain Python: "
                    f"{error.msg}",
                    hint="it should hold assignments of defaults only, such as `scope = 'all'`",
                    where=where,
                ) from error
            return dict(_assignments(tree))
    return {}


def _assignments(tree: ast.Module) -> Iterator[tuple[str, object]]:
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            targets: list[ast.expr] = statement.targets
        elif isinstance(statement, ast.AnnAssign):
            targets = [statement.target]
        else:
            continue
        for target in targets:
            if isinstance(target, ast.Name):
                yield target.id, _literal(statement.value)


def _literal(node: ast.expr | None) -> object:
    try:
        return ast.literal_eval(node) if node else NO_DEFAULT
    except ValueError:
        return NO_DEFAULT
