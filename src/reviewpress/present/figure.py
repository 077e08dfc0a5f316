"""Show a matplotlib figure as SVG and PNG with the same bytes on every run."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.text import Text

PIXELS_PER_INCH = 200


@dataclass(frozen=True, slots=True)
class Image:
    """A drawn figure as a notebook's output."""

    svg: str
    png: bytes

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Offer both forms; IPython asks for this."""
        return {
            "image/svg+xml": self.svg,
            "image/png": base64.b64encode(self.png).decode("ascii"),
        }


def image(figure: Figure) -> Image:
    """Draw `figure` once as SVG, its letters as paths, and once as PNG.

    A dollar sign is a dollar sign: labels come from data and are never read as maths.
    """
    svg, png = io.StringIO(), io.BytesIO()
    # Without a salt the ids in an SVG are random.
    with mpl.rc_context(
        {"svg.hashsalt": "reviewpress", "svg.fonttype": "path", "text.parse_math": False}
    ):
        for text in figure.findobj(Text):
            text.set_parse_math(False)
        figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
        figure.savefig(png, format="png", dpi=PIXELS_PER_INCH, metadata={"Software": None})
    return Image(svg.getvalue(), png.getvalue())
