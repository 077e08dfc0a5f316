"""What readers can do with a site, tried out in a real browser."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import books
import browsing
import pytest

from reviewpress.pandoc.html import search
from reviewpress.pandoc.html.site import write_site
from reviewpress.project import open_project
from reviewpress.publishing import decorate

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
CONFIGURATION = """project: {type: book}
lang: en-GB
book:
  title: A book of walks
  author: [Ann Alpha]
  chapters: [index.qmd, one.qmd, two.qmd]
bibliography: r.bib
review: {edition: "2026.1", date: 2026-01-02}
"""
LEVELS = ("low", "high", "moderate", "very-low")
ROWS = "\n".join(
    f"| =S{n:02} | {n * 7 % 13} | [{LEVELS[n % 4]}]{{.confidence .confidence-{LEVELS[n % 4]}}} |"
    for n in range(1, 15)
)
PAGES = {
    "index.qmd": "# Summary {.unnumbered}\n\n::: {.answer}\nWalks are long.\n:::\n",
    "one.qmd": (
        "# One {#sec-one}\n\n## Long table {#sec-long}\n\nSee [@alpha2001], @fig-dots, @sec-two "
        "and a note.^[It says *more*.]\n\n"
        f"| Study | Size | Confidence |\n|:--|--:|:--|\n{ROWS}\n\n: Sizes {{#tbl-sizes}}\n\n"
        "| A | B |\n|--|--|\n| 1 | 2 |\n\n![Dots](dots.svg){#fig-dots}\n\n"
        "```python\nprint(1)\n```\n"
    ),
    "two.qmd": (
        "# Two {#sec-two}\n\nThe heron walks.\n\n## Wide things\n\n"
        f"|{' Column of things |' * 12}\n|{'--|' * 12}\n|{' aaaaaaaaaaaaaa |' * 12}\n\n"
        "::: {#refs}\n:::\n"
    ),
    "dots.svg": books.SVG,
    "r.bib": "@book{alpha2001, author={Alpha, Ann}, title={On herons}, year={2001}}\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a small finished site."""
    folder = tmp_path_factory.mktemp("walks")
    out = folder / "_book"
    write_site(books.document(folder, CONFIGURATION, PAGES, "html"), out)
    search.index(out)
    decorate(open_project(folder), out)
    with browsing.served(out) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing.chromium() as started:
        yield started


def first_cells(page: Page) -> list[str]:
    return page.locator("#tbl-sizes tbody tr td:first-child").all_inner_texts()


def test_search_is_reached_and_left_with_the_keyboard(browser: Browser, site: str):
    with browsing.tab(browser, site) as page:
        page.keyboard.press("/")
        page.keyboard.type("heron")
        page.locator(".search li a").first.wait_for()
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.matches('.search li a')")
        page.keyboard.press("Escape")
        assert not page.locator("dialog.search").is_visible()

        page.keyboard.press("Control+k")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"two\.html"))


def test_words_typed_while_the_search_is_loading_are_answered(browser: Browser, site: str):
    """Several imports of a slow library used to end in any order, and the last words got lost."""
    for _ in range(4):
        with browsing.tab(browser, site) as page:
            browsing.slow_down(page, 20)
            page.keyboard.press("/")
            page.keyboard.type("heron")
            page.locator(".search li a").first.wait_for()

            assert page.locator(".search-state").inner_text() == "1 page"


@pytest.mark.parametrize("file", ["pagefind.js", "pagefind-entry.json*"])
def test_a_search_that_did_not_load_is_tried_again(browser: Browser, site: str, file: str):
    with browser.new_context() as own:
        page = own.new_page()
        page.goto(site)
        own.route(f"**/{file}", lambda route: route.abort())
        page.keyboard.press("/")
        page.keyboard.type("her")
        page.get_by_text("The search index did not load.").wait_for()
        own.unroute(f"**/{file}")
        page.keyboard.type("on")
        page.locator(".search li a").first.wait_for()


def test_the_theme_follows_the_system_and_then_the_reader(browser: Browser, site: str):
    with browsing.tab(browser, site, color_scheme="dark") as page:
        theme = "document.documentElement.dataset.theme"
        assert page.evaluate(theme) == "dark"
        page.get_by_role("button", name="Dark theme").click()
        page.goto(f"{site}one.html")

        assert page.evaluate(theme) == "light"


def test_the_first_stop_of_the_keyboard_skips_to_the_text(browser: Browser, site: str):
    with browsing.tab(browser, f"{site}one.html") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip-link"
        page.keyboard.press("Enter")

        assert page.url.endswith("#quarto-document-content")


def test_a_long_table_is_sorted_with_keys_and_says_so(browser: Browser, site: str):
    with browsing.tab(browser, f"{site}one.html") as page:
        button = page.get_by_role("button", name="Size: Activate to sort")
        button.focus()
        page.keyboard.press("Enter")

        numbers = page.locator("#tbl-sizes tbody tr td:nth-child(2)").all_inner_texts()
        assert [int(one) for one in numbers] == sorted(n * 7 % 13 for n in range(1, 15))
        head = page.locator("#tbl-sizes th", has_text="Size")
        assert head.get_attribute("aria-sort") == "ascending"


def test_confidence_is_sorted_by_rank(browser: Browser, site: str):
    with browsing.tab(browser, f"{site}one.html") as page:
        page.get_by_role("button", name="Confidence: Activate to sort").click()

        shown = page.locator("#tbl-sizes tbody tr td:nth-child(3)").all_inner_texts()
        assert list(dict.fromkeys(shown)) == ["very-low", "low", "moderate", "high"]


def test_a_table_is_filtered_and_saved_without_formulas(browser: Browser, site: str):
    with browsing.tab(browser, f"{site}one.html") as page:
        page.get_by_role("searchbox").fill("S03")
        assert first_cells(page) == ["=S03"]
        assert page.locator(".table-state").inner_text() == "1 of 14 rows"
        with page.expect_download() as saved:
            page.get_by_role("button", name="Save as CSV").click()

        assert saved.value.suggested_filename == "tbl-sizes.csv"
        text = Path(saved.value.path()).read_text(encoding="utf-8-sig")
        assert list(csv.reader(io.StringIO(text))) == [
            ["Study", "Size", "Confidence"],
            ["'=S03", "8", "very-low"],
        ]


def test_a_short_table_stays_plain(browser: Browser, site: str):
    with browsing.tab(browser, f"{site}one.html") as page:
        page.get_by_role("searchbox").wait_for()

        assert page.locator(".table-tools").count() == 1
        assert page.locator("table").count() == 2


def test_tables_are_whole_without_scripts(browser: Browser, site: str):
    with browsing.tab(browser, f"{site}one.html", java_script_enabled=False) as page:
        assert len(first_cells(page)) == 14
        assert page.locator("button:visible").count() == 0


@pytest.mark.parametrize(
    ("link", "text"),
    [
        ("a[role=doc-biblioref]", "On Herons"),
        ("a.footnote-ref", "It says more."),
        ("a.quarto-xref[href='#fig-dots']", "Dots"),
        ("a.quarto-xref[href='two.html#sec-two']", "Two"),
    ],
)
def test_links_show_what_they_lead_to(browser: Browser, site: str, link: str, text: str):
    with browsing.tab(browser, f"{site}one.html") as page:
        preview = page.locator(".preview")
        page.locator(link).hover()
        preview.wait_for(state="visible")
        assert text in preview.inner_text()
        page.keyboard.press("Escape")
        assert not preview.is_visible()

        page.mouse.move(0, 0)
        page.locator(link).focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        preview.wait_for(state="visible")
        assert page.locator(link).get_attribute("aria-describedby") == "preview"


def test_a_reference_leads_back_to_where_it_is_cited(browser: Browser, site: str):
    with browsing.tab(browser, f"{site}two.html") as page:
        page.locator("#ref-alpha2001 .cited-in a").click()

        assert page.url == f"{site}one.html#sec-long"


def test_a_figure_is_enlarged_and_closed(browser: Browser, site: str):
    with browsing.tab(browser, f"{site}one.html") as page:
        page.get_by_role("button", name="Enlarge").click()
        assert page.locator("dialog.figure-large").is_visible()
        page.keyboard.press("Escape")
        assert not page.locator("dialog.figure-large").is_visible()
        saved = page.locator(".figure-tools a").evaluate("one => [one.textContent, one.href]")

        assert saved == ["SVG", f"{site}dots.svg"]


def test_code_and_citations_can_be_copied(browser: Browser, site: str):
    allowed = ["clipboard-read", "clipboard-write"]
    with browsing.tab(browser, f"{site}one.html", permissions=allowed) as page:
        read = "navigator.clipboard.readText()"
        page.locator(".code-copy-outer-scaffold").hover()
        page.locator(".code-copy-button").click()
        assert page.evaluate(read).strip() == "print(1)"

        page.goto(site)
        copied = {}
        for form in ("APA", "BibTeX", "RIS"):
            page.get_by_role("button", name=f"Copy {form}").click()
            page.wait_for_function(f"{read}.then((text) => text !== {copied.get('last', '')!r})")
            copied["last"] = copied[form] = page.evaluate(read)
        assert copied["APA"] == "Alpha, A. (2026). A book of walks (Edition 2026.1)."
        assert copied["BibTeX"].startswith("@book{")
        assert copied["RIS"].splitlines()[:3] == [
            "TY  - BOOK",
            "AU  - Alpha, Ann",
            "TI  - A book of walks",
        ]


def test_headings_carry_their_own_address(browser: Browser, site: str):
    with browsing.tab(browser, f"{site}one.html") as page:
        page.locator("h2 .anchor-link").first.click()

        assert page.url.endswith("#sec-long")


@pytest.mark.parametrize("name", ["index.html", "one.html", "two.html"])
def test_a_phone_shows_one_column_and_scrolls_no_page_sideways(
    browser: Browser, site: str, name: str
):
    with browsing.tab(browser, f"{site}{name}", viewport=PHONE) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        assert not page.locator("#quarto-sidebar").is_visible()
        page.get_by_role("button", name="Contents").click()
        assert page.locator("#quarto-sidebar").is_visible()
        page.keyboard.press("Escape")
        assert not page.locator("#quarto-sidebar").is_visible()


def test_a_wide_table_scrolls_in_its_box_with_the_keyboard(browser: Browser, site: str):
    with browsing.tab(browser, f"{site}two.html", viewport=PHONE) as page:
        box = page.locator(".table-box").first
        box.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("document.querySelector('.table-box').scrollLeft > 0")


def test_the_front_page_is_small(browser: Browser, site: str):
    sizes: dict[str, int] = {}
    with browsing.tab(browser, "about:blank") as page:
        page.on("response", lambda answer: sizes.update({answer.url: len(answer.body())}))
        page.goto(site, wait_until="networkidle")

    assert f"{site}site_libs/reviewpress/site.css" in sizes
    assert sum(sizes.values()) < 300_000
