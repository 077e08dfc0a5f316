"""Addresses in a chapter: every local one becomes root-relative, `/chapters/x.qmd#id`."""

from __future__ import annotations

import re
from urllib.parse import unquote

from reviewpress.pandoc import ast
from reviewpress.pandoc.ast import Node, Nodes
from reviewpress.pandoc.manuscript import resolve

SOURCES = frozenset((".qmd", ".md", ".ipynb"))
_SCHEME = re.compile(r"^(?:[A-Za-z][A-Za-z0-9+.-]*:|//)")
_IN_HTML = re.compile(
    r"(?P<before>\s(?:href|src)\s*=\s*)(?P<quote>[\"'])(?P<address>[^\"']*)(?P=quote)"
)


def make_absolute(blocks: Nodes, source: str) -> None:
    """Rewrite the addresses of links, pictures and raw HTML, in place.

    Args:
        blocks: Blocks of the chapter.
        source: Path of the chapter, which relative addresses start from.
    """

    def in_target(node: Node) -> None:
        node["c"][2][0] = absolute(node["c"][2][0], source)

    def in_html(node: Node) -> None:
        if node["c"][0] == "html":
            node["c"][1] = _IN_HTML.sub(
                lambda match: (
                    f"{match['before']}{match['quote']}"
                    f"{absolute(match['address'], source)}{match['quote']}"
                ),
                node["c"][1],
            )

    ast.rewrite(
        blocks, {"Link": in_target, "Image": in_target, "RawBlock": in_html, "RawInline": in_html}
    )


def runs_code(address: str) -> bool:
    """Say whether an address is code to a browser; text from data may hold one."""
    scheme = "".join(char for char in address if char > " ").partition(":")[0].lower()
    return scheme in ("javascript", "vbscript", "data")


def is_local(address: str) -> bool:
    """Say whether an address is one inside the project."""
    return bool(address) and not _SCHEME.match(address)


def absolute(address: str, source: str) -> str:
    """Return a local address as root-relative, any other as it is."""
    if not is_local(address):
        return address
    path, mark, fragment = address.partition("#")
    path, question, query = path.partition("?")
    whole = resolve(source, unquote(path)) if path else source
    if path.endswith("/"):
        whole += "/"
    return f"/{whole}{question}{query}{mark}{fragment}"


def split(address: str) -> tuple[str, str]:
    """Divide a root-relative address into path without the leading slash, and fragment."""
    path, _, fragment = address.partition("#")
    return path.lstrip("/"), fragment
