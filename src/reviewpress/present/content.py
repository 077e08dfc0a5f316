"""What a notebook shows, as typed values: text, links, chips, cards and their blocks.

Nothing here is markup. A plain `str` is always text, whatever it holds; what is a link or a
heading is so because of its type. `html` and `markdown` write these values out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from reviewpress.schemas import ANCHOR

_CLASS = re.compile(r"[a-z][a-z0-9-]*")
_TARGET = re.compile(r"(https?://|/|#)\S")


def _check_classes(classes: Iterable[str]) -> None:
    for name in classes:
        if not _CLASS.fullmatch(name):
            raise ValueError(f"not a class name: {name!r}")


def _check_id(name: str) -> None:
    if not ANCHOR.fullmatch(name):
        raise ValueError(f"not an id: {name!r}")


@dataclass(frozen=True, slots=True)
class Styled:
    """Text with a meaning: strong, emphasised, or of a class that the theme knows.

    Attributes:
        content: What is styled.
        classes: Class names, such as `chip`.
        title: Shown when a reader points at it; HTML only.
        strong: Whether it is of strong importance.
        emphasis: Whether it is emphasised.
        decorative: Whether a screen reader may pass over it, as over dots beside a word.
    """

    content: Inline
    classes: tuple[str, ...] = ()
    title: str | None = None
    strong: bool = False
    emphasis: bool = False
    decorative: bool = False

    def __post_init__(self) -> None:
        """Refuse class names that could end an attribute."""
        _check_classes(self.classes)


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a page of the review (`/chapters/x.qmd#id`), an anchor or the web."""

    content: Inline
    target: str
    title: str | None = None

    def __post_init__(self) -> None:
        """Refuse targets that are neither of this review nor http(s), such as `javascript:`."""
        if not _TARGET.match(self.target) or self.target.startswith("//"):
            raise ValueError(f"not a target that a review may link to: {self.target!r}")


@dataclass(frozen=True, slots=True)
class Anchor:
    """Text that links lead to; its id must be unique in the book."""

    content: Inline
    id: str

    def __post_init__(self) -> None:
        """Refuse ids that are not plain words."""
        _check_id(self.id)


@dataclass(frozen=True, slots=True)
class Lines:
    """Items one below the other in HTML, and in a row with `; ` elsewhere."""

    items: tuple[Inline, ...]


Inline: TypeAlias = "str | Styled | Link | Anchor | Lines | tuple[Inline, ...]"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; a title is announced as a heading but kept out of the contents."""

    content: Inline
    classes: tuple[str, ...] = ()
    is_title: bool = False

    def __post_init__(self) -> None:
        """Refuse class names that could end an attribute."""
        _check_classes(self.classes)


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short items."""

    items: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """Names and what they hold, as a definition list.

    Attributes:
        items: Names and contents.
        is_compact: Whether they run on in one paragraph outside HTML, to save pages.
    """

    items: tuple[tuple[str, Inline], ...]
    is_compact: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """Blocks that belong together: a card, or one entry of a register.

    Attributes:
        blocks: What stands in it.
        classes: Class names that the themes know, such as `implication-card`.
        id: Anchor that links lead to; must be unique in the book.
        attributes: Names and codes, such as `("confidence", "low")`, for the themes.
    """

    blocks: tuple[Block, ...]
    classes: tuple[str, ...]
    id: str | None = None
    attributes: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Refuse ids, class names and attributes that could end an attribute."""
        _check_classes(self.classes)
        _check_classes(part for attribute in self.attributes for part in attribute)
        if self.id is not None:
            _check_id(self.id)


@dataclass(frozen=True, slots=True)
class Details:
    """Blocks that a reader of the site opens when wanted; always open elsewhere."""

    summary: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """The head of a column.

    Attributes:
        title: What the head says, with its unit.
        align: How the cells stand; numbers stand right.
        width: Share of the table's width in arbitrary units; None lets the text decide.
    """

    title: str
    align: str = "left"
    width: float | None = None

    def __post_init__(self) -> None:
        """Refuse alignments that no writer knows."""
        if self.align not in {"left", "right", "center"}:
            raise ValueError(f"not an alignment: {self.align!r}")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as the writers see it: heads, rows of cells, and a note below."""

    heads: tuple[Cell, ...]
    rows: tuple[tuple[Inline, ...], ...]
    note: Inline | None = None


Block: TypeAlias = "Paragraph | Bullets | Fields | Box | Details | Grid"


def join(items: Iterable[Inline], separator: str = " ") -> Inline:
    """Put `separator` between `items`."""
    joined: list[Inline] = []
    for item in items:
        joined.extend([separator, item] if joined else [item])
    return tuple(joined)


_CONTROL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]|[\ud800-\udfff]"
)
_SPACE = re.compile("[ \t\r\n\f\v\x85\u2028\u2029]+")


def tidy(text: str) -> str:
    """Return `text` on one line: control characters dropped, runs of white space as one space."""
    return _SPACE.sub(" ", _CONTROL.sub("", text)).strip(" ")


def tidy_inside(text: str) -> str:
    """Return `text` on one line as `tidy` does, keeping one space at either end."""
    return _SPACE.sub(" ", _CONTROL.sub("", text))
