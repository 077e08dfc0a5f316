"""Figures of a review, all in one style; each takes a table and gives a matplotlib figure."""

from reviewpress.plots.bars import stacked, years
from reviewpress.plots.directions import directions
from reviewpress.plots.flow import flow
from reviewpress.plots.grid import discs
from reviewpress.plots.tokens import tokens

__all__ = ["directions", "discs", "flow", "stacked", "tokens", "years"]
