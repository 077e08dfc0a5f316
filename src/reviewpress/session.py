"""What a notebook of a review uses: `open_review` for its data, `publish` for its numbers.

Both work in a run and in an interactive session. What a run published and read reaches
reviewpress as outputs of two private MIME types, which are taken out before anything is shown.
"""

from __future__ import annotations

import math
import numbers
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reviewpress import observation
from reviewpress.project import Project, find_root, open_project

if TYPE_CHECKING:
    import pandas as pd

    from reviewpress.anchors import Place
    from reviewpress.bibliography import Bibliography
    from reviewpress.tables import Tables

VALUE_TYPE = "application/vnd.reviewpress.value+json"
READ_TYPE = "application/vnd.reviewpress.read+json"

# Ids of the review's own may follow a dot as they are written: finding.F01.
_NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[A-Za-z0-9_]+)*")


class Review:
    """The review that a notebook belongs to. Its parts are read when they are first used.

    What reviewpress itself reads on the way is not what a run depends on: it depends on the parts
    that the notebook takes, and says so.

    Args:
        project: The review on disk.
    """

    def __init__(self, project: Project) -> None:
        self._project = project

    @property
    def project(self) -> Project:
        """The review on disk: its folder and its settings."""
        names = ("_quarto.yml", f"_quarto-{self._project.profile}.yml")
        for path in (self._project.root / name for name in names):
            if path.is_file():
                observation.note(path)
        return self._project

    @cached_property
    def tables(self) -> Tables:
        """The validated tables; each one that the notebook takes is noted in the run's record.

        Raises:
            ContentError: A table breaks its schema or a rule.
        """
        observer = observation.current()
        with observation.suspended():
            if observer and observer.tables:
                from reviewpress import snapshot  # noqa: PLC0415 - only runs have one

                read = snapshot.read(self._project, observer.tables, self._note_snapshot)
                return replace(read, frames=_Noted(read.frames, _note_read))
            from reviewpress import tables  # noqa: PLC0415 - pandera takes a second to import

            read = tables.load(self._project)
            return replace(read, frames=_Noted(read.frames, self._note_table))

    @cached_property
    def bibliography(self) -> Bibliography:
        """The entries of the review's BibTeX files."""
        from reviewpress import bibliography  # noqa: PLC0415 - not every notebook needs it

        for path in self._project.bibliography:
            observation.note(path)
        with observation.suspended():
            return bibliography.check(self._project)[0]

    def _note_snapshot(self, name: str, sha256: str) -> None:
        observation.note(self._project.data_dir / f"{name}.csv", sha256)

    def _note_table(self, name: str) -> None:
        observation.note(self._project.data_dir / f"{name}.csv")
        _note_read(name)

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """The sections, tables and figures of the book by id, as its chapters stand now."""
        from reviewpress import anchors  # noqa: PLC0415 - not every notebook needs it

        return anchors.find(self.project)


class _Noted(Mapping[str, "pd.DataFrame"]):
    """A mapping of tables that tells of the first use of each."""

    def __init__(
        self, frames: Mapping[str, pd.DataFrame], on_first_use: Callable[[str], None]
    ) -> None:
        self._frames = frames
        self._on_first_use = on_first_use
        self._used: set[str] = set()

    def __getitem__(self, name: str) -> pd.DataFrame:
        with observation.suspended():
            frame = self._frames[name]
        if name not in self._used:
            self._used.add(name)
            self._on_first_use(name)
        return frame

    def __contains__(self, name: object) -> bool:
        return name in self._frames

    def __iter__(self) -> Iterator[str]:
        return iter(self._frames)

    def __len__(self) -> int:
        return len(self._frames)


def open_review() -> Review:
    """Open the review that the notebook's folder belongs to.

    Raises:
        SettingsError: Neither this folder nor one above it is a review.
    """
    with observation.suspended():
        return Review(open_project(find_root(Path.cwd())))


def publish(name: str, value: float | str, *, display: str | None = None) -> None:
    """Offer a value to the prose, which shows it with `{{< var name >}}`.

    Args:
        name: Lower-case words joined by underscores; dots make groups, such as `kappa.theme`, and
            an id may follow one as it is written, such as `verdict.R1`. In a run of a matrix the
            name is prefixed: `themes.drivers.n` for `n` in the run `themes-drivers`.
        value: A number or a text of one line.
        display: How the prose shows it, such as `"0.84"`; otherwise the value as Python writes
            it.

    Raises:
        ValueError: The name has another form, or the number is not finite.
        TypeError: The value is neither a number nor a text.
    """
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        message = (
            f"{name!r} cannot be the name of a value: use lower-case letters, digits and "
            "underscores, with dots between groups, such as kappa.theme"
        )
        raise ValueError(message)
    plain = _plain(name, value)
    shown = str(plain) if display is None else str(display)
    content = {"name": name, "value": plain, "display": shown}
    _emit(VALUE_TYPE, content, text=f"{name} = {shown}")


def _plain(name: str, value: object) -> float | str:
    """Turn numpy's numbers into Python's."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, numbers.Integral) and not isinstance(value, bool):
        return int(value)
    if isinstance(value, numbers.Real) and not isinstance(value, bool):
        if not math.isfinite(value):
            message = f"{name} is {value}, which is no number that prose can show"
            raise ValueError(message)
        return float(value)
    message = f"{name} is a {type(value).__name__}; publish a number or a text"
    raise TypeError(message)


def _note_read(table: str) -> None:
    _emit(READ_TYPE, {"table": table})


def _emit(mime_type: str, content: Mapping[str, Any], *, text: str | None = None) -> None:
    """Write an output of the running cell; outside a notebook there is none to write."""
    from IPython.core.getipython import get_ipython  # noqa: PLC0415 - notebooks have it loaded

    shell = get_ipython()
    if shell is None:
        return
    data = {mime_type: dict(content)} | ({"text/plain": text} if text else {})
    shell.display_pub.publish(data)
