"""The search index of a site, made by Pagefind."""

from __future__ import annotations

from pathlib import Path

from reviewpress import process
from reviewpress.errors import ToolMissing

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
    process.run([str(_program()), *arguments], cwd=site, env=process.environment())
    for pattern in _UNUSED:
        for path in (site / FOLDER).glob(pattern):
            path.unlink()


def _program() -> Path:
    """Return the program; to start it by way of Python takes twice as long."""
    try:
        from pagefind_bin import get_executable  # noqa: PLC0415 - only a site needs it
    except ImportError as error:
        hint = 'install it with: pip install "pagefind[bin]"'
        raise ToolMissing("the search of the site, pagefind, was not found", hint=hint) from error
    return Path(get_executable())
