"""The search index of a site, made by Pagefind."""

from __future__ import annotations

import sys
from pathlib import Path

from reviewpress import process

FOLDER = "site_libs/pagefind"
# Pagefind also brings search boxes of its own; the site has one that fits it.
_UNUSED = ("*ui*", "pagefind-highlight.js", "pagefind-component*")


def index(site: Path) -> None:
    """Index the pages of a site below `site_libs/pagefind`.

    Raises:
        RenderError: Pagefind failed.
        ToolMissing: The package pagefind is not there.
    """
    arguments = ["--site", str(site), "--output-subdir", FOLDER, "--quiet"]
    process.run([sys.executable, "-m", "pagefind", *arguments], cwd=site, env=process.environment())
    for pattern in _UNUSED:
        for path in (site / FOLDER).glob(pattern):
            path.unlink()
