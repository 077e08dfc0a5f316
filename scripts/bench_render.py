"""Time the embedded engine, and Quarto where it is found, on a generated book.

`python scripts/bench_render.py [FOLDER]` writes a book of 20 chapters and 60,000 words with
tables, formulas, code, notes, citations and cross-references, and prints seconds: of the first
build, of one after a changed chapter, and of Quarto, with the ratios. It expects nothing.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from reviewpress.errors import ToolMissing
from reviewpress.pandoc.engine import PandocEngine
from reviewpress.project import open_project
from reviewpress.quarto import QuartoEngine

CHAPTERS, WORDS = 20, 60_000
_PARAGRAPH = 100
_SYLLABLES = ("ba", "co", "di", "fu", "ge", "li", "mo", "na", "pe", "ri", "so", "tu")


def write_book(root: Path, output_format: str) -> None:
    """Write the sources of the book, the same each time, for one format."""
    chance = random.Random(1)  # noqa: S311 - sources are to be the same each time
    names = [f"chapter-{number:02}.qmd" for number in range(1, CHAPTERS + 1)]
    files = {
        "_quarto.yml": _settings(names, output_format),
        "index.qmd": "# Preface {.unnumbered}\n\nA generated book.\n",
        "references.bib": "".join(_entry(number) for number in range(1, 101)),
        **{name: _chapter(number, chance) for number, name in enumerate(names, start=1)},
    }
    root.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8")


def _settings(names: list[str], output_format: str) -> str:
    chapters = "".join(f"    - {name}\n" for name in ["index.qmd", *names])
    return (
        "project:\n  type: book\n  output-dir: _site\n"
        f"book:\n  title: Bench\n  author: A. Author\n  chapters:\n{chapters}"
        f"bibliography: references.bib\nhtml-math-method: mathml\nformat:\n  {output_format}:\n"
        "    toc: true\n"
    )


def _entry(number: int) -> str:
    year = 1950 + number % 70
    return (
        f"@article{{work{number},\n  author = {{Author{number}, Ann}},\n"
        f"  title = {{Work {number}}},\n  journal = {{A Journal}},\n  year = {{{year}}},\n}}\n"
    )


def _chapter(number: int, chance: random.Random) -> str:
    parts = [f"# Chapter {number} {{#sec-{number}}}"]
    for section in range(1, 7):
        parts.append(f"## Section {section} {{#sec-{number}-{section}}}")
        for index in range(WORDS // CHAPTERS // 6 // _PARAGRAPH):
            key = f"work{chance.randint(1, 100)}"
            tail = f" See @tbl-{number}-{section}, @sec-{number} and [@{key}]."
            note = "^[A note.]" if index == 1 else ""
            parts.append(_words(_PARAGRAPH - 5, chance) + note + tail)
        formula = f"x_{{{section}}} = \\sum_{{i=1}}^{{n}} y_i^{{{number}}}"
        parts.append(f"$$\n{formula}\n$$ {{#eq-{number}-{section}}}")
        rows = "\n".join(f"| {_words(2, chance)} | {index} |" for index in range(5))
        parts.append(
            f"| Name | Value |\n|---|---:|\n{rows}\n\n: A table {{#tbl-{number}-{section}}}"
        )
        parts.append(f"```python\nvalue = {section} * {number}\nprint(value)\n```")
    return "\n\n".join(parts) + "\n"


def _words(count: int, chance: random.Random) -> str:
    made = ("".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4))) for _ in range(count))
    return " ".join(made).capitalize() + "."


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def measure(folder: Path, output_format: str) -> None:
    """Print the times of one format."""
    root, out = folder / output_format, folder / f"out-{output_format}"
    write_book(root, output_format)
    engine = PandocEngine()

    def ours() -> object:
        return engine.render(open_project(root), None, out)

    first, again = _seconds(ours), _seconds(ours)
    with (root / "chapter-07.qmd").open("a", encoding="utf-8") as file:
        file.write("\nA new sentence.\n")
    changed = _seconds(ours)
    print(f"{output_format}: first {first:.1f} s, again {again:.1f} s, one changed {changed:.1f} s")
    try:
        QuartoEngine().version()
    except ToolMissing:
        print(f"{output_format}: there is no Quarto to compare with")
        return
    theirs = _seconds(lambda: QuartoEngine().render(open_project(root), None, folder / "theirs"))
    print(f"{output_format}: Quarto {theirs:.1f} s, {theirs / first:.1f} times as long")


def main() -> None:
    """Measure both formats."""
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    folder = given or Path(tempfile.mkdtemp(prefix="reviewpress-bench-"))
    try:
        for output_format in ("html", "typst"):
            measure(folder, output_format)
    finally:
        if given is None:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
