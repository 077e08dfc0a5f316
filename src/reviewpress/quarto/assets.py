"""The files of ours that Quarto reads: filters for links and for the PDF, and the pages' theme."""

from __future__ import annotations

import json
from importlib import resources

from reviewpress.files import write_text
from reviewpress.project import Project

_THEME = ("review.scss", "dark.scss")


def write_assets(project: Project) -> None:
    """Write filters and theme into the build folder, where `_quarto.yml` names them.

    `filters: [_build/links.lua, _build/paper.lua]` makes links between chapters work in the PDF
    and in the short document, and gives the PDF the look of the review. `_build/review.scss` as
    light theme, with `_build/dark.scss` after it as the dark one, gives it to the pages.
    """
    site_url = project.settings.edition_url
    address = json.dumps(site_url.rstrip("/"), ensure_ascii=False) if site_url else "nil"
    links = f"local SITE_URL = {address}\n\n{_read('links.lua')}"
    write_text(project.build_dir / "links.lua", links)
    paper = f"local PRELUDE = [==[\n{_read('paper.typ')}]==]\n\n{_read('paper.lua')}"
    write_text(project.build_dir / "paper.lua", paper)
    for name in _THEME:
        write_text(project.build_dir / name, _read(name))


def _read(name: str) -> str:
    return (resources.files(__package__) / "files" / name).read_text(encoding="utf-8")
