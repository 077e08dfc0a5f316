"""Show tables, cards and figures in a notebook so that text from data stays text."""

from reviewpress.present.chips import Chips, confidence, plain, sentence
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
from reviewpress.present.table import Column, grid, show, table

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
    "confidence",
    "grid",
    "image",
    "join",
    "plain",
    "sentence",
    "show",
    "table",
]
