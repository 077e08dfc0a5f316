import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewpress import configuration, source
from reviewpress.errors import DataError, Location
from reviewpress.project import Project, open_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "_quarto.yml").write_text("project:\n  type: book\n")
    (tmp_path / "chapters").mkdir()
    return open_project(tmp_path)


def write(project: Project, path: str, text: str) -> None:
    target = project.root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "body_line", "body"),
    [
        ("---\ntitle: A\n---\nBody\n", 4, "Body\n"),
        ("---  \ntitle: A\n...\nBody", 4, "Body"),
        ("\n\n---\ntitle: A\n---\n", 6, ""),
        ("No front matter\n---\ntitle: A\n---\n", 1, None),
        ("---\n\nA rule, then text\n---\n", 1, None),
        ("---\ntitle: never closed\n", 1, None),
        ("", 1, ""),
    ],
)
def test_front_matter_is_split_where_pandoc_splits_it(
    text: str, body_line: int, body: str | None
) -> None:
    parts = source.split_front_matter(text)
    assert parts.body_line == body_line
    assert parts.body == (text if body is None else body)


def test_the_yaml_keeps_the_lines_of_the_file() -> None:
    parts = source.split_front_matter("\n---\ntitle: A\nabstract: B\n---\n")
    config = configuration.parse(parts.yaml, "x.qmd")
    assert config.where("abstract") == Location("x.qmd", 4, 1)


@given(
    st.lists(st.sampled_from(["title: A", "a: 1", "# note", "b: |", "  text \x0c \u2028"])),
    st.text(alphabet="ab \n\x0c\u2028-#", max_size=40),
)
def test_splitting_loses_no_line(yaml: list[str], body: str) -> None:
    text = "\n".join(["---", "key: value", *yaml, "---", body])
    parts = source.split_front_matter(text)
    lines = text.split("\n")
    assert lines[parts.body_line - 1 :] == parts.body.split("\n")
    assert parts.yaml.split("\n")[1:] == lines[1 : parts.body_line - 2]


@pytest.mark.parametrize(
    "hidden",
    [
        "`@key`",
        "`` a ` @key ``",
        "<!-- @key -->",
        "<!--\n\n@key\n-->",
        "```\n@key\n```",
        "~~~ {.python}\n@key\n~~~~",
        "````\n```\n@key\n```\n````",
        "- ```python\n  @key\n  ```",
        "> ```\n> @key\n> ```",
        "```{python}\n#| label: fig-a\n@key\n```",
        r"\@key",
        "[a](http://example.org/@key)",
        "<http://example.org/@key>",
    ],
)
def test_a_token_in_code_or_a_comment_is_not_located(hidden: str) -> None:
    assert source.locate(f"first\n\n{hidden}\n\nlast @key\n", "@key") == [
        f"first\n\n{hidden}\n\n".count("\n") + 1
    ]


@pytest.mark.parametrize(
    "shown",
    [
        "a `b` @key `c`",
        "a lonely ` tick, then @key",
        "```\nnever closed @key",
        "<!-- never closed @key",
        "a [link](target) @key",
        "```{python}\n#| fig-cap: By @key\n1\n```",
        "```{.python lst-cap='By @key'}\n1\n```",
        "``` {r}\n#| label: fig-a\n\n#| fig-cap: By @key\n1\n```",
    ],
)
def test_a_token_in_prose_is_located(shown: str) -> None:
    line = shown[: shown.index("@key")].count("\n") + 1
    assert source.locate(shown, "@key") == [line]


def test_a_line_is_named_once_and_patterns_are_taken() -> None:
    text = "@a @a\n\n@ab\n@a\n"
    assert source.locate(text, re.compile(r"@a\b")) == [1, 4]


PIECES = ["text", "`code`", "```\nx\n```", "<!-- c -->", "a ` b", "\n\n", "\\`", "~~~\ny\n~~~", "@"]


@given(st.lists(st.sampled_from(PIECES)))
def test_a_token_in_a_paragraph_of_its_own_is_always_located(pieces: list[str]) -> None:
    head = "\n\n".join(pieces)
    assert source.locate(f"{head}\n\n@token\n", "@token") == [head.count("\n") + 3]


def test_options_end_with_the_first_line_of_code() -> None:
    code = "#| label: fig-a\n#| fig-cap: |\n#|   A @b\n\nx = 1\n#| not: an option\n"
    assert source.cell_options(code) == "label: fig-a\nfig-cap: |\n  A @b\n"


def test_included_lines_stand_where_they_were_written(project: Project) -> None:
    write(project, "chapters/a.qmd", "one\n{{< include _b.qmd >}}\nlast\n")
    write(project, "chapters/_b.qmd", "b1\n{{< include /shared/c.qmd >}}\n{{< include _d.qmd >}}")
    write(project, "chapters/_d.qmd", "d1")
    write(project, "shared/c.qmd", "c1\n")
    read = source.read(project, "chapters/a.qmd")
    placed = dict(zip(read.text.split("\n"), map(str, read.places), strict=True))
    assert placed["b1"] == "chapters/_b.qmd:1"
    assert placed["c1"] == "shared/c.qmd:1"
    assert placed["d1"] == "chapters/_d.qmd:1"
    assert placed["last"] == "chapters/a.qmd:3"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{{< include _gone.qmd >}}", 'the included file "_gone.qmd" does not exist'),
        ("{{< include a.qmd >}}", '"a.qmd" includes itself'),
        ("{{< include ../../secret.qmd >}}", '"../../secret.qmd" leads out of the review'),
    ],
)
def test_a_wrong_include_is_told_with_its_line(project: Project, line: str, message: str) -> None:
    write(project, "chapters/a.qmd", f"one\n\n{line}\n")
    with pytest.raises(DataError) as caught:
        source.read(project, "chapters/a.qmd")
    assert caught.value.where == Location("chapters/a.qmd", 3)
    assert message in caught.value.message


def test_windows_newlines_and_a_byte_order_mark_are_read_as_none(project: Project) -> None:
    (project.root / "a.qmd").write_bytes(b"\xef\xbb\xbf---\r\ntitle: A\r\n---\r\nBody\r\n")
    assert source.read(project, "a.qmd").text == "---\ntitle: A\n---\nBody\n"


def test_another_encoding_is_told_with_its_line(project: Project) -> None:
    (project.root / "a.qmd").write_bytes(b"one\ntwo\ncaf\xe9\n")
    with pytest.raises(DataError) as caught:
        source.read(project, "a.qmd")
    assert caught.value.where == Location("a.qmd", 3)
