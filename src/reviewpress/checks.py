"""Check all content of a review in one go: tables, bibliography, citations and notebooks."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reviewpress import anchors, bibliography, catalogue, citations, passages, prose, runs, tables
from reviewpress.bibliography import Bibliography
from reviewpress.hiding import hidden
from reviewpress.problems import ContentError, Problem, has_errors, settle
from reviewpress.project import Project
from reviewpress.tables import Tables

# pandera imports them to recognise their frames; ours are pandas', and dask takes a second.
_OTHER_FRAMES = ("dask", "modin", "pyspark")
_OF_A_REVIEW = ("bibliography.", "citations.", "prose.")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check read and found.

    Attributes:
        tables: The validated tables; None where one could not be used.
        bibliography: The entries that could be read.
        problems: Problems at the levels that the review sets, sorted by place.
    """

    tables: Tables | None
    bibliography: Bibliography
    problems: tuple[Problem, ...]


def check(project: Project) -> Checked:
    """Check tables, bibliography, prose and notebooks, without running anything.

    Content that is wrong does not raise.

    Raises:
        SettingsError: `_quarto.yml` or `runs.yml` is malformed.
        NotebookError: A notebook cannot be read.
    """
    with hidden(*_OTHER_FRAMES):
        read_tables, table_problems = tables.check(project)
    entries, bibliography_problems = bibliography.check(project)
    text = passages.collect(project)
    citation_problems = citations.check(project, entries, read_tables, text)
    unknown_rules = catalogue.check(project, read_tables.models if read_tables else None)
    problems = [
        *table_problems,
        *bibliography_problems,
        *citation_problems,
        *prose.check(text),
        *anchors.check(project, read_tables),
        *unknown_rules,
        *runs.check(project),
    ]
    return Checked(read_tables, entries, tuple(settle(problems, project.settings.levels)))


def require(project: Project) -> Checked:
    """Check the review and refuse one that does not hold together.

    A project without the key `review:` is somebody's Quarto book: its bibliography may be of any
    kind that pandoc reads, and the engine warns of keys that it does not hold, and of what else
    Quarto only warns of.

    Raises:
        ContentError: At least one problem is an error; all of them are in it.
    """
    checked = check(project)
    if "review" not in project.config.values:
        kept = [
            problem for problem in checked.problems if not problem.rule.startswith(_OF_A_REVIEW)
        ]
        checked = replace(checked, problems=tuple(kept))
    if has_errors(checked.problems):
        raise ContentError(checked.problems)
    return checked
