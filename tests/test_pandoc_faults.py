"""What the embedded engine says of sources it cannot render: the feature, the file, the line."""

from __future__ import annotations

from pathlib import Path

import books
import pytest

from reviewpress.errors import RenderError
from reviewpress.pandoc.engine import PandocEngine
from reviewpress.project import open_project

PLAIN = "review: {}\nproject:\n  type: book\nbook:\n  title: T\n  chapters: [index.qmd, one.qmd]\n"


def said(folder: Path, one: str, configuration: str = PLAIN, **files: str) -> str:
    """Render a book of two chapters and return the error."""
    pages = {"index.qmd": "# Home {.unnumbered}\n", "one.qmd": one}
    extra = {name.replace("__", "."): text for name, text in files.items()}
    with pytest.raises(RenderError) as caught:
        books.document(folder, configuration, {**pages, **extra}, "html")
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# One\n\n```{python}\n1 + 1\n```\n", "one.qmd:3: the embedded engine does not support"),
        ("# One\n\n``` {r, echo=FALSE}\n1\n```\n", "executable code cells (`{r, echo=FALSE}`)"),
        (
            "# One\n\n{{< placeholder 20 20 >}}\n",
            "one.qmd:3: the embedded engine does not support the",
        ),
        ("# One\n\n{{< env HOME >}}\n", "the shortcode `env`"),
        ("# One\n\n{{< var absent >}}\n", "one.qmd:3: there is no variable `absent`"),
        ("# One\n\n{{< meta absent.too >}}\n", "there is no metadata field `absent.too`"),
        ("# One\n\nText {{< pagebreak >}} on.\n", "`pagebreak` must stand in a paragraph of its"),
        ("# One\n\n\nSee @fig-none.\n", "one.qmd:4: `@fig-none` leads nowhere"),
        ("# One\n\nSee [@fig-a; @key2020].\n", "a reference and a citation stand together"),
        ("# One\n\n{{< include none.qmd >}}\n", 'one.qmd:3: the included file "none.qmd" does not'),
        ("# One\n\n{{< include one.qmd >}}\n", '"one.qmd" includes itself'),
        ("# One\n\n{{< embed none.ipynb#fig-x >}}\n", "the notebook `none.ipynb` does not exist"),
        ("# One\n\n{{< embed none.ipynb >}}\n", "the notebook `none.ipynb` does not exist"),
        (
            "# One\n\n![A](a.svg){#fig-a}\n\n![B](a.svg){#fig-a}\n",
            "one.qmd:5: the id `fig-a` stands twice",
        ),
        (
            "---\njupyter: python3\n---\n\n# One\n\nA `{python} 1`.\n",
            "one.qmd:7: the embedded engine does not support code in a line",
        ),
        ("# One\n\n::: {.x}\nText\n", "one.qmd:3: the block that opens here is not closed"),
        ("# One\n\nText.[^1]\n", "one.qmd:3: there is no text for the note `[^1]`"),
        ("# One\n\nT[^1]\n\n[^1]: a\n[^1]: b\n", "one.qmd:6: the note `[^1]` is written twice"),
        ("---\ntitle: One\nnumber-offset: 3\n---\n", "one.qmd:3:1: the embedded engine does not"),
    ],
)
def test_a_fault_names_its_place(tmp_path: Path, text: str, expected: str):
    assert expected in said(tmp_path, text)


def test_a_shown_cell_is_no_executable_cell(tmp_path: Path):
    text = "# One\n\n````\n```{python}\n1\n```\n````\n\n```{.python}\n1\n```\n"

    document = books.document(tmp_path, PLAIN, {"index.qmd": "# H\n", "one.qmd": text}, "html")

    assert [block["t"] for block in document.chapters[1].blocks] == ["CodeBlock", "CodeBlock"]


def test_all_faults_are_listed_at_once(tmp_path: Path):
    message = said(
        tmp_path,
        "# One\n\n@tbl-x and {{< var y >}}\n\n[@nobody2020]\n",
        f"{PLAIN}bibliography: refs.bib\n",
        refs__bib="@book{somebody1999, title={T}, author={S, B}, year={1999}}\n",
    )

    assert message.splitlines() == [
        "3 faults in the sources",
        "  one.qmd:3: `@tbl-x` leads nowhere: nothing has the id `tbl-x`",
        "  one.qmd:3: there is no variable `y`",
        "  one.qmd:5: no bibliography holds the key `nobody2020`",
    ]


def test_an_include_stays_inside_the_project(tmp_path: Path):
    (tmp_path / "secret.md").write_text("SECRET", encoding="utf-8")
    message = said(tmp_path / "book", "# One\n\n{{< include ../secret.md >}}\n")

    assert 'one.qmd:3: "../secret.md" leads out of the review\'s folder' in message
    assert "SECRET" not in message


def test_a_fault_in_an_included_file_is_placed_there(tmp_path: Path):
    message = said(tmp_path, "# One\n\n{{< include _part.qmd >}}\n", _part__qmd="Text\n\n@fig-no\n")

    assert message.startswith("_part.qmd:3: ")


def test_an_unnumbered_section_cannot_be_referred_to(tmp_path: Path):
    message = said(tmp_path, "# One\n\n## Two {#sec-two .unnumbered}\n\n@sec-two\n")

    assert "nothing has the id `sec-two`" in message


@pytest.mark.parametrize(
    ("configuration", "expected"),
    [
        ("project:\n  type: website\n", "_quarto.yml:2:3: the embedded engine does not support pr"),
        (f"{PLAIN}format:\n  epub: default\n", "_quarto.yml:8:3: the embedded engine does not s"),
        (
            f"{PLAIN}filters:\n  - own.lua\n",
            "_quarto.yml:8:5: the embedded engine does not support",
        ),
        (f"{PLAIN}date: today\n", "`date: today`"),
        (f"{PLAIN}format:\n  html:\n    include-in-header: x.html\n", "`include-in-header`"),
        (f"{PLAIN}crossref:\n  custom: [{{kind: block, key: x}}]\n", "`crossref: custom`"),
    ],
)
def test_a_setting_without_a_counterpart_is_refused(
    tmp_path: Path, configuration: str, expected: str
):
    pages = {"index.qmd": "# Home\n", "one.qmd": "# One\n", "_quarto.yml": configuration}
    for name, text in pages.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    with pytest.raises(RenderError) as caught:
        PandocEngine().render(open_project(tmp_path), None, tmp_path / "_book")

    assert expected in str(caught.value)


def test_what_a_page_shows_must_exist(tmp_path: Path):
    text = "# One\n\n![A](none.svg)\n\n[two](two.qmd)\n"
    pages = {"index.qmd": "# Home\n", "one.qmd": text, "_quarto.yml": PLAIN}
    for name, content in pages.items():
        (tmp_path / name).write_text(content, encoding="utf-8")

    with pytest.raises(RenderError) as caught:
        PandocEngine().render(open_project(tmp_path), None, tmp_path / "_book")

    assert str(caught.value).splitlines()[1:] == [
        "  one.qmd:3: the picture `none.svg` does not exist",
        "  one.qmd:5: the link to `two.qmd` leads to no page of the book",
    ]
