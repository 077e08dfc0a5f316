"""Go over a rendered site: add what readers need, take out what does not belong there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from reviewpress.files import write_bytes, write_text
from reviewpress.project import Project
from reviewpress.publishing import (
    cleaning,
    downloads,
    furniture,
    hotspots,
    metadata,
)
from reviewpress.publishing.citation import Citation
from reviewpress.publishing.downloads import Download


@dataclass(frozen=True, slots=True)
class Additions:
    """What the pages of a site get, beside what an engine rendered.

    Attributes:
        citation: How the review is cited; None for a project that is no review.
        offered: What there is to download.
        made_by: The page of the run that made each label.
    """

    citation: Citation | None = None
    offered: tuple[Download, ...] = ()
    made_by: Mapping[str, str] = field(default_factory=dict)


def decorate(project: Project, site: Path) -> Additions:
    """Complete the site in `site`; files that need no change are not written.

    All pages lose paths of this machine and requests to other hosts. A review, that is a project
    with a `review:` key, also gets its data, bibliography and trace for download, a page for each
    run of a notebook, a box on the front page that says how to cite it, its edition on each page,
    and tags for indexes where `google-scholar: true` asks for them. Decorating twice changes
    nothing.

    Args:
        project: The review, opened with its default profile.
        site: Folder with the pages; not always the output folder of the project.

    Returns:
        What pages got, for `decorate_pages`.
    """
    for style in site.rglob("*.css"):
        write_text(style, cleaning.clean_style(_read(style)))
    pages = sorted(site.rglob("*.html"))
    for page in pages:
        write_text(page, cleaning.clean_page(_read(page)))
    if project.config.get("review") is None:
        return Additions()
    # About pandas, which a book that is no review does without.
    from reviewpress.publishing import runs_shown, trace_file  # noqa: PLC0415

    offered = downloads.write(project, site) + trace_file.write(project, site)
    additions = Additions(Citation.of(project), offered, runs_shown.write(project, site))
    for asset in (furniture.STYLE, furniture.SCRIPT):
        own = resources.files(__package__) / "assets" / Path(asset).name
        write_bytes(site / asset, own.read_bytes())
    for page in sorted(site.rglob("*.html")):
        write_text(page, _complete(project, site, page, additions))
    return additions


def decorate_pages(
    project: Project, site: Path, pages: Iterable[Path], additions: Additions
) -> None:
    """Complete some pages of a site that was decorated before and had them rendered anew.

    Args:
        project: The review, opened with its default profile.
        site: Folder with the pages.
        pages: Those that were rendered.
        additions: What `decorate` returned.
    """
    for page in pages:
        write_text(page, cleaning.clean_page(_read(page)))
        write_text(page, _complete(project, site, page, additions))


def _complete(project: Project, site: Path, page: Path, additions: Additions) -> str:
    """Return a page with all that readers need."""
    citation, offered, made_by = additions.citation, additions.offered, additions.made_by
    text = _read(page)
    if citation is None:
        return text
    is_front = page == site / "index.html"
    to_root = "../" * len(page.relative_to(site).parent.parts)
    text = furniture.remove(text)
    if project.config.get("google-scholar") is True:
        pdf = next((item.path for item in offered if item.path.endswith(".pdf")), None)
        text = metadata.complete(text, citation, pdf if is_front else None)
    if is_front:
        from reviewpress.publishing import linked_data  # noqa: PLC0415 - as above

        text = furniture.add_front(text, citation, offered)
        text = furniture.add_citation(text, citation, offered)
        text = furniture.add_script(linked_data.add(text, project, citation), to_root)
    name = page.relative_to(site).as_posix()
    text = hotspots.add(text, site, name, mark=furniture.added)
    text = furniture.add_style(furniture.add_runs(text, made_by, to_root), to_root)
    return furniture.add_edition(text, citation, to_root, has_runs=bool(made_by))


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")
