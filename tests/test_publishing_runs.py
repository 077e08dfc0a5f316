from __future__ import annotations

import re
from pathlib import Path

import pytest

from reviewpress.publishing import notebook_html

pytestmark = pytest.mark.slow


def _page(built: Path, name: str) -> str:
    return (built / "_site" / name).read_text(encoding="utf-8")


def test_every_executed_run_has_a_page(built: Path):
    runs = sorted(path.stem for path in (built / "_build/runs").glob("*.json"))

    pages = {path.stem for path in (built / "_site/runs").glob("*.html")}

    assert pages == {*runs, "index"}
    assert all(f'href="{run}.html"' in _page(built, "runs/index.html") for run in runs)


def test_a_page_shows_source_parameters_outputs_and_provenance(built: Path):
    page = _page(built, "runs/themes-effects.html")

    assert "theme = effects" in page
    assert 'href="notebooks/themes.ipynb"' in page
    assert 'href="themes-effects.ipynb"' in page
    assert re.search(
        r'href="\.\./downloads/codings\.csv" download>Download data/codings\.csv', page
    )
    assert "pandas " in page
    assert "reviewpress run themes-effects" in page
    assert 'id="tbl-themes-effects"' in page
    assert "<table" in page.split('id="tbl-themes-effects"')[1]


def test_captions_lead_to_the_run_that_made_the_thing(built: Path):
    page = _page(built, "chapters/methods.html")

    for label in ("fig-flow", "tbl-exclusion"):
        assert f'href="../runs/flow.html#{label}"' in page


def test_links_of_outputs_lead_to_pages_or_are_taken_away(tmp_path: Path):
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters/register.html").write_text('<p id="S1">', encoding="utf-8")
    pages = notebook_html.Pages(tmp_path)

    def seen(address: str) -> str:
        return str(pages.linked(f'<a class="c" href="{address}">x</a>', "runs/a.html"))

    assert seen("/chapters/register.qmd#S1").startswith(
        '<a class="c" href="../chapters/register.html#S1">'
    )
    assert (
        seen("/chapters/register.qmd#S2") == '<a class="c" href="../chapters/register.html">x</a>'
    )
    assert seen("/chapters/absent.qmd") == '<a class="c">x</a>'
    assert seen("javascript:alert(1)") == '<a class="c">x</a>'
    assert seen("https://example.org/") == '<a class="c" href="https://example.org/">x</a>'


def test_text_of_notebooks_is_inert(tmp_path: Path):
    hostile = "<script>alert(1)</script> **bold**"
    notebook = {
        "cells": [
            {"cell_type": "markdown", "source": hostile},
            {
                "cell_type": "code",
                "source": ["x = '<script>'"],
                "outputs": [
                    {"output_type": "stream", "name": "stdout", "text": ["<script>"]},
                    {"output_type": "execute_result", "data": {"text/plain": "<script>"}},
                ],
            },
        ]
    }

    prose = notebook_html.render_prose([notebook])
    html = str(
        notebook_html.cells(
            notebook, pages=notebook_html.Pages(tmp_path), page="runs/a.html", prose=prose
        )
    )

    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= 4
    assert "<strong>bold</strong>" in html
