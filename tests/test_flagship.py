"""What the readers of the flagship review get, as `make book` built it: `make test-site`.

A review that is not built, or a machine without Chromium, fails these tests; they skip nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import accessibility
import browsing
import pdf_glyphs
import pytest
from pypdf import PdfReader

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.flagship, pytest.mark.browser, pytest.mark.slow]

SITE = Path(__file__).parents[1] / "_site"
PHONE = {"width": 390, "height": 844}
SMALL_BYTES = 300_000
SMALLEST_PT = 7.5
LONGEST_BRIEF_PAGES = 4


@pytest.fixture(scope="module")
def site() -> Path:
    assert (SITE / "site_libs" / "reviewpress").is_dir(), "first: make book"
    return SITE


@pytest.fixture(scope="module")
def book(site: Path) -> Path:
    (found,) = site.glob("*.pdf")
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing.chromium(is_needed=True) as started:
        yield started


def test_no_page_has_a_violation_on_a_desk(browser: Browser, site: Path):
    desk = {"width": 1280, "height": 900}
    found = accessibility.faults_of_site(browser, site, desk, contrast_of_all=True)

    assert "\n".join(found) == ""


def test_no_page_has_a_violation_on_a_phone(browser: Browser, site: Path):
    found = accessibility.faults_of_site(browser, site, PHONE, contrast_of_all=False)

    assert "\n".join(found) == ""


def test_no_page_scrolls_sideways_on_a_phone(browser: Browser, site: Path):
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    assert pages
    with browsing.served(site) as address:
        for name in pages:
            with browsing.tab(browser, f"{address}{name}", viewport=PHONE) as page:
                width = page.evaluate("document.documentElement.scrollWidth")
                assert (name, width) == (name, PHONE["width"])


def test_the_front_page_is_small(browser: Browser, site: Path):
    with browsing.served(site) as address:
        sizes = browsing.loaded(browser, address)

    assert f"{address}site_libs/reviewpress/site.css" in sizes
    assert sum(sizes.values()) < SMALL_BYTES


def test_the_answer_and_where_to_go_are_on_the_first_screen(browser: Browser, site: Path):
    desk = {"width": 1440, "height": 900}
    with (
        browsing.served(site) as address,
        browsing.tab(browser, address, viewport=desk) as page,
    ):
        for part in (".rp-front", ".answer", ".at-a-glance", ".reader-paths li a"):
            box = page.locator(part).first.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= desk["height"], part


def test_no_line_of_the_pdf_runs_over_the_margin(book: Path):
    pages = PdfReader(book).pages

    assert sum(len(pdf_glyphs.runs(one)) for one in pages) > len(pages)
    assert pdf_glyphs.over_the_margin(book) == []


@pytest.mark.parametrize("pattern", ["*.pdf", "implications/*.pdf"])
def test_nothing_in_the_pdfs_is_too_small_to_read(site: Path, pattern: str):
    """A raised sign, such as the number of a note, may be smaller."""
    (path,) = site.glob(pattern)
    sizes: dict[float, int] = {}
    for page in PdfReader(path).pages:
        for run in pdf_glyphs.runs(page):
            sizes[round(run.size, 1)] = max(sizes.get(round(run.size, 1), 0), run.glyphs)

    assert sizes
    assert {size for size, glyphs in sizes.items() if glyphs > 1 and size < SMALLEST_PT} == set()


def test_the_short_document_is_short(site: Path):
    pages = PdfReader(site / "implications" / "implications.pdf").pages

    assert 1 < len(pages) <= LONGEST_BRIEF_PAGES
    first = " ".join(pages[0].extract_text().split())
    assert all(words in first for words in ("What is known", "How sure", "What to do"))
