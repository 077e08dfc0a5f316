"""Execute the runs of small reviews again and again, for the tests of what is redone."""

from __future__ import annotations

import shutil
from pathlib import Path

from small_reviews import notebook, parameters, write_review

from reviewpress.project import Project, open_project
from reviewpress.runs import Event, Policy, execute, plan

READER = notebook(parameters("name = 'x'"), "print(name, open('data/a.txt').read())")
OTHER = notebook("import os\nos.path.exists('data/a.txt')\n1")
RUNS = """
runs:
  reader: {notebook: reader.ipynb, parameters: {name: one}}
  other: {notebook: other.ipynb}
"""


def reader_and_other(root: Path) -> Project:
    """A review with a run that reads `data/a.txt` and one that does not."""
    (root / "data").mkdir(parents=True)
    (root / "data" / "a.txt").write_text("a", encoding="utf-8")
    return write_review(root, RUNS, reader=READER, other=OTHER)


def copy(project: Project, target: Path) -> Project:
    """Copy a review with all that was built of it."""
    shutil.copytree(project.root, target)
    return open_project(target)


def ran(project: Project, policy: Policy | None = None, jobs: int = 2) -> set[str]:
    """Bring the runs up to date, and return the names of those that were executed."""
    events: list[Event] = []
    execute(project, plan(project), jobs=jobs, on_event=events.append, policy=policy or Policy())
    return {event.run for event in events if event.state == "finished"}
