"""Check the tables of a review and load them."""

from __future__ import annotations

from reviewpress import cells, header, keys, reading, rules, schema_files
from reviewpress.cells import CheckedTable
from reviewpress.errors import Location
from reviewpress.frames import Tables
from reviewpress.problems import ContentError, Problem, has_errors, settle, write
from reviewpress.project import Project
from reviewpress.schema_files import SchemaFile

RULES = {
    "tables.no-data": "a schema file has its CSV file",
    "tables.no-schema": "a CSV file has its schema file",
}

# Without these a table cannot be read, or a row be trusted: they stay errors.
FIXED = frozenset(
    {
        *reading.UNREADABLE,
        "csv.ragged",
        *header.RULES,
        "schemas.import",
        "schemas.model",
        "tables.no-data",
    }
)

__all__ = ["FIXED", "Tables", "check", "load"]


def check(project: Project) -> tuple[Tables | None, list[Problem]]:
    """Read and check all tables: files, headers, cells, keys, references, rules across tables.

    Returns:
        The tables, or None where one cannot be used, and every problem of all of them, sorted.
        Cells that are reported as unreadable are missing in the tables.
    """
    schemas, problems = schema_files.read(project)
    problems += _unpaired(project)
    checked: dict[str, CheckedTable] = {}
    for name, schema in schemas.items():
        if (project.data_dir / f"{name}.csv").exists():
            table, found = _read(project, name, schema)
            problems += found
            if table:
                checked[name] = table
    present = {file.stem for file in project.data_dir.glob("*.csv")} | set(schemas)
    broken = frozenset(present - set(checked))
    for table in checked.values():
        keys.check_unique(table)
        keys.check_anchors(table)
    keys.check_references(checked, broken)
    problems += [problem for table in checked.values() for problem in table.problems]
    tables = _collect(checked)
    problems += rules.check(tables, _faulty(checked))
    levels = {rule: level for rule, level in project.settings.levels.items() if rule not in FIXED}
    usable = set(schemas) <= set(checked) and not any(found.rule in FIXED for found in problems)
    return (tables if usable else None), settle(problems, levels)


def load(project: Project) -> Tables:
    """Return the tables of a review whose tables hold together.

    Raises:
        ContentError: A check found an error; all problems are in it.
    """
    tables, problems = check(project)
    if tables is None or has_errors(problems):
        error = ContentError(problems)
        error.add_note(write(problems, "text"))  # a notebook shows the notes below the message
        raise error
    return tables


def _unpaired(project: Project) -> list[Problem]:
    """Report schema files without a table and tables without a schema file."""
    data = {file.stem for file in project.data_dir.glob("*.csv")}
    models = {file.stem for file in project.schemas_dir.glob("*.py") if file.stem[0] != "_"}
    return [
        Problem(
            Location(f"schemas/{name}.py"),
            f"there is no data/{name}.csv for this schema",
            rule="tables.no-data",
            hint=f"add the table, or delete schemas/{name}.py",
        )
        for name in sorted(models - data)
    ] + [
        Problem(
            Location(f"data/{name}.csv"),
            f"there is no schemas/{name}.py for this table",
            rule="tables.no-schema",
            hint="describe its columns there; every table of a review is checked",
        )
        for name in sorted(data - models)
    ]


def _read(
    project: Project, name: str, schema: SchemaFile
) -> tuple[CheckedTable | None, list[Problem]]:
    file = project.data_dir / f"{name}.csv"
    if not file.resolve().is_relative_to(project.root):
        where = Location(project.relative(file))
        message = "the file is a link that leads out of the review"
        return None, [Problem(where, message, rule="csv.missing", hint="copy the file into data/")]
    text, problems = reading.read(file, project.relative(file))
    if text is None:
        return None, problems
    matched, found = header.match(text, schema.columns, schema.path)
    if matched is None:
        return None, problems + found
    return cells.check(name, matched, schema), problems + found


def _faulty(checked: dict[str, CheckedTable]) -> frozenset[tuple[str, int, str]]:
    """Name every cell with a problem; in a row of the wrong length no cell can be trusted."""
    reported = {(name, *cell) for name, table in checked.items() for cell in table.faulty}
    ragged = {
        (name, row, column)
        for name, table in checked.items()
        for row, sound in enumerate(table.text.sound)
        if not sound
        for column in table.text.header
    }
    return frozenset(reported | ragged)


def _collect(checked: dict[str, CheckedTable]) -> Tables:
    return Tables(
        frames={name: table.frame for name, table in checked.items()},
        models={name: table.schema.model for name, table in checked.items()},
        lines={name: tuple(table.text.lines) for name, table in checked.items()},
        headers={name: table.text.header for name, table in checked.items()},
    )
