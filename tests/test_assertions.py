"""What makes a rendered site unfit to publish."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewpress.assertions import assert_whole
from reviewpress.errors import RenderError
from reviewpress.project import open_project

BOOK = (
    "review: {}\nproject:\n  type: book\nbook:\n  title: T\n  chapters: [index.qmd, sub/one.qmd]\n"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "sub").mkdir()
    for name, text in {"_quarto.yml": BOOK, "index.qmd": "", "sub/one.qmd": ""}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    write(tmp_path, "index.html", '<h1 id="top">T</h1><a href="sub/one.html#here">one</a>')
    write(tmp_path, "sub/one.html", '<p id="here">x</p><a href="../index.html">up</a>')
    return tmp_path


def write(root: Path, name: str, body: str) -> None:
    path = root / "_book" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"<html><body>{body}</body></html>", encoding="utf-8")


def said(root: Path) -> list[str]:
    with pytest.raises(RenderError) as caught:
        assert_whole(open_project(root), root / "_book")
    return str(caught.value).splitlines()


def test_a_whole_site_passes(root: Path):
    assert_whole(open_project(root), root / "_book")


def test_a_missing_chapter_is_found(root: Path):
    (root / "_book/sub/one.html").unlink()

    assert said(root) == [
        "the site has 2 faults",
        "  sub/one.html: the page of sub/one.qmd is missing",
        "  index.html: the link `sub/one.html#here` leads nowhere",
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<a href="none.html">x</a>', "the link `none.html` leads nowhere"),
        ('<a href="#none">x</a>', "the link `#none` leads to a page without that place"),
        ('<a href="sub/one.html#no">x</a>', "the link `sub/one.html#no` leads to a page without"),
        ('<img src="none.svg">', "the file `none.svg` does not exist"),
        ("<strong>?@fig-x</strong>", "`?@fig-x` was not resolved"),
        ("<p>There are ?var:n of them</p>", "`?var:n` was not resolved"),
        (
            '<span class="quarto-unresolved-ref">fig-x</span>',
            "`a cross-reference` was not resolved",
        ),
    ],
)
def test_what_leads_nowhere_is_found(root: Path, body: str, expected: str):
    write(root, "index.html", body)

    assert expected in said(root)[1]


@pytest.mark.parametrize(
    "body",
    [
        '<a href="https://example.org/none.html#x">x</a>',
        '<a href="mailto:a@b.org">x</a>',
        '<a href="sub/">x</a><a href="#">y</a><img src="data:image/png;base64,AA">',
        "<code>?@fig-x</code><pre>?var:n</pre><script>var a = '?@fig-x'</script>",
        '<a name="old"></a><a href="#old">x</a>',
    ],
)
def test_what_is_in_order_is_left_alone(root: Path, body: str):
    write(root, "index.html", body)
    write(root, "sub/index.html", "x")

    assert_whole(open_project(root), root / "_book")


def test_all_faults_of_all_pages_are_listed(root: Path):
    write(root, "index.html", '<a href="a.html">x</a><img src="b.png">')
    write(root, "sub/one.html", '<a href="../c.html">x</a>')

    assert [line.split(":")[0].strip() for line in said(root)[1:]] == [
        "index.html",
        "index.html",
        "sub/one.html",
    ]
