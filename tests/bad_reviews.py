"""The small reviews with one fault each, and what `reviewpress check` says of them."""

from __future__ import annotations

from pathlib import Path

from reviewpress import checks, problems
from reviewpress.problems import Problem
from reviewpress.project import open_project

REVIEWS = Path(__file__).parent / "reviews"


def names() -> list[str]:
    """Names of the reviews for `reviewpress check`, which is what a missing command.txt means."""
    folders = (path.parent for path in REVIEWS.glob("bad-*/_quarto.yml"))
    return sorted(folder.name for folder in folders if _command(folder) == "check")


def found(name: str) -> tuple[Problem, ...]:
    return checks.check(open_project(REVIEWS / name)).problems


def said(name: str) -> str:
    return problems.write(found(name), "text") + "\n"


def golden(name: str) -> Path:
    return REVIEWS / name / "expected.txt"


def _command(folder: Path) -> str:
    file = folder / "command.txt"
    return file.read_text(encoding="utf-8").strip() if file.is_file() else "check"
