"""Every rule that a check knows, by id, with what holds where it is kept."""

from __future__ import annotations

from collections.abc import Mapping

from reviewpress import (
    anchors,
    bibliography,
    citations,
    header,
    prose,
    reading,
    schema_files,
    tables,
)
from reviewpress.problems import Problem
from reviewpress.project import Project
from reviewpress.rules import RULES as RULES_ACROSS_TABLES
from reviewpress.runs.check import RULES as RULES_OF_RUNS
from reviewpress.schemas import Table, columns, key
from reviewpress.settings import Level
from reviewpress.suggestions import did_you_mean


def rules(models: Mapping[str, type[Table]]) -> dict[str, str]:
    """List every rule by id, sorted, with what holds where it is kept.

    Args:
        models: Table name to model; their columns and their own checks have rules too.
    """
    found = {
        **reading.RULES,
        **header.RULES,
        **schema_files.RULES,
        **tables.RULES,
        **bibliography.RULES,
        **citations.RULES,
        **prose.RULES,
        **anchors.RULES,
        **RULES_OF_RUNS,
        **RULES_ACROSS_TABLES,
        "review.checks": "a rule that is turned down exists and may be turned down",
    }
    for name, model in models.items():
        found |= _rules_of_table(name, model)
    return dict(sorted(found.items()))


def check(project: Project, models: Mapping[str, type[Table]] | None) -> list[Problem]:
    """Report each rule in `review.checks` that does not exist or must stay an error.

    Args:
        project: The review.
        models: Table name to model; None where they are not known, and nothing is said of names.
    """
    known = None if models is None else rules(models)
    return [
        problem
        for rule, setting in project.settings.checks.items()
        if (problem := _problem(project, rule, setting.level, known))
    ]


def _problem(
    project: Project, rule: str, level: Level, known: Mapping[str, str] | None
) -> Problem | None:
    where = project.config.where("review", "checks", rule)
    if rule in tables.FIXED and level != "error":
        message = f"the rule `{rule}` cannot be turned down: without it a table cannot be read"
        return Problem(where, message, rule="review.checks", hint="take the line out")
    if known is None or rule in known:
        return None
    hint = did_you_mean(rule, known) or "reviewpress check names the rule after each problem"
    return Problem(where, f"there is no rule `{rule}`", rule="review.checks", hint=hint)


def _rules_of_table(name: str, model: type[Table]) -> dict[str, str]:
    found = {f"{name}.{column.name}": column.description for column in columns(model)}
    schema = model.to_schema()
    if len(key(model)) > 1:
        found[f"{name}.key"] = f"{', '.join(key(model))} together stand once only"
    if unique := schema.unique:
        names = [unique] if isinstance(unique, str) else unique
        found[f"{name}.unique"] = f"{', '.join(names)} together stand once only"
    for own in schema.checks:
        found[f"{name}.{own.name}"] = str(own.error or own.name)
    return found
