"""Let the parts of a figure lead to what they stand for.

A figure is shown as a picture, whose own links a browser does not follow. The areas that its SVG
marks as links are laid over it as links of the page, and work without a script.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote, unquote

from reviewpress.files import write_text

_LINK = "link: "  # as `plots.style.link` writes it; importing it would load matplotlib
Mark = Callable[[str], str]

_IMAGE = re.compile(r"<img\b[^>]*\bsrc=\"(?P<src>[^\":]+\.svg)\"[^>]*>")
_SIZE = re.compile(r"<svg\b[^>]*\bviewBox=\"0 0 (?P<width>[\d.]+) (?P<height>[\d.]+)\"")
_AREA = re.compile(
    rf"<g id=\"{_LINK}(?P<name>[^\"]*)\">\s*<a xlink:href=\"(?P<target>[^\"]*)\"[^>]*>"
    r"\s*<path d=\"(?P<path>[^\"]*)\""
)
_OWN = re.compile(r"xlink:href=\"(?P<target>/[^\"]*)\"(?: target=\"_blank\")?")
_POINT = re.compile(r"(-?[\d.]+) (-?[\d.]+)")


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a picture that leads somewhere.

    Attributes:
        target: Address, relative to the picture.
        name: What a reader finds there.
        box: Left, top, width and height in percent of the picture.
    """

    target: str
    name: str
    box: tuple[float, float, float, float]


def areas(svg: str) -> Iterator[Area]:
    """Yield the areas that an SVG of `plots` marks as links."""
    size = _SIZE.search(svg)
    if size is None:
        return
    width, height = float(size["width"]), float(size["height"])
    for match in _AREA.finditer(svg):
        points = [(float(x), float(y)) for x, y in _POINT.findall(match["path"])]
        xs, ys = zip(*points, strict=True)
        box = (
            100 * min(xs) / width,
            100 * min(ys) / height,
            100 * (max(xs) - min(xs)) / width,
            100 * (max(ys) - min(ys)) / height,
        )
        yield Area(unescape(match["target"]), unescape(match["name"]), box)


def add(page: str, site: Path, name: str, *, mark: Mark) -> str:
    """Lay links over the pictures of a page.

    Args:
        page: HTML of the page.
        site: Folder of the site.
        name: Path of the page relative to `site`.
        mark: Puts what is added between signs by which it can be taken out again.
    """
    folder = posixpath.dirname(name)

    def covered(match: re.Match[str]) -> str:
        picture = posixpath.normpath(posixpath.join(folder, unquote(unescape(match["src"]))))
        file = site / picture
        if not file.is_file():
            return match[0]
        svg = _led(file.read_text(encoding="utf-8"), posixpath.dirname(picture))
        found = list(areas(svg))
        if not found:
            return match[0]
        write_text(file, svg)
        links = "\n".join(_link(area, posixpath.dirname(picture), folder) for area in found)
        opened, closed = mark('<span class="rp-map">'), mark(f"{links}</span>")
        return f"{opened}{match[0]}{closed}"

    return _IMAGE.sub(covered, page)


def _led(svg: str, folder: str) -> str:
    """Return an SVG whose links lead to pages of the site, for a reader who opens it alone."""

    def led(match: re.Match[str]) -> str:
        path, _, fragment = unescape(match["target"]).partition("#")
        page = re.sub(r"\.(qmd|md|ipynb)$", ".html", path.lstrip("/"))
        address = posixpath.relpath(page, folder or ".")
        return f'xlink:href="{escape(quote(address))}#{escape(quote(fragment))}" target="_top"'

    return _OWN.sub(led, svg)


def _link(area: Area, picture: str, folder: str) -> str:
    path, _, fragment = area.target.partition("#")
    page = posixpath.normpath(posixpath.join(picture, path))
    target = f"{posixpath.relpath(page, folder or '.')}#{fragment}"
    place = ";".join(
        f"{side}:{value:.2f}%"
        for side, value in zip(("left", "top", "width", "height"), area.box, strict=True)
    )
    name = escape(area.name)
    return f'<a href="{escape(target)}" style="{place}" title="{name}" aria-label="{name}"></a>'
