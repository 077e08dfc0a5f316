"""Tables that readers can sort, filter and export: which they are, and the library for them.

The library is DataTables as the package itables carries it. Pages without such a table load
nothing of it, and a table is complete without it.
"""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

from reviewpress.errors import ToolMissing
from reviewpress.files import write_bytes

FOLDER = "site_libs/datatables"
MARK = "data-sortable"
_FEWEST_ROWS = 12
_PACKAGE, _SCRIPT = "itables", "dt_bundle.js"
_BODY = re.compile(r"<tbody\b.*?</tbody>", re.DOTALL | re.IGNORECASE)
_HEAD = re.compile(r"<thead\b.*?</thead>", re.DOTALL | re.IGNORECASE)
_ROW = re.compile(r"<tr\b", re.IGNORECASE)
_SPAN = re.compile(r"\b(?:row|col)span\s*=\s*[\"']?(?!1\b)\d", re.IGNORECASE)


def mark(table: str) -> str:
    """Return the HTML of a table, marked where it gains from being sorted.

    That takes a dozen rows, one row of heads and no merged cells, which sorting would tear apart.
    """
    bodies, head = _BODY.findall(table), _HEAD.search(table)
    is_plain = len(bodies) == 1 and head is not None and not _SPAN.search(table)
    if not is_plain or head is None or len(_ROW.findall(head[0])) != 1:
        return table
    if len(_ROW.findall(bodies[0])) < _FEWEST_ROWS:
        return table
    return re.sub(r"<table\b", f"<table {MARK}", table, count=1)


def copy_library(out: Path) -> None:
    """Copy the library from the package that carries it to the site in `out`.

    Raises:
        ToolMissing: The package is not installed, or is another than we know.
    """
    spec = importlib.util.find_spec(_PACKAGE)
    folders = spec.submodule_search_locations if spec else None
    source = Path(folders[0]) / "html" / _SCRIPT if folders else None
    if source is None or not source.is_file():
        raise ToolMissing(
            "the library for sortable tables was not found",
            hint='install it with: python -m pip install "itables>=2.5"',
        )
    write_bytes(out / FOLDER / "datatables.js", source.read_bytes())
