"""The files of ours that Quarto reads: the filter for links, and the theme of the pages."""

from __future__ import annotations

import json
from importlib import resources

from reviewpress.files import write_text
from reviewpress.project import Project

_THEME = ("review.scss", "dark.scss")


def write_assets(project: Project) -> None:
    """Write filter and theme into the build folder, where `_quarto.yml` names them.

    `filters: [_build/links.lua]` makes links between chapters work in the PDF and in the short
    document; `theme: {light: [_build/review.scss], dark: [_build/review.scss, _build/dark.scss]}`
    gives the pages the look of the embedded engine.
    """
    site_url = project.settings.edition_url
    address = json.dumps(site_url.rstrip("/"), ensure_ascii=False) if site_url else "nil"
    filter_text = f"local SITE_URL = {address}\n\n{_read('links.lua')}"
    write_text(project.build_dir / "links.lua", filter_text)
    for name in _THEME:
        write_text(project.build_dir / name, _read(name))


def _read(name: str) -> str:
    return (resources.files(__package__) / "files" / name).read_text(encoding="utf-8")
