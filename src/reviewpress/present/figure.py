"""Show a matplotlib figure as SVG and PNG with the same bytes on every run."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import dataclass

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.text import Text

from reviewpress.plots.drawing import Drawing

PIXELS_PER_INCH = 200
_FORMULA = re.compile(r"[=+\-@\t\r]")


@dataclass(frozen=True, slots=True)
class Image:
    """A drawn figure as a notebook's output."""

    svg: str
    png: bytes
    csv: str | None = None

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Offer all forms; IPython asks for this."""
        forms = {
            "image/svg+xml": self.svg,
            "image/png": base64.b64encode(self.png).decode("ascii"),
        }
        return forms if self.csv is None else {**forms, "text/csv": self.csv}


def image(figure: Figure, data: pd.DataFrame | None = None) -> Image:
    """Draw `figure` once as SVG, its letters as paths, and once as PNG.

    A dollar sign is a dollar sign: labels come from data and are never read as maths.

    Args:
        figure: What was drawn.
        data: The numbers that were drawn, one row a mark or a bar, which readers of the site can
            save; the index is the first column where it has a name. A figure of
            `reviewpress.plots` brings its own.
    """
    if data is None and isinstance(figure, Drawing):
        data = figure.numbers
    svg, png = io.StringIO(), io.BytesIO()
    # Without a salt the ids in an SVG are random.
    with mpl.rc_context(
        {"svg.hashsalt": "reviewpress", "svg.fonttype": "path", "text.parse_math": False}
    ):
        for text in figure.findobj(Text):
            text.set_parse_math(False)
        figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
        figure.savefig(png, format="png", dpi=PIXELS_PER_INCH, metadata={"Software": None})
    return Image(svg.getvalue(), png.getvalue(), None if data is None else _csv(data))


def _csv(data: pd.DataFrame) -> str:
    """Write a table for a spreadsheet, which must not take a text for a formula."""
    has_names = all(name is not None for name in data.index.names)
    flat = data.reset_index() if has_names else data
    flat = flat.map(_inert).rename(columns=_inert)
    return flat.to_csv(index=False, lineterminator="\n")


def _inert(value: object) -> object:
    """Put an apostrophe before a text that a spreadsheet would run; write a list as one text."""
    if isinstance(value, list | tuple | set | frozenset):
        value = "; ".join(map(str, sorted(value) if isinstance(value, set | frozenset) else value))
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value
