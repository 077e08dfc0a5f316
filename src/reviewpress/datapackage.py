"""Describe the tables for others: a Frictionless Data Package, and the data dictionary.

Both are made from the models, so that neither can say something else than what is checked. See
https://datapackage.org/standard/data-package/ (version 2).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from reviewpress import files, reading, schema_files
from reviewpress.errors import Location
from reviewpress.problems import ContentError, Problem
from reviewpress.project import Project
from reviewpress.schema_files import SchemaFile
from reviewpress.schemas import Column, ColumnType, Table, columns, key, subject

NAME = "datapackage.json"

_PROFILE = "https://datapackage.org/profiles/2.0"
_TYPES: dict[ColumnType, str] = {
    "text": "string",
    "whole number": "integer",
    "number": "number",
    "yes/no": "boolean",
    "date": "date",
}


def describe(project: Project) -> dict[str, Any]:
    """Describe every table of the review as a Data Package.

    Fields stand in the order of the CSV file. What the standard cannot say (rules across tables,
    checks of whole rows) is left out.

    Raises:
        ContentError: A schema file cannot be used, or a table has no header.
    """
    schemas, problems = schema_files.read(project)
    if problems:
        raise ContentError(problems)
    return {
        "$schema": f"{_PROFILE}/datapackage.json",
        "name": "tables",
        "resources": [_resource(project, name, schemas) for name in sorted(schemas)],
    }


def write(project: Project) -> bool:
    """Write `data/datapackage.json`; return whether it changed.

    Raises:
        ContentError: As for `describe`.
    """
    return files.write_text(project.data_dir / NAME, _text(project))


def is_current(project: Project) -> bool:
    """Say whether `data/datapackage.json` is what `write` would write.

    Raises:
        ContentError: As for `describe`.
    """
    path = project.data_dir / NAME
    return path.is_file() and path.read_text(encoding="utf-8") == _text(project)


def dictionary(models: Mapping[str, type[Table]]) -> pd.DataFrame:
    """List the columns of the tables, one row per table and column.

    Args:
        models: Table name to model, as in `Tables.models`.

    Returns:
        Columns `table`, `column`, `description`, `type`, `unit`, `required` (yes/no: whether the
        cell must be filled), `values` (what may stand in it) and `refers_to` (`table.column`).
        Text that does not apply is missing.
    """
    rows = [
        {
            "table": name,
            "column": column.name,
            "description": column.description,
            "type": column.type,
            "unit": column.unit,
            "required": not column.blank,
            "values": _values(column),
            "refers_to": column.reference,
        }
        for name, model in sorted(models.items())
        for column in columns(model)
    ]
    names = ["table", "column", "description", "type", "unit", "required", "values", "refers_to"]
    kinds = {name: "boolean" if name == "required" else "str" for name in names}
    return pd.DataFrame(rows, columns=names).astype(kinds)


def _text(project: Project) -> str:
    return json.dumps(describe(project), ensure_ascii=False, indent=2) + "\n"


def _resource(project: Project, name: str, schemas: Mapping[str, SchemaFile]) -> dict[str, Any]:
    schema = schemas[name]
    header = _header(project, name)
    declared = {column.name: column for column in schema.columns}
    present = [declared[column] for column in header if column in declared]
    table: dict[str, Any] = {
        "$schema": f"{_PROFILE}/tableschema.json",
        "fields": [
            _field(column, is_key=key(schema.model) == (column.name,)) for column in present
        ],
        "missingValues": [""],
    }
    if keys := key(schema.model):
        table["primaryKey"] = list(keys)
    if unique := schema.model.to_schema().unique:
        table["uniqueKeys"] = [[unique] if isinstance(unique, str) else list(unique)]
    references = [_foreign_key(column, name) for column in present if _target(column) in schemas]
    if references:
        table["foreignKeys"] = references
    return {
        "name": name,
        "path": f"{name}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "description": subject(schema.model),
        "schema": table,
    }


def _header(project: Project, name: str) -> tuple[str, ...]:
    file = project.data_dir / f"{name}.csv"
    table, problems = reading.read(file, project.relative(file))
    if table is None:
        raise ContentError(
            problems or [Problem(Location(f"data/{name}.csv"), "empty", "csv.empty")]
        )
    return table.header


def _field(column: Column, *, is_key: bool) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.type],
        "description": column.description,
    }
    if column.type == "yes/no":
        field |= {
            "trueValues": ["true", "True", "TRUE"],
            "falseValues": ["false", "False", "FALSE"],
        }
    if column.unit:
        field["unit"] = column.unit
    constraints = {
        "required": not column.blank or None,
        "unique": column.unique or is_key or None,
        "enum": list(column.vocabulary) or None,
        "pattern": column.pattern,
        "minimum": column.minimum,
        "maximum": column.maximum,
    }
    kept = {name: value for name, value in constraints.items() if value is not None}
    return field | ({"constraints": kept} if kept else {})


def _target(column: Column) -> str:
    return (column.reference or "").partition(".")[0]


def _foreign_key(column: Column, own: str) -> dict[str, Any]:
    target, _, field = str(column.reference).partition(".")
    resource = {} if target == own else {"resource": target}
    return {"fields": [column.name], "reference": {**resource, "fields": [field]}}


def _values(column: Column) -> str | None:
    """Say what may stand in a column: its vocabulary or its range."""
    if column.vocabulary:
        return ", ".join(column.vocabulary)
    least, most = column.minimum, column.maximum
    if least is not None and most is not None:
        return f"{least} to {most}"
    if least is not None:
        return f"{least} or more"
    return f"{most} or less" if most is not None else None
