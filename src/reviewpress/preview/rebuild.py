"""Bring a previewed site up to date, doing no more than what changed asks for."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from reviewpress import book, build, publishing
from reviewpress.files import write_bytes
from reviewpress.pandoc.assemble import assemble
from reviewpress.pandoc.cache import Cache
from reviewpress.pandoc.html import search
from reviewpress.pandoc.html.site import write_site
from reviewpress.project import Project, open_project

FOLDER = "preview"
RENDERED = "preview-rendered"
_PROSE = frozenset((".qmd", ".md"))


@dataclass(frozen=True, slots=True)
class Handlers:
    """Whom to tell while it works.

    Attributes:
        on_event: Told of each step of each run.
        on_stage: Told in a few words what is being done.
    """

    on_event: build.EventHandler | None = None
    on_stage: build.StageHandler = lambda _stage: None


@dataclass(slots=True)
class Shown:
    """The site that is shown.

    Pages are rendered into a folder of their own, so that those that stay the same are seen to,
    and copied from there to where they are completed.

    Attributes:
        additions: What its pages got beside what was rendered; None before that has ended well.
        copied: Time and size of each rendered file that was copied, by its path.
    """

    additions: publishing.Additions | None = None
    copied: dict[str, tuple[int, int]] = field(default_factory=dict)

    def take(self, rendered: Path, site: Path) -> list[Path]:
        """Copy the files that were rendered anew, and return the pages among them."""
        pages = []
        for path in sorted(path for path in rendered.rglob("*") if path.is_file()):
            name = path.relative_to(rendered).as_posix()
            stamp = (path.stat().st_mtime_ns, path.stat().st_size)
            if self.copied.get(name) != stamp:
                write_bytes(site / name, path.read_bytes())
                self.copied[name] = stamp
                if path.suffix == ".html":
                    pages.append(site / name)
        return pages


def rebuild(
    root: Path, changed: Collection[Path] | None, *, jobs: int, handlers: Handlers, shown: Shown
) -> Callable[[], None]:
    """Render the pages of a review anew into `_build/preview`.

    Tables, schemas, notebooks, bibliography and configuration lead to checks and runs; a change
    of the prose or of a picture does not. Pages are those of the embedded engine, without PDF.

    Args:
        root: Folder of the review; its configuration is read anew.
        changed: Files that changed; None for the first time.
        jobs: How many notebooks run side by side.
        handlers: Whom to tell.
        shown: What is shown by now; brought up to date.

    Returns:
        What is left to do once the pages can be shown: the search index.

    Raises:
        ReviewError: The content does not hold together, a run failed or the sources cannot be
            rendered.
    """
    project = open_project(root)
    if changed is None or any(_asks_for_runs(project, path) for path in changed):
        shown.additions = None
        handlers.on_stage("checking, and running what changed")
        build.prepare(project, jobs=jobs, on_event=handlers.on_event)
    handlers.on_stage("rendering")
    rendered, out = project.build_dir / RENDERED, project.build_dir / FOLDER
    cache = Cache(project.build_dir / "cache")
    count = 0
    for profile in _touched(project, changed):
        below = "" if profile == project.profile else str(profile)
        opened = open_project(root, profile) if profile else project
        document = assemble(opened, "html", cache=cache, remember=True)
        count += len(write_site(document, rendered / below))
    additions, shown.additions = shown.additions, None
    new = shown.take(rendered, out)
    if additions is None or len(new) == count:
        additions = publishing.decorate(project, out)
    else:
        publishing.decorate_pages(project, out, new, additions)
    shown.additions = additions
    return lambda: search.index(out) if project.type == "book" else None


def _asks_for_runs(project: Project, path: Path) -> bool:
    """Tell whether a change of `path` can change what a check finds or a run gives."""
    folders = (project.data_dir, project.schemas_dir, project.notebooks_dir)
    is_configuration = path.parent == project.root and path.suffix in (".yml", ".yaml")
    is_source = any(path.is_relative_to(folder) for folder in folders)
    return is_configuration or is_source or path in project.bibliography


def _touched(project: Project, changed: Collection[Path] | None) -> tuple[str | None, ...]:
    """Return the profiles whose documents a change touches; all of them when in doubt."""
    profiles = project.profiles or (None,)
    if changed is None or any(path.suffix not in _PROSE for path in changed):
        return profiles
    names = {project.relative(path) for path in changed}
    sources = {
        profile: {entry.source for entry in book.entries(_opened(project, profile))}
        for profile in profiles
    }
    if names - set().union(*sources.values()):
        return profiles  # one of them is included somewhere
    return tuple(profile for profile in profiles if names & sources[profile])


def _opened(project: Project, profile: str | None) -> Project:
    return open_project(project.root, profile) if profile else project
