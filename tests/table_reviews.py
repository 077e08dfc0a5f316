"""Write small reviews of tables to disk."""

from __future__ import annotations

from pathlib import Path

from reviewpress import tables
from reviewpress.problems import Problem
from reviewpress.project import Project, open_project
from reviewpress.tables import Tables


def write_review(root: Path, files: dict[str, str | bytes], *, settings: str = "") -> Project:
    """Write a review and open it."""
    (root / "_quarto.yml").write_text(f"project:\n  type: default\n{settings}", encoding="utf-8")
    (root / "data").mkdir()
    (root / "schemas").mkdir()
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (root / name).write_bytes(data)
    return open_project(root)


def model(base: str, body: str = "") -> str:
    """Write a schema file whose model derives from `base`."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return (
        "import datetime as dt\n\nimport pandas as pd\nimport pandera.pandas as pa\n\n"
        f"from reviewpress.schemas import {base}, column\n\n\n"
        f"class Model({base}):\n    '''One row per thing.'''\n\n{lines}"
    )


def check(project: Project) -> tuple[Tables | None, list[tuple[str, str]]]:
    """Return the tables and, of each problem, its place and rule."""
    found, problems = tables.check(project)
    return found, [(str(problem.where), problem.rule) for problem in problems]


def only(problems: list[Problem]) -> Problem:
    assert len(problems) == 1, problems
    return problems[0]
