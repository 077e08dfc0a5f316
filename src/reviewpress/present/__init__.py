"""Show tables, cards and figures in a notebook so that text from data stays text."""

from reviewpress.present import cards, register
from reviewpress.present.chips import Chips, confidence, direction, plain, sentence
from reviewpress.present.content import (
    Anchor,
    Box,
    Bullets,
    Details,
    Fields,
    Lines,
    Link,
    Paragraph,
    Styled,
    join,
)
from reviewpress.present.figure import image
from reviewpress.present.review import chips, references
from reviewpress.present.table import Column, grid, show, table
from reviewpress.present.words import Words

__all__ = [
    "Anchor",
    "Box",
    "Bullets",
    "Chips",
    "Column",
    "Details",
    "Fields",
    "Lines",
    "Link",
    "Paragraph",
    "Styled",
    "Words",
    "cards",
    "chips",
    "confidence",
    "direction",
    "grid",
    "image",
    "join",
    "plain",
    "references",
    "register",
    "sentence",
    "show",
    "table",
]
