"""Take paths of this machine and requests to other hosts out of pages and styles.

Quarto writes the absolute path of an embedded notebook into the page, and loads jQuery and
RequireJS from another host when a notebook's output is HTML. Links that would run a script, or
lead to files of this machine, stay as text. Patterns match within tags only: in text, `<` is
always written as an entity.
"""

from __future__ import annotations

import re

from reviewpress import addresses

_NOTEBOOK_PATH = re.compile(r"""(<[a-zA-Z][^<>]*?)\s+data-notebook="[^"]*\"""")
_FOREIGN = r"""["'](?:https?:)?//"""
_SCRIPT = re.compile(rf"<script\b[^>]*\bsrc={_FOREIGN}[^>]*>\s*</script>\n?", re.IGNORECASE)
# Without RequireJS, which another host would have sent, this line of Quarto's would fail.
_REQUIRE = re.compile(r"<script\b[^>]*>\s*define\('jquery'[^<]*</script>\n?")
_LINK = re.compile(
    r"<link\b(?=[^>]*\brel=[\"'](?:stylesheet|preconnect|dns-prefetch|preload|modulepreload)\b)"
    rf"[^>]*\bhref={_FOREIGN}[^>]*>\n?",
    re.IGNORECASE,
)
_IMPORT = re.compile(
    r"""@import\s*(?:url\(\s*)?(?:"(?:https?:)?//[^"]*"|'(?:https?:)?//[^']*'|(?:https?:)?//[^)]*)"""
    r"""\s*\)?[^;}]*;?"""
)
_HREF = re.compile(
    r"""(?P<tag><(?:a|area)\b[^<>]*?)\s+(?:xlink:)?href=(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')""",
    re.IGNORECASE,
)


def clean_page(text: str) -> str:
    """Return the HTML of a page without local paths, foreign scripts and unsafe links."""
    text = _HREF.sub(_safe, text)
    for pattern in (_SCRIPT, _REQUIRE, _LINK):
        text = pattern.sub("", text)
    return _NOTEBOOK_PATH.sub(r"\1", text)


def _safe(match: re.Match[str]) -> str:
    led = addresses.scheme(match["double"] or match["single"] or "")
    return match["tag"] if led in addresses.RUNNING or led == addresses.LOCAL else match[0]


def clean_style(text: str) -> str:
    """Return a style sheet without imports, such as of fonts, from other hosts."""
    return _IMPORT.sub("", text)
