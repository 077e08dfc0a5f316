from pathlib import Path

import pytest

from reviewpress import book
from reviewpress.book import Entry
from reviewpress.errors import SettingsError
from reviewpress.project import open_project


def entries(root: Path, text: str, *, absent: tuple[str, ...] = ()) -> tuple[Entry, ...]:
    """List the entries of a project whose folder holds the files a, b, ... wherever named."""
    (root / "_quarto.yml").write_text(text)
    for name in ("index.qmd", "a.qmd", "b.md", "c.ipynb", "part/intro.qmd", "part/_hidden.qmd"):
        if name not in absent:
            path = root / name
            path.parent.mkdir(exist_ok=True)
            path.touch()
    return book.entries(open_project(root))


def sources(found: tuple[Entry, ...]) -> list[str]:
    return [entry.source for entry in found]


BOOK = "project: {type: book}\nbook:\n"


def test_chapters_are_listed_in_reading_order(tmp_path: Path) -> None:
    found = entries(
        tmp_path,
        f"{BOOK}  chapters:\n    - index.qmd\n    - part: First\n      chapters:\n        - a.qmd\n"
        "        - {href: b.md, text: Other title}\n    - part: Second\n      chapters: [c.ipynb]\n"
        "  appendices:\n    - part: Third\n      chapters: [part/intro.qmd]\n",
    )
    assert [(one.source, one.part, one.part_index, one.is_appendix, one.text) for one in found] == [
        ("index.qmd", None, None, False, None),
        ("a.qmd", "First", 0, False, None),
        ("b.md", "First", 0, False, "Other title"),
        ("c.ipynb", "Second", 1, False, None),
        ("part/intro.qmd", "Third", 2, True, None),
    ]
    assert [one.where.line for one in found] == [4, 7, 8, 10, 13]
    assert found[-1].page == "part/intro.html"


def test_a_part_may_be_opened_by_a_file_also_among_appendices(tmp_path: Path) -> None:
    found = entries(
        tmp_path,
        f"{BOOK}  chapters:\n    - index.qmd\n"
        "    - part: ./part/intro.qmd\n      chapters: [a.qmd]\n"
        "  appendices:\n    - part: c.ipynb\n      chapters: [b.md]\n",
    )
    assert [(one.source, one.part, one.is_appendix) for one in found[1:]] == [
        ("part/intro.qmd", "part/intro.qmd", False),
        ("a.qmd", "part/intro.qmd", False),
        ("c.ipynb", "c.ipynb", True),
        ("b.md", "c.ipynb", True),
    ]


def test_references_stand_between_chapters_and_appendices(tmp_path: Path) -> None:
    text = f"{BOOK}  appendices: [a.qmd]\n  references: b.md\n  chapters: [index.qmd]\n"
    found = entries(tmp_path, text)
    assert sources(found) == ["index.qmd", "b.md", "a.qmd"]
    assert [one.is_appendix for one in found] == [False, False, True]


def test_the_index_comes_first_wherever_it_is_listed(tmp_path: Path) -> None:
    found = entries(tmp_path, f"{BOOK}  chapters: [a.qmd, ./index.qmd, b.md]\n")
    assert sources(found) == ["index.qmd", "a.qmd", "b.md"]


def test_paths_are_written_in_one_way_and_separators_left_out(tmp_path: Path) -> None:
    found = entries(tmp_path, f"{BOOK}  chapters: [index.qmd, '---', /a.qmd, part/../b.md]\n")
    assert sources(found) == ["index.qmd", "a.qmd", "b.md"]


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("  chapters: [index.qmd, gone.qmd]\n", "3:25", "`gone.qmd` is listed but does not exist"),
        ("  chapters: [index.qmd, ../out.qmd]\n", "3:25", "`../out.qmd` leads out"),
        ("  chapters:\n", "3:3", "the book has no first page"),
        ("  title: A\n", "2:1", "the book has no first page"),
        ("  chapters: [a.qmd]\n", "3:3", "the book has no first page"),
        ("  chapters: index.qmd\n", "3:3", "`book.chapters` must be a list"),
        ("  chapters: [index.qmd]\n  appendices: a.qmd\n", "4:3", "`book.appendices` must be"),
        ("  chapters: [index.qmd, {text: A}]\n", "3:25", "a chapter must be a file name"),
        ("  chapters: [index.qmd, 3]\n", "3:25", "a chapter must be a file name"),
        ("  chapters: [index.qmd, a.qmd, ./a.qmd]\n", "3:32", "`a.qmd` is listed twice, first at"),
        (
            "  chapters:\n  - index.qmd\n  - part: A\n    chapters:\n    - part: B\n",
            "7:7",
            "a chapter must be a file name",
        ),
        (
            "  chapters:\n  - index.qmd\n  - part: gone.qmd\n    chapters: [a.qmd]\n",
            "5:5",
            "`gone.qmd` is listed",
        ),
    ],
)
def test_a_wrong_list_is_told_with_its_place(
    tmp_path: Path, text: str, place: str, message: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        entries(tmp_path, BOOK + text)
    assert caught.value.message.startswith(message)
    assert str(caught.value.where) == f"_quarto.yml:{place}"


def test_a_part_without_chapters_is_empty(tmp_path: Path) -> None:
    text = f"{BOOK}  chapters:\n    - index.qmd\n    - part: A\n      chapters:\n    - a.qmd\n"
    assert [(one.source, one.part) for one in entries(tmp_path, text)] == [
        ("index.qmd", None),
        ("a.qmd", None),
    ]


@pytest.mark.parametrize(
    ("render", "expected"),
    [
        ("", ["index.qmd"]),
        ("render:", ["index.qmd"]),
        ("render: [a.qmd, ./index.qmd]", ["a.qmd", "index.qmd"]),
        ("render: ['*.qmd']", ["a.qmd", "index.qmd", "part/intro.qmd"]),
        ("render: ['/*.qmd']", ["a.qmd", "index.qmd"]),
        ("render: [part/]", ["part/intro.qmd"]),
        ("render: [part]", ["part/intro.qmd"]),
        ("render: ['*.qmd', '!part/']", ["a.qmd", "index.qmd"]),
        (
            "render: [index.qmd, '*.*', '!a.qmd']",
            ["index.qmd", "b.md", "c.ipynb", "part/intro.qmd"],
        ),
        ("render: ['**/intro.qmd']", ["part/intro.qmd"]),
    ],
)
def test_other_projects_list_what_render_names_or_matches(
    tmp_path: Path, render: str, expected: list[str]
) -> None:
    assert sources(entries(tmp_path, f"project:\n  {render}\n")) == expected


@pytest.mark.parametrize(
    ("render", "message"),
    [
        ("[gone.qmd]", "`gone.qmd` is listed but does not exist"),
        ("['*.rmd']", "`*.rmd` matches no file"),
        ("[../out.qmd]", "`../out.qmd` leads out"),
    ],
)
def test_what_render_names_must_exist(tmp_path: Path, render: str, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        entries(tmp_path, f"project:\n  render: {render}\n")
    assert caught.value.message.startswith(message)
    assert str(caught.value.where) == "_quarto.yml:2:12"
