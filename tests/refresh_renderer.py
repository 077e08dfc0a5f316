"""Take the facts in tests/renderer from the installed Quarto anew; review the difference.

Run it as `python tests/refresh_renderer.py`, with `QUARTO_PATH` where Quarto is not on PATH.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import renderer_facts

from reviewpress.project import open_project
from reviewpress.quarto import QuartoEngine

TREE = Path(__file__).parent / "renderer"


def write(book: Path, site: Path, version: str) -> None:
    """Write the facts of a rendered book beside its sources."""
    found = {"quarto": version, "pages": renderer_facts.facts(site)}
    text = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True)
    (book / "expected.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    engine = QuartoEngine()
    for source in sorted(TREE.glob("*/_quarto.yml")):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / source.parent.name
            shutil.copytree(source.parent, root)
            engine.render(open_project(root), None, root / "_site")
            write(source.parent, root / "_site", engine.version())
