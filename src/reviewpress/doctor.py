"""Look for the programs and packages that a review needs, and say how to get the missing ones."""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from reviewpress import __version__, engines
from reviewpress.errors import ReviewError, ToolMissing
from reviewpress.project import find_root, open_project

_PACKAGES = ("pandas", "pandera", "papermill", "bibtexparser", "matplotlib", "typst", "pagefind")


@dataclass(frozen=True, slots=True)
class Tool:
    """A program or package, found or not.

    Attributes:
        name: What it is called.
        text: Its version and place, or how to get it.
        is_found: Whether it can be used.
        is_needed: Whether a review cannot be built without it.
    """

    name: str
    text: str
    is_found: bool = True
    is_needed: bool = True

    @property
    def mark(self) -> str:
        """A word that says how things stand."""
        if self.is_found:
            return "ok     "
        return "MISSING" if self.is_needed else "absent "


def examine(folder: Path) -> tuple[Tool, ...]:
    """Look at Python, the packages, both engines and the review in `folder`."""
    return (
        Tool("reviewpress", __version__),
        Tool("Python", f"{platform.python_version()} on {platform.system()}"),
        *(_package(name) for name in _PACKAGES),
        _tool("embedded engine", engines.load("pandoc").version, is_needed=True),
        _tool("Quarto", engines.load("quarto").version, is_needed=False),
        _review(folder),
    )


def _package(name: str) -> Tool:
    try:
        return Tool(name, metadata.version(name))
    except metadata.PackageNotFoundError:
        return Tool(name, f"install it with: pip install {name}", is_found=False)


def _tool(name: str, version: Callable[[], str], *, is_needed: bool) -> Tool:
    try:
        return Tool(name, version(), is_needed=is_needed)
    except ToolMissing as error:
        text = "; ".join(part for part in (error.message, error.hint) if part)
        return Tool(name, text, is_found=False, is_needed=is_needed)


def _review(folder: Path) -> Tool:
    """Say which review the commands would work on here."""
    try:
        project = open_project(find_root(folder))
    except ReviewError as error:
        return Tool("review", error.message, is_found=False, is_needed=False)
    title = project.config.get("book", "title", default="a review without a title")
    return Tool("review", f"{title}, in {project.root}")
