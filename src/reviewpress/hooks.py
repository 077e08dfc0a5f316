"""What Quarto calls before and after it renders a review.

`scripts/pre_render.py` and `scripts/post_render.py` of a review lead here, so that a plain
`quarto render` gives what `reviewpress build --engine quarto` gives. Where reviewpress itself has
started Quarto, the scripts do not come here.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from reviewpress import build, process, publishing
from reviewpress.assertions import assert_whole
from reviewpress.project import Project, open_project
from reviewpress.quarto import QuartoEngine, name_after_profile


def pre_render(project: Project, *, jobs: int, on_event: build.EventHandler | None = None) -> None:
    """Prepare the review.

    Raises:
        ReviewError: The content does not hold together, or a run failed.
    """
    build.prepare(project, jobs=jobs, on_event=on_event)


def post_render(
    project: Project, *, on_progress: Callable[[str], None] = lambda _text: None
) -> None:
    """Complete the site after Quarto rendered one of the review's profiles.

    A full render of the book is followed by one of each other profile, the short document, into
    a folder of the site. A render of the short document alone replaces it in a site that exists.

    Args:
        project: The review, opened with its default profile.
        on_progress: Told which further document is rendered.

    Raises:
        RenderError: A further document could not be rendered, or the site is not whole.
    """
    profile = process.environment().get("QUARTO_PROFILE", "").split(",")[0] or project.profile
    if profile == project.profile:
        _complete_book(project, on_progress=on_progress)
    elif project.output_dir.is_dir():
        _replace(open_project(project.root, profile), project.output_dir / str(profile))
        publishing.decorate(project, project.output_dir)


def _complete_book(project: Project, *, on_progress: Callable[[str], None]) -> None:
    """Add the other documents after a full render; decorate the pages after any."""
    told = process.environment()
    site = Path(told.get("QUARTO_PROJECT_OUTPUT_DIR") or project.output_dir)
    is_full = bool(told.get("QUARTO_PROJECT_RENDER_ALL"))
    if is_full:
        _render_others(project, site, on_progress=on_progress)
    publishing.decorate(project, site)
    # A render of the PDF alone leaves no pages to go over.
    if is_full and (site / "index.html").is_file():
        assert_whole(project, site)


def _render_others(project: Project, site: Path, *, on_progress: Callable[[str], None]) -> None:
    """Render each other profile with the very Quarto that called."""
    folder = process.environment().get("QUARTO_BIN_PATH")
    engine = QuartoEngine(Path(folder) / "quarto" if folder else None, on_progress=on_progress)
    for profile in project.profiles:
        if profile != project.profile:
            engine.render(project, profile, site / profile)


def _replace(project: Project, folder: Path) -> None:
    """Copy what Quarto made of a short document to its folder of the site."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(project.output_dir, folder)
    name_after_profile(project, folder)
