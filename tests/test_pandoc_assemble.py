"""Numbers, cross-references, conditional content, shortcodes and embeds, before any writer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import books
import pytest

from reviewpress.pandoc import ast, floats
from reviewpress.pandoc.assemble import Document

BOOK = (
    "project:\n  type: book\nbook:\n  title: T\n"
    "  chapters: [index.qmd, one.qmd]\n  appendices: [more.qmd]\n"
)


def book(folder: Path, one: str, settings: str = "", output_format: str = "html") -> Document:
    pages = {
        "index.qmd": "# Home {.unnumbered}\n",
        "one.qmd": one,
        "more.qmd": "# More {#sec-more}\n\n$$ a $$ {#eq-more}\n",
    }
    return books.document(folder, BOOK + settings, pages, output_format)


def references(document: Document, chapter: int = 1) -> list[str]:
    """Text and target of each cross-reference of a chapter."""
    nodes = ast.descend(document.chapters[chapter].blocks)
    links = [one for one in nodes if one["t"] == "Link" and ast.has_class(one, "quarto-xref")]
    written = [f"{ast.stringify(one['c'][1])} {one['c'][2][0]}" for one in links]
    return [one.replace("\u00a0", "_") for one in written]


def text(document: Document, chapter: int = 1) -> str:
    return ast.stringify(document.chapters[chapter].blocks)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("@fig-a", "Figure_1.1 /one.qmd#fig-a"),
        ("@Fig-a", "Figure_1.1 /one.qmd#fig-a"),
        ("[-@fig-a]", "1.1 /one.qmd#fig-a"),
        ("[Plate @fig-a]", "Plate_1.1 /one.qmd#fig-a"),
        ("@sec-one", "Chapter 1 /one.qmd#sec-one"),
        ("@sec-deep", "Section 1.1.1 /one.qmd#sec-deep"),
        ("[-@sec-deep]", "1.1.1 /one.qmd#sec-deep"),
        ("[Part @sec-deep]", "Part_1.1.1 /one.qmd#sec-deep"),
        ("@sec-more", "Appendix A /more.qmd#sec-more"),
        ("@eq-more", "Equation_A.1 /more.qmd#eq-more"),
    ],
)
def test_a_reference_names_and_numbers_its_target(tmp_path: Path, written: str, expected: str):
    source = (
        "# One {#sec-one}\n\n## Sub\n\n### Deep {#sec-deep}\n\n"
        f"![A](a.svg){{#fig-a}}\n\nSee {written}.\n"
    )

    assert references(book(tmp_path, source)) == [expected]


def test_several_references_stand_together(tmp_path: Path):
    source = "# One\n\n![A](a.svg){#fig-a}\n\n![B](a.svg){#fig-b}\n\nSee [@fig-a; @fig-b] now.\n"

    assert text(book(tmp_path, source)).endswith("See Figure\u00a01.1, Figure\u00a01.2 now.")


def test_from_an_unnumbered_chapter_a_section_is_called_by_its_title(tmp_path: Path):
    document = books.document(
        tmp_path,
        BOOK,
        {
            "index.qmd": "# Home {.unnumbered}\n\n@sec-one @sec-sub @sec-more\n",
            "one.qmd": "# One {#sec-one}\n\n## Sub *title* {#sec-sub}\n",
            "more.qmd": "# More {#sec-more}\n",
        },
        "html",
    )

    assert [one.split(" /")[0] for one in references(document, 0)] == [
        "1_ One",
        "Sub title",
        "Appendix A \u2014 More",
    ]


def test_names_and_styles_of_numbers_follow_the_settings(tmp_path: Path):
    settings = "crossref:\n  fig-prefix: Fig.\n  tbl-labels: roman i\n  chapters: false\n"
    source = (
        "# One\n\n![A](a.svg){#fig-a}\n\n| a |\n|---|\n| 1 |\n\n: T {#tbl-a}\n\n@fig-a @tbl-a\n"
    )

    assert references(book(tmp_path, source, settings)) == [
        "Fig._1 /one.qmd#fig-a",
        "Table_i /one.qmd#tbl-a",
    ]


def test_subfloats_have_letters_and_their_parents_number(tmp_path: Path):
    source = (
        "# One\n\n::: {#fig-x layout-ncol=2}\n![A](a.svg){#fig-xa}\n\n![B](a.svg){#fig-xb}\n\n"
        "Both\n:::\n\n@fig-xb\n"
    )

    document = book(tmp_path, source)

    assert references(document) == ["Figure_1.1 (b) /one.qmd#fig-xb"]
    assert document.index["fig-xb"].parent == "fig-x"
    whole = next(one for one in document.chapters[1].blocks if floats.is_float(one))
    assert ast.stringify(floats.caption_of(whole)) == "Both"


def test_numbers_start_anew_in_each_chapter_and_short_documents_have_none(tmp_path: Path):
    source = "## Sub {#sec-sub}\n\n![A](a.svg){#fig-a}\n\n@fig-a and @sec-sub\n"
    configuration = "project:\n  type: default\n  render: [index.qmd]\n"

    document = books.document(tmp_path, configuration, {"index.qmd": source}, "html")

    assert references(document, 0) == ["Figure_1 /index.qmd#fig-a", "Section 1 /index.qmd#sec-sub"]


@pytest.mark.parametrize(
    ("output_format", "expected"),
    [("html", "web not-paper span"), ("typst", "paper not-web"), ("docx", "not-web not-paper")],
)
def test_content_is_shown_in_its_format_only(tmp_path: Path, output_format: str, expected: str):
    source = (
        "# One\n\n"
        '::: {.content-visible when-format="html"}\nweb\n:::\n\n'
        '::: {.content-visible when-format="typst"}\npaper\n:::\n\n'
        '::: {.content-hidden when-format="html"}\nnot-web\n:::\n\n'
        '::: {.content-visible unless-format="typst"}\nnot-paper\n:::\n\n'
        '[span]{.content-visible when-format="html"}\n'
    )

    document = book(tmp_path, source, output_format=output_format)

    words = [ast.stringify([block]) for block in document.chapters[1].blocks]
    assert " ".join(word for word in words if word) == expected


def test_content_depends_on_settings(tmp_path: Path):
    source = (
        "---\ndraft-note: true\n---\n\n# One\n\n"
        '::: {.content-visible when-meta="draft-note"}\nyes\n:::\n\n'
        '::: {.content-visible when-meta="absent"}\nno\n:::\n'
    )

    assert text(book(tmp_path, source)) == "yes"


def test_variables_metadata_and_includes_take_their_place(tmp_path: Path):
    tmp_path.joinpath("_variables.yml").write_text(
        'n: 68\nname: "*Ann*"\ndeep:\n  er: 1.5\nyes: true\n', encoding="utf-8"
    )
    tmp_path.joinpath("_part.qmd").write_text("Included {{< var n >}}.\n", encoding="utf-8")
    source = (
        "---\ntitle: One\nkind: trial\n---\n\n"
        "**{{< var n >}}** {{< var name >}}, {{< var deep.er >}} {{< var yes >}} "
        "{{< meta kind >}} {{< meta book.title >}} `{{< var n >}}` {{{< var n >}}}\n\n"
        "{{< include _part.qmd >}}\n\n"
        "[to {{< var n >}}](https://example.org/{{< var n >}})\n"
    )

    document = book(tmp_path, source)

    said = text(document)
    assert said == "68 Ann, 1.5 true trial T 68 {{< var n >}}Included 68.to 68"
    links = [one for one in ast.descend(document.chapters[1].blocks) if one["t"] == "Link"]
    assert links[0]["c"][2][0] == "https://example.org/68"


def test_a_variable_cannot_become_syntax(tmp_path: Path):
    hostile = "<script>x</script> [l](javascript:x) {{< env HOME >}} @fig-a ::: $x$"
    tmp_path.joinpath("_variables.yml").write_text(
        json.dumps({"v": hostile.replace("@", "\\@").replace("$", "\\$")}), encoding="utf-8"
    )

    document = book(tmp_path, "# One\n\nBefore {{< var v >}} after.\n")

    kinds = {node["t"] for node in ast.descend(document.chapters[1].blocks)}
    assert "RawInline" not in kinds
    assert "{{< env HOME >}}" in text(document)


def test_a_variable_in_raw_html_is_text(tmp_path: Path):
    tmp_path.joinpath("_variables.yml").write_text(
        "v: '\\<script\\>1\\</script\\>'\n", encoding="utf-8"
    )

    document = book(tmp_path, "# One\n\n```{=html}\n<i>{{< var v >}}</i>\n```\n")

    assert document.chapters[1].blocks[0]["c"][1] == "<i>&lt;script&gt;1&lt;/script&gt;</i>"


def test_marks_of_shortcodes_in_sources_and_data_are_nothing(tmp_path: Path):
    mark = "\ue0000\ue001"
    tmp_path.joinpath("_variables.yml").write_text(f"v: 'x {mark}'\n", encoding="utf-8")
    notebook(tmp_path, cell("#| label: out\nx", {"text/markdown": f"data {mark}"}))
    source = f"# One\n\n{mark} {{{{< var v >}}}}\n\n{{{{< embed run.ipynb#out >}}}}\n"

    assert text(book(tmp_path, source)) == f"\ufffd0\ufffd x {mark}data {mark}"


def test_a_heading_with_a_shortcode_has_the_id_that_quarto_gives_it(tmp_path: Path):
    tmp_path.joinpath("_variables.yml").write_text("n: 3\n", encoding="utf-8")

    document = book(tmp_path, "# One\n\n## Found {{< var n >}} things\n")

    written = "7b7b3c20766172206e203e7d7d"
    assert document.chapters[1].blocks[0]["c"][1][0] == (
        f"found-b58fc729-690b-4000-b19f-365a4093b2ff{written}-things"
    )


def test_an_embed_at_the_end_of_a_panel_is_no_caption(tmp_path: Path):
    notebook(tmp_path, cell("#| label: out\nx", {"text/markdown": "Output"}))
    source = '# One\n\n::: {#fig-p fig-cap="Cap"}\nText\n\n{{< embed run.ipynb#out >}}\n:::\n'

    whole = book(tmp_path, source).chapters[1].blocks[0]

    assert ast.stringify(floats.caption_of(whole)) == "Cap"
    assert ast.stringify(floats.body_of(whole)) == "TextOutput"


def test_addresses_become_relative_to_the_root(tmp_path: Path):
    source = "# One\n\n[a](more.qmd#sec-more) [b](#x) [c](/img/y.csv) [d](mailto:a@b.org)\n"

    document = book(tmp_path, source)

    targets = [
        one["c"][2][0] for one in ast.descend(document.chapters[1].blocks) if one["t"] == "Link"
    ]
    assert targets == ["/more.qmd#sec-more", "/one.qmd#x", "/img/y.csv", "mailto:a@b.org"]


def notebook(folder: Path, *cells: dict[str, Any]) -> None:
    stored = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    folder.joinpath("run.ipynb").write_text(json.dumps(stored), encoding="utf-8")


def cell(source: str, *data: dict[str, str]) -> dict[str, Any]:
    outputs = [{"output_type": "display_data", "data": one, "metadata": {}} for one in data]
    return {"cell_type": "code", "source": source, "outputs": outputs, "metadata": {}, "id": "c"}


def test_an_embedded_figure_becomes_a_float_with_its_file(tmp_path: Path):
    options = '#| label: fig-e\n#| fig-cap: "A *cap*"\n#| fig-alt: Alt\n'
    notebook(tmp_path, cell(options + "draw()", {"image/svg+xml": "<svg/>", "text/plain": "x"}))

    document = book(tmp_path, "# One\n\n{{< embed run.ipynb#fig-e >}}\n\n@fig-e\n")

    chapter = document.chapters[1]
    assert chapter.assets == {"one_files/figure-html/fig-e.svg": b"<svg/>"}
    assert references(document) == ["Figure_1.1 /one.qmd#fig-e"]
    image = next(one for one in ast.descend(chapter.blocks) if one["t"] == "Image")
    assert image["c"][2][0] == "/one_files/figure-html/fig-e.svg"
    assert ast.value(image["c"][0], "fig-alt") == "Alt"


@pytest.mark.parametrize(("output_format", "kind"), [("html", "RawBlock"), ("typst", "Table")])
def test_an_embedded_table_is_taken_in_the_form_of_its_format(
    tmp_path: Path, output_format: str, kind: str
):
    both = {
        "text/html": "<table><tr><td>1</td></tr></table>",
        "text/markdown": "| a |\n|--|\n| 1 |",
    }
    notebook(tmp_path, cell("#| label: tbl-e\n#| tbl-cap: Cap\ntable()", both))

    document = book(
        tmp_path, "# One\n\n{{< embed run.ipynb#tbl-e >}}\n", output_format=output_format
    )

    found = next(one for one in document.chapters[1].blocks if floats.is_float(one))
    assert [block["t"] for block in floats.body_of(found)] == [kind]


def test_html_alone_is_converted_for_paper(tmp_path: Path):
    notebook(
        tmp_path, cell("#| label: tbl-e\nx", {"text/html": "<table><tr><td>1</td></tr></table>"})
    )

    document = book(tmp_path, "# One\n\n{{< embed run.ipynb#tbl-e >}}\n", output_format="typst")

    assert any(one["t"] == "Table" for one in ast.descend(document.chapters[1].blocks))


def test_markdown_of_a_notebook_is_data(tmp_path: Path):
    hostile = "| a |\n|---|\n| <script>x</script> `x`{=html} \\{\\{< env HOME >\\}\\} |\n"
    notebook(tmp_path, cell("#| label: out\nx", {"text/markdown": hostile}))

    document = book(tmp_path, "# One\n\n{{< embed run.ipynb#out >}}\n", output_format="typst")

    kinds = {one["t"] for one in ast.descend(document.chapters[1].blocks)}
    assert not kinds & {"RawInline", "RawBlock"}


def test_citations_are_page_by_page_on_the_web_and_whole_on_paper(tmp_path: Path):
    tmp_path.joinpath("r.bib").write_text(
        "@book{a1, author={Ann, A}, title={First}, year={2001}}\n"
        "@book{a2, author={Ann, A}, title={Second}, year={2001}}\n",
        encoding="utf-8",
    )
    pages = {
        "index.qmd": "# Home {.unnumbered}\n\n@a1\n",
        "one.qmd": "# One\n\n@a2\n",
        "more.qmd": "# More\n\n::: {#refs}\n:::\n",
    }

    def said(output_format: str) -> list[str]:
        settings = f"{BOOK}bibliography: r.bib\n"
        document = books.document(tmp_path / output_format, settings, pages, output_format)
        return [ast.stringify(chapter.blocks) for chapter in document.chapters]

    for output_format in ("html", "typst"):
        tmp_path.joinpath(output_format).mkdir()
        (tmp_path / output_format / "r.bib").write_bytes((tmp_path / "r.bib").read_bytes())

    assert said("html")[:2] == ["HomeAnn (2001)", "Ann (2001)"]
    assert said("typst")[:2] == ["HomeAnn (2001a)", "Ann (2001b)"]
    assert "First" in said("html")[2]
    assert "Second" in said("html")[2]
