"""Build HTML text: escaping and attributes."""

from __future__ import annotations

from html import escape

from reviewpress.pandoc.ast import Attr
from reviewpress.pandoc.html import data_tables

# Attributes that HTML knows on any element, and those of the elements we write; others are
# the author's own and get the prefix `data-`, as pandoc does.
_KNOWN = frozenset(
    (
        *(
            "accesskey",
            "alt",
            "class",
            "colspan",
            "datetime",
            "dir",
            "download",
            "headers",
            "height",
        ),
        *("hidden", "href", "hreflang", "id", "lang", "loading", "open", "rel", "reversed", "role"),
        *("rowspan", "scope", "sizes", "span", "src", "srcset", "start", "style", "tabindex"),
        *("target", "title", "translate", "type", "width"),
    )
)


def text(value: str) -> str:
    """Escape text."""
    return escape(value, quote=False)


def attributes(*pairs: tuple[str, str | None]) -> str:
    """Write attributes with a blank before each; those that are None or empty are left out."""
    return "".join(f' {name}="{escape(value)}"' for name, value in pairs if value)


def element(name: str, content: str, *pairs: tuple[str, str | None]) -> str:
    """Write an element."""
    return f"<{name}{attributes(*pairs)}>{content}</{name}>"


def of_attr(attr: Attr, *more: str, without: tuple[str, ...] = ()) -> str:
    """Write pandoc's attribute.

    Args:
        attr: Id, classes and keys.
        more: Classes to add.
        without: Keys to leave out.
    """
    classes = " ".join(dict.fromkeys([*attr[1], *more]))
    pairs: list[tuple[str, str | None]] = [("id", attr[0]), ("class", classes)]
    seen = {"id", "class"}
    for key, value in attr[2]:
        name = key if _is_known(key) else f"data-{key}"
        if key not in without and name not in seen and not _is_handler(name):
            seen.add(name)
            pairs.append((name, value))
    return attributes(*pairs)


def _is_known(key: str) -> bool:
    return key in _KNOWN or key.startswith(("data-", "aria-"))


def _is_handler(name: str) -> bool:
    return not all(char.isalnum() or char in "-_:." for char in name)


def scroll_box(html: str) -> str:
    """Put a table into a box that scrolls sideways, reachable with the keyboard."""
    table = data_tables.mark(html)
    return f'<div class="table-box" role="group" aria-label="Table" tabindex="0">\n{table}\n</div>'
