"""Go over a rendered site: add what readers need, take out what does not belong there."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from reviewpress.files import write_bytes, write_text
from reviewpress.project import Project
from reviewpress.publishing import (
    cleaning,
    downloads,
    furniture,
    hotspots,
    linked_data,
    metadata,
    runs_shown,
    trace_file,
)
from reviewpress.publishing.citation import Citation


def decorate(project: Project, site: Path) -> None:
    """Complete the site in `site`; files that need no change are not written.

    All pages lose paths of this machine and requests to other hosts. A review, that is a project
    with a `review:` key, also gets its data, bibliography and trace for download, a page for each
    run of a notebook, a box on the front page that says how to cite it, its edition on each page,
    and tags for indexes where `google-scholar: true` asks for them. Decorating twice changes
    nothing.

    Args:
        project: The review, opened with its default profile.
        site: Folder with the pages; not always the output folder of the project.
    """
    for style in site.rglob("*.css"):
        write_text(style, cleaning.clean_style(_read(style)))
    pages = sorted(site.rglob("*.html"))
    for page in pages:
        write_text(page, cleaning.clean_page(_read(page)))
    if project.config.get("review") is None:
        return
    offered = downloads.write(project, site) + trace_file.write(project, site)
    citation = Citation.of(project)
    made_by = runs_shown.write(project, site)
    for asset in (furniture.STYLE, furniture.SCRIPT):
        own = resources.files(__package__) / "assets" / Path(asset).name
        write_bytes(site / asset, own.read_bytes())
    for page in sorted(site.rglob("*.html")):
        folder = page.relative_to(site).parent
        to_root = "../" * len(folder.parts)
        text = furniture.remove(_read(page))
        if project.config.get("google-scholar") is True:
            pdf = next((item.path for item in offered if item.path.endswith(".pdf")), None)
            text = metadata.complete(text, citation, pdf if page == site / "index.html" else None)
        if page == site / "index.html":
            text = furniture.add_front(text, citation, offered)
            text = furniture.add_citation(text, citation, offered)
            text = furniture.add_script(linked_data.add(text, project, citation), to_root)
        name = page.relative_to(site).as_posix()
        text = hotspots.add(text, site, name, mark=furniture.added)
        text = furniture.add_style(furniture.add_runs(text, made_by, to_root), to_root)
        text = furniture.add_edition(text, citation, to_root, has_runs=bool(made_by))
        write_text(page, text)


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")
