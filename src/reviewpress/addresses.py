"""Read addresses as a browser does, whatever they were written to look like."""

from __future__ import annotations

import re
from html import unescape

# A link with one of these runs what it holds. Browsers open no page from `data:`.
RUNNING = frozenset(("javascript", "vbscript"))
LOCAL = "file"

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x20\x7f]+")


def scheme(address: str) -> str:
    """Return the scheme of an address, such as `javascript`, in small letters, or nothing."""
    match = _SCHEME.match(_UNSEEN.sub("", unescape(address)))
    return match[1].lower() if match else ""
