"""A book that was written for Quarto, with CSL JSON and rough edges, through the command line."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

BOOK = (
    "project:\n  type: book\nbook:\n  title: Rough\n  author: A. B.\n"
    "  chapters: [index.md, one.md]\nbibliography: refs.json\n"
    "format:\n  html: default\n  typst: default\n  epub: default\n"
)
ONE = (
    "# One\n\n#### Deep\n\nRules [@doi:10.1371/x.1]. [Gone](gone.md), @fig-none, @nobody.\n\n"
    "$a \\cap b$\n\n![r](https://e.org/a.png)\n"
)
ENTRY = {
    "id": "doi:10.1371/x.1",
    "type": "book",
    "title": "Rules",
    "author": [{"family": "Perez", "given": "Y."}],
    "issued": {"date-parts": [[2016]]},
}
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    files = {"_quarto.yml": BOOK, "index.md": "# Home {.unnumbered}\n", "one.md": ONE}
    for name, text in {**files, "refs.json": json.dumps([ENTRY])}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_it_is_built_with_warnings(book: Path, run_reviewpress: Run):
    done = run_reviewpress("build", "--engine", "pandoc", cwd=book)

    assert done.returncode == 0, done.stderr
    said = done.stdout + done.stderr
    for place in (
        "_quarto.yml:11:3  warning: the embedded engine does not support the format `epub`",
        "one.md:3  warning: the heading `Deep` skips a level",
        "one.md:5  warning: `@fig-none` leads nowhere",
        "one.md:5  warning: no bibliography holds the key `nobody`",
        "one.md:9  warning: the picture `https://e.org/a.png` is on another host",
    ):
        assert place in said
    assert "(Perez 2016)" in (book / "_book/one.html").read_text(encoding="utf-8").replace(
        '<a href="#ref-doi:10.1371/x.1" role="doc-biblioref">Perez 2016</a>', "Perez 2016"
    )
    assert (book / "_book/Rough.pdf").is_file()


def test_what_it_needs_and_we_lack_is_one_list(book: Path, run_reviewpress: Run):
    (book / "one.md").write_text(
        "# One\n\n```{r}\n1\n```\n\n{{< placeholder 9 >}}\n", encoding="utf-8"
    )

    done = run_reviewpress("build", "--engine", "pandoc", cwd=book)

    assert done.returncode == 5
    assert "one.md:3: the embedded engine does not support executable code cells" in done.stderr
    assert (
        "one.md:7: the embedded engine does not support the shortcode `placeholder`" in done.stderr
    )
