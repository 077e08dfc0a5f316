"""What an edition says, as data: `edition.json`, from which any two editions are compared."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from reviewpress import book, reading, runs, schema_files, schemas, source
from reviewpress.errors import DataError, Location
from reviewpress.files import write_json
from reviewpress.project import Project, open_project
from reviewpress.publishing.own_pages import title_of
from reviewpress.runs import record as run_record

NAME = "edition.json"
SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class TableData:
    """The cells of a table as they stand in its file.

    Attributes:
        key: Columns that identify a row; none where rows have no identity.
        columns: Names of the columns.
        rows: Cells as text, each row as long as `columns`.
    """

    key: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def by_key(self) -> dict[tuple[str, ...], dict[str, str]]:
        """Return the rows by their key; a table without key is keyed by whole rows."""
        found = {}
        for cells in self.rows:
            row = dict(zip(self.columns, cells, strict=True))
            found[tuple(row.get(name, "") for name in self.key or self.columns)] = row
        return found

    def records(self) -> list[dict[str, str]]:
        """Return the rows in their order, each by column."""
        return [dict(zip(self.columns, cells, strict=True)) for cells in self.rows]


@dataclass(frozen=True, slots=True)
class ChapterText:
    """The prose of a chapter, with the names of numbers in place of the numbers.

    Attributes:
        title: Title as readers see it, or the source's name before it was rendered.
        page: Its page, relative to the edition.
        text: Source without front matter.
    """

    title: str
    page: str
    text: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An edition as data.

    Attributes:
        edition: Its number.
        date: Its date, such as `2026-03-31`, or an empty text.
        title: Title of the review.
        tables: Tables by name.
        values: How the prose shows each published value, by its full name.
        chapters: Chapters of all documents by source.
    """

    edition: str
    date: str
    title: str
    tables: Mapping[str, TableData]
    values: Mapping[str, str]
    chapters: Mapping[str, ChapterText]


def take(project: Project, site: Path | None) -> Snapshot:
    """Take the snapshot of a review whose notebooks have run.

    Args:
        project: The review, opened with its default profile.
        site: Rendered pages, from which chapters have their titles; None before rendering.
    """
    values: dict[str, str] = {}
    for run in runs.plan(project):
        path = project.runs_dir / f"{run.name}.json"
        if path.is_file():
            published = run_record.read(path).values
            values |= {name: value.display for name, value in published.items()}
    settings = project.settings
    return Snapshot(
        edition=settings.edition or "working copy",
        date=settings.date.isoformat() if settings.date else "",
        title=str(project.config.get("book", "title", default="")),
        tables=_tables(project),
        values=dict(sorted(values.items())),
        chapters=_chapters(project, site),
    )


def write(folder: Path, snapshot: Snapshot) -> None:
    """Write a snapshot into the folder of its edition."""
    write_json(folder / NAME, {"schema_version": SCHEMA_VERSION, **asdict(snapshot)})


def read(folder: Path) -> Snapshot:
    """Read the snapshot of the edition in `folder`.

    Raises:
        DataError: There is none, or its form is not known.
    """
    path = folder / NAME
    where = Location(f"{folder.name}/{NAME}")
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DataError("the edition has no snapshot of its data", where=where) from error
    if content.pop("schema_version") != SCHEMA_VERSION:
        hint = "use the reviewpress that wrote it, or a later one"
        raise DataError("the form of the snapshot is not known here", hint=hint, where=where)
    tables = {name: _table(table) for name, table in content.pop("tables").items()}
    chapters = {name: ChapterText(**text) for name, text in content.pop("chapters").items()}
    return Snapshot(**content, tables=tables, chapters=chapters)


def _tables(project: Project) -> dict[str, TableData]:
    models = {name: file.model for name, file in schema_files.read(project)[0].items()}
    found = {}
    for name, model in sorted(models.items()):
        table, _ = reading.read(project.data_dir / f"{name}.csv", f"data/{name}.csv")
        if table is not None:
            rows = tuple(tuple(row) for row in table.rows)
            found[name] = TableData(schemas.key(model), tuple(table.header), rows)
    return found


def _chapters(project: Project, site: Path | None) -> dict[str, ChapterText]:
    found: dict[str, ChapterText] = {}
    for profile in project.profiles or (None,):
        opened = open_project(project.root, profile)
        is_main = profile == project.profile
        for entry in book.entries(opened):
            if entry.source in found or entry.source.endswith(".ipynb"):
                continue
            page = entry.page if is_main else f"{profile}/index.html"
            text = source.split_front_matter(source.read(opened, entry.source).text).body
            found[entry.source] = ChapterText(_title(site, page, entry.source), page, text.strip())
    return dict(sorted(found.items()))


def _title(site: Path | None, page: str, otherwise: str) -> str:
    path = site / page if site else None
    if path is None or not path.is_file():
        return otherwise
    return title_of(path.read_text(encoding="utf-8")) or otherwise


def _table(content: Mapping[str, Any]) -> TableData:
    rows: Sequence[Sequence[str]] = content["rows"]
    return TableData(tuple(content["key"]), tuple(content["columns"]), tuple(map(tuple, rows)))
