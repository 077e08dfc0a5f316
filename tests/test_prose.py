"""Links and blocks of the text that Quarto and pandoc let pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewpress import passages, prose
from reviewpress.problems import write
from reviewpress.project import open_project

BOOK = "project: {type: book}\nbook: {title: Walks, chapters: [index.qmd]}\nreview: {}\n"


def said(folder: Path, text: str) -> list[str]:
    """Return what is said of a chapter whose text begins on line 5, without hints."""
    (folder / "_quarto.yml").write_text(BOOK, encoding="utf-8")
    chapter = f"---\nlang: en\n---\n\n{text}"
    (folder / "index.qmd").write_text(chapter, encoding="utf-8")
    text_of_all = passages.collect(open_project(folder))
    found = sorted(prose.check(text_of_all), key=lambda problem: problem.sort_key)
    return [line for line in write(found, "text").split("\n") if line and "hint:" not in line]


@pytest.mark.parametrize(
    "link",
    [
        "[a](javascript:alert(1))",
        "[a](JavaScript:alert%281%29)",
        "[a](vbscript:x)",
        "[a](&#106;avascript:x)",
        "[a][b]\n\n[b]: javascript:x",
        "<a href='javascript:x'>a</a>",
        "<javascript:x>",
    ],
)
def test_a_link_that_runs_a_script_is_refused(tmp_path: Path, link: str):
    (problem, *more) = said(tmp_path, f"# Walks\n\nText {link}\n")

    assert not more
    assert problem.startswith("index.qmd:7  the link `") or "index.qmd:9  " in problem
    assert problem.endswith("would run a script  [prose.script-link]")


def test_a_link_to_a_file_of_the_machine_is_warned_of(tmp_path: Path):
    (problem,) = said(tmp_path, "# Walks\n\n[notes](file:///home/ann/notes.txt)\n")

    assert problem == (
        "index.qmd:7  warning: the link `file:///home/ann/notes.txt` leads to a file that only "
        "your machine has  [prose.file-link]"
    )


@pytest.mark.parametrize(
    "text",
    [
        "[a](https://example.org/javascript:x)",
        "[a](one.qmd) `[a](javascript:x)` about data: much of it",
        "```\n[a](javascript:x)\n:::\n::: {.note}\n```",
        "![a](data:image/png;base64,AAAA)",
        "::: {.a}\nText\n\n:::: {.b}\nText\n::::\n:::\n",
        "::: a\nText\n:::\n\n- item\n\n  ::: {.b}\n  Text\n  :::\n",
        "Colons ::: in a line, and \\:::",
    ],
)
def test_nothing_is_said_of_links_and_blocks_that_are_right(tmp_path: Path, text: str):
    assert said(tmp_path, f"# Walks\n\n{text}\n") == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("::: {.answer}\nText\n", 7),
        ("Text\n\n::: {.a}\n\n::: {.b}\nText\n:::\n\nText\n", 9),
        ("::: {.a}\nText\n:::\n\n::: {.b}\nText\n", 11),
    ],
)
def test_a_block_that_stays_open_is_refused(tmp_path: Path, text: str, line: int):
    assert said(tmp_path, f"# Walks\n\n{text}") == [
        f"index.qmd:{line}  the block that opens here is not closed  [prose.block]"
    ]


def test_colons_that_close_nothing_are_refused(tmp_path: Path):
    assert said(tmp_path, "# Walks\n\n::: {.a}\nText\n:::\n\n:::\n\nText\n") == [
        "index.qmd:11  this ::: closes no block, and would be printed  [prose.block]"
    ]
