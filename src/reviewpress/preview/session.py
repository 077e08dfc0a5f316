"""Run a preview: build, serve, and build again whenever a source changes."""

from __future__ import annotations

import shutil
import threading
import traceback
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from reviewpress.errors import ReviewError
from reviewpress.preview import watch
from reviewpress.preview.rebuild import FOLDER, RENDERED, Handlers, Shown, rebuild
from reviewpress.preview.server import serve
from reviewpress.preview.state import Report, State
from reviewpress.problems import ContentError, write
from reviewpress.project import Project

_NAMES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class _Session:
    root: Path
    state: State
    jobs: int
    handlers: Handlers
    on_report: Callable[[Report], None]
    shown: Shown = field(default_factory=Shown)

    def build(self, changed: Collection[Path] | None) -> bool:
        """Bring the site up to date, and tell whether it is.

        What goes wrong is told and does not end the preview.
        """
        self.state.tell("building", _named(self.root, changed))
        try:
            finish = rebuild(
                self.root, changed, jobs=self.jobs, handlers=self.handlers, shown=self.shown
            )
            self.on_report(self.state.tell("ready"))
            finish()
            return True  # noqa: TRY300 - both ways to fail go on below
        except ReviewError as error:
            self.on_report(self.state.tell("failed", describe(error)))
        except Exception:  # noqa: BLE001 - a fault of ours must not end an author's preview
            self.on_report(self.state.tell("failed", traceback.format_exc()))
        return False


def preview(
    project: Project,
    *,
    port: int,
    jobs: int,
    handlers: Handlers | None = None,
    on_report: Callable[[Report], None] = lambda _report: None,
    on_address: Callable[[str], None] = lambda _address: None,
    stop: threading.Event | None = None,
) -> None:
    """Serve a review on this machine and keep it up to date until `stop` is set.

    The pages stand in `_build/preview`; the last good build of the review is left alone.

    Args:
        project: The review, opened with its default profile.
        port: Port of the loopback interface; 0 takes a free one.
        jobs: How many notebooks run side by side.
        handlers: Told what is being done.
        on_report: Told when the site is ready, or what went wrong.
        on_address: Told where the site is, once it is served.
        stop: Ends the preview.

    Raises:
        SettingsError: The port is taken.
        ToolMissing: The package that watches files is not there.
    """
    stop = stop or threading.Event()
    site = project.build_dir / FOLDER
    watch.watcher()
    for folder in (site, project.build_dir / RENDERED):
        shutil.rmtree(folder, ignore_errors=True)
    site.mkdir(parents=True)
    session = _Session(project.root, State(), jobs, handlers or Handlers(), on_report)
    with serve(site, session.state, port=port) as address:
        on_address(address)
        changes = watch.Changes(project, stop)
        try:
            # What changed since the site was last up to date; None stands for all of it.
            waiting: frozenset[Path] | None = None
            while True:
                waiting = frozenset() if session.build(waiting) else waiting
                changed = changes.take()
                if not changed:
                    break
                waiting = None if waiting is None else waiting | changed
        finally:
            stop.set()


def describe(error: ReviewError) -> str:
    """Write an error as a person reads it: where, what, and what to do."""
    problems = [write(error.problems, "text")] if isinstance(error, ContentError) else []
    hint = [f"  hint: {error.hint}"] if error.hint else []
    return "\n".join([*problems, f"error: {error}", *hint])


def _named(root: Path, changed: Collection[Path] | None) -> str:
    if changed is None:
        return "the whole review"
    names = sorted(path.relative_to(root).as_posix() for path in changed)
    more = len(names) - _NAMES_SHOWN
    return ", ".join(names[:_NAMES_SHOWN]) + (f" and {more} more" if more > 0 else "")
