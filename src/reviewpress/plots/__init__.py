"""Figures of a review, all in one style; each takes a table and gives a matplotlib figure."""

from reviewpress.plots.bars import stacked, years
from reviewpress.plots.directions import directions
from reviewpress.plots.flow import flow
from reviewpress.plots.gapmap import gapmap
from reviewpress.plots.grid import discs
from reviewpress.plots.marks import marks
from reviewpress.plots.saturation import saturation
from reviewpress.plots.tokens import tokens
from reviewpress.plots.trace import trace

__all__ = [
    "directions",
    "discs",
    "flow",
    "gapmap",
    "marks",
    "saturation",
    "stacked",
    "tokens",
    "trace",
    "years",
]
