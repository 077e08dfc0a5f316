"""The fonts of the PDF: those of installed packages, and those that a project brings along.

Fonts of the system are not looked at, so that a document has the same bytes everywhere.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reviewpress.errors import RenderError
from reviewpress.pandoc.assemble import Document

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

# Of matplotlib, beside those that typst brings; the first has the most characters.
_OF_MATPLOTLIB = (
    "DejaVuSans.ttf",
    "DejaVuSans-Bold.ttf",
    "DejaVuSans-Oblique.ttf",
    "DejaVuSans-BoldOblique.ttf",
    "LastResortHE-Regular.ttf",
)
_ENDINGS = frozenset((".ttf", ".otf", ".ttc"))


def installed() -> tuple[Path, ...]:
    """Return the files of the fonts that installed packages bring.

    Raises:
        RenderError: matplotlib is not there.
    """
    # It is not imported, which takes long.
    spec = importlib.util.find_spec("matplotlib")
    if spec is None or spec.origin is None:
        raise RenderError("matplotlib, which brings the fonts of figures, was not found")
    folder = Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"
    return tuple(folder / name for name in _OF_MATPLOTLIB)


def brought(document: Document) -> tuple[Path, ...]:
    """Return the files of the fonts in the folders of the project that `font-paths` names.

    A folder without fonts, or outside of the project, is added to the faults of the document.
    """
    written = document.options.values.get("font-paths") or []
    found: dict[Path, None] = {}
    for name in written if isinstance(written, list) else [written]:
        where = document.project.config.where("format", "typst", "font-paths")
        folder = (document.project.root / str(name)).resolve()
        is_inside = folder.is_relative_to(document.project.root)
        paths = sorted(folder.rglob("*")) if is_inside else []
        files = [path for path in paths if path.suffix.lower() in _ENDINGS]
        if not files:
            message = f"there is no font in a folder `{name}` of the project"
            hint = "put .ttf, .otf or .ttc files there"
            document.faults.doubt(RenderError(message, where=where, hint=hint))
        found |= dict.fromkeys(files)
    return tuple(found)


def families(fonts: Iterable[Path]) -> list[str]:
    """Return the names of the families of some fonts, each once."""
    return list(dict.fromkeys(str(font.family_name) for font in _opened(fonts)))


def characters(fonts: Iterable[Path]) -> frozenset[int]:
    """Return the characters that some fonts have, as numbers."""
    return frozenset(number for font in _opened(fonts) for number in font.get_charmap())


def _opened(fonts: Iterable[Path]) -> Iterator[FT2Font]:
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415 - few documents need it

    for path in fonts:
        try:
            yield FT2Font(str(path))
        except RuntimeError as error:
            message = f"the font `{path.name}` cannot be read"
            raise RenderError(message, hint="save it anew, or take another one") from error
