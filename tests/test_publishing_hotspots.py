"""Parts of a figure that lead somewhere: laid over the picture, and in the picture itself."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from reviewpress import plots, present
from reviewpress.publishing import furniture, hotspots
from reviewpress.synthesis.flow import Flow

COUNTS = Flow(5, 1, 4, 1, 3, 1, 2, 1, 0, 1, 1, 0)
PAGE = '<p><img class="figure-img" src="one_files/fig-flow.svg" alt="Flow"></p>'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    links = {"identified": "/chapters/two.qmd#tbl-a", "excluded": "/chapters/one.qmd#tbl-b"}
    figure = plots.flow(COUNTS, [("No plot & more", 1)], title="x", links=links)
    folder = tmp_path / "chapters" / "one_files"
    folder.mkdir(parents=True)
    (folder / "fig-flow.svg").write_text(present.image(figure).svg, encoding="utf-8")
    return tmp_path


def _added(site: Path) -> str:
    return hotspots.add(PAGE, site, "chapters/one.html", mark=furniture.added)


def test_boxes_of_the_flow_lead_to_their_lists(site: Path):
    page = _added(site)
    assert re.findall(r'<a href="([^"]*)"[^>]*aria-label="([^"]*)"', page) == [
        ("two.html#tbl-a", "list of Records identified (n = 5)"),
        ("one.html#tbl-b", "list of Excluded after assessment (n = 1)"),
    ]
    for style in re.findall(r'style="([^"]*)"', page):
        left, top, width, height = (float(each) for each in re.findall(r"[\d.]+", style))
        assert 0 <= left < left + width <= 100
        assert 0 <= top < top + height <= 100


def test_the_picture_alone_leads_there_too(site: Path):
    _added(site)
    svg = (site / "chapters/one_files/fig-flow.svg").read_text(encoding="utf-8")
    assert 'xlink:href="../two.html#tbl-a" target="_top"' in svg
    assert ".qmd" not in svg


def test_it_can_be_taken_out_and_done_again(site: Path):
    page = _added(site)
    assert furniture.remove(page) == PAGE
    assert _added(site) == page


def test_a_picture_without_links_stays_as_it_is(site: Path):
    figure = plots.flow(COUNTS, [], title="x")
    picture = site / "chapters/one_files/fig-flow.svg"
    picture.write_text(present.image(figure).svg, encoding="utf-8")
    before = picture.read_bytes()
    assert _added(site) == PAGE
    assert picture.read_bytes() == before
    assert hotspots.add(PAGE, site, "other.html", mark=furniture.added) == PAGE


def test_marks_of_the_gap_map_lead_to_their_rows():
    cells = pd.DataFrame(
        [("roof", "food", 2, "strong")], columns=["a", "b", "studies", "strongest"]
    )
    figure = plots.gapmap(
        cells, ["roof"], ["food"], ["strong"], title="x", links={("roof", "food"): "/m.qmd#r-f"}
    )
    (area,) = hotspots.areas(present.image(figure).svg)
    assert (area.target, area.name) == ("/m.qmd#r-f", "the studies of roof and food")
