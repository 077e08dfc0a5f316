"""Faults found in the content of a review, and how they are written out.

A *finding* is a result of the review; what a check finds wrong is a *problem*.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from reviewpress.errors import DataError, Location

Format = Literal["text", "json", "github"]
_HINT = "  hint: "


class Severity(StrEnum):
    """How much a problem matters: an error stops the build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in the content, in one place.

    Attributes:
        where: The place; for tables `column` counts cells from 1.
        message: What is wrong, with the offending value quoted.
        rule: Id of the rule, such as `studies.year` or `citations.unknown-key`; the name
            under which `review.checks` turns it to a warning or off.
        field: Column or field name, where there is one.
        hint: What to do next.
        severity: Error unless the review's settings say otherwise.
    """

    where: Location
    message: str
    rule: str
    field: str | None = None
    hint: str | None = None
    severity: Severity = Severity.ERROR

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order by file, line, column, then rule, so that output is stable."""
        where = self.where
        return (where.path, where.line or 0, where.column or 0, self.rule, self.message)


def settle(
    problems: Iterable[Problem], levels: Mapping[str, Literal["error", "warning", "off"]]
) -> list[Problem]:
    """Apply the review's levels to `problems`, drop what is off, and sort by place.

    Args:
        problems: Problems in any order; equal ones are reported once.
        levels: Rule id to level, from `review.checks`. A rule that is not named keeps the
            severity it came with.
    """
    kept = []
    for problem in dict.fromkeys(problems):
        level = levels.get(problem.rule)
        if level == "off":
            continue
        kept.append(replace(problem, severity=Severity(level)) if level else problem)
    return sorted(kept, key=lambda problem: problem.sort_key)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Say whether any problem stops the build."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def write(problems: Iterable[Problem], output_format: Format) -> str:
    """Write `problems` as text for a person, JSON for a program or GitHub annotations."""
    if output_format == "json":
        return _json(problems)
    write_one = _github if output_format == "github" else _text
    return "\n".join(write_one(problem) for problem in problems)


def _text(problem: Problem) -> str:
    field = f"  {problem.field}" if problem.field else ""
    warning = "warning: " if problem.severity is Severity.WARNING else ""
    line = _printable(f"{problem.where}{field}  {warning}{problem.message}  [{problem.rule}]")
    if not problem.hint:
        return line
    hint = f"\n{' ' * len(_HINT)}".join(map(_printable, problem.hint.splitlines()))
    return f"{line}\n{_HINT}{hint}"


def _printable(text: str) -> str:
    """Spell out control characters, with which a value could forge lines or steer a terminal."""
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text
    )


def _json(problems: Iterable[Problem]) -> str:
    rows = [
        {
            "path": problem.where.path,
            "line": problem.where.line,
            "column": problem.where.column,
            "field": problem.field,
            "message": problem.message,
            "rule": problem.rule,
            "hint": problem.hint,
            "severity": problem.severity.value,
        }
        for problem in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _github(problem: Problem) -> str:
    """Write a workflow command; the column is left out because it counts cells in tables."""
    where = f"file={_property(problem.where.path)},line={problem.where.line or 1}"
    message = _data(" ".join(part for part in (problem.message, problem.hint) if part))
    return f"::{problem.severity.value} {where},title={_property(problem.rule)}::{message}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


class ContentError(DataError):
    """The content of the review has problems that stop the build."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        count = sum(problem.severity is Severity.ERROR for problem in self.problems)
        noun = "problem" if count == 1 else "problems"
        super().__init__(f"{count} {noun} in the review", hint="mend them and run again")
