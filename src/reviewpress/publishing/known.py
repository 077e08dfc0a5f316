"""What was found in a review's tables before: to read them takes pandas, and a second or two."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TypeVar

from reviewpress import installation
from reviewpress.files import digest
from reviewpress.pandoc.cache import Cache
from reviewpress.project import Project

T = TypeVar("T")


def of_tables(project: Project, what: str, find: Callable[[], T]) -> T:
    """Return what `find` gave while tables, schemas and settings were what they are.

    Args:
        project: The review.
        what: Names what is found.
        find: Reads the tables; gives what JSON can say and is not null.
    """
    cache = Cache.of(project)
    folders = ((project.data_dir, "*.csv"), (project.schemas_dir, "**/*.py"))
    paths = [path for folder, pattern in folders for path in sorted(folder.glob(pattern))]
    settings = json.dumps(project.config.values, default=str, sort_keys=True)
    files = [f"{project.relative(path)}\0{digest(path)}" for path in paths]
    question = (what, installation.tool(), settings, *files)
    found: T | None = cache.recall(*question)
    if found is None:
        found = find()
        cache.keep(found, *question)
    return found
