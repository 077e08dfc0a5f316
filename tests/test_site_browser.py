"""What readers can do with a site, tried out in a real browser."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import browsing
import pytest
import walks

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
SMALL_BYTES = 300_000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a small finished site."""
    with browsing.served(walks.site(tmp_path_factory.mktemp("walks"))) as address:
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
        page.keyboard.press("Escape")
        assert not page.locator("dialog.search").is_visible(), "Escape only emptied the box"

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


def test_words_typed_before_the_scripts_are_there_are_answered(browser: Browser, site: str):
    with browsing.tab(browser, f"{site}one.html") as page:
        held: list[Route] = []
        # A bound method of a list does not tell how many arguments it takes.
        page.route("**/site.js", lambda route: held.append(route))  # noqa: PLW0108
        page.goto(site, wait_until="commit")
        browsing.until(page, "typeof takeEarlySearch === 'function'")
        page.keyboard.press("/")
        page.keyboard.type("herox")
        page.keyboard.press("Backspace")
        held[0].continue_()
        page.locator("dialog.search").wait_for()
        page.keyboard.type("n")
        page.locator(".search li a").first.wait_for()

        assert page.locator(".search input").input_value() == "heron"


def test_the_citation_can_be_copied_from_the_first_screen(browser: Browser, site: str):
    allowed = ["clipboard-read", "clipboard-write"]
    with browsing.tab(browser, site, permissions=allowed) as page:
        button = page.get_by_role("button", name="Copy the citation as RIS")
        box = button.bounding_box()
        assert box
        assert box["y"] + box["height"] < 900
        button.click()
        browsing.until(page, "navigator.clipboard.readText().then((text) => text !== '')")

        assert page.evaluate("navigator.clipboard.readText()").startswith("TY  - BOOK")


def test_paper_is_light_in_the_dark_theme(browser: Browser, site: str):
    with browsing.tab(browser, f"{site}one.html", color_scheme="dark") as page:
        ink = "getComputedStyle(document.querySelector('main p')).color"
        assert page.evaluate(ink) == "rgb(232, 230, 225)"
        page.emulate_media(media="print", color_scheme="dark")

        assert page.evaluate(ink) == "rgb(27, 27, 31)"
        for name in (".masthead", ".sidebar", ".figure-tools", ".table-tools"):
            assert not page.locator(name).first.is_visible()


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


@pytest.mark.parametrize(
    ("words", "title", "address"),
    [
        ("heron", "2 Two", "two.html"),
        ("named", "1.1 Long table", "one.html#sec-long"),
        ("moderate", "Table 1.1: Sizes", "one.html#tbl-sizes"),
        ("f2", "F2 is one", "two.html#F2"),
    ],
)
def test_results_lead_to_the_part_that_holds_the_words(
    browser: Browser, site: str, words: str, title: str, address: str
):
    with browsing.tab(browser, site) as page:
        page.keyboard.press("/")
        page.keyboard.type(words)
        found = page.locator(".search li a").first
        found.wait_for()

        assert found.locator(".search-title").inner_text() == title
        assert found.get_attribute("href") == f"/{address}"


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
            browsing.until(page, f"{read}.then((text) => text !== {copied.get('last', '')!r})")
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


def test_a_phone_shows_the_whole_title_and_buttons_for_a_finger(browser: Browser, site: str):
    with browsing.tab(browser, f"{site}one.html", viewport=PHONE) as page:
        title = page.locator(".masthead-title")
        title.evaluate("one => { one.textContent = 'School-to-school collaboration in England'; }")
        assert title.evaluate("one => one.scrollHeight <= one.clientHeight")
        assert title.evaluate("one => one.scrollWidth <= one.clientWidth")
        for name in ("Contents", "Search", "Dark theme"):
            box = page.get_by_role("button", name=name).bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 40


def test_a_drawing_is_dark_in_the_dark_theme_and_light_on_paper(browser: Browser, site: str):
    with browsing.tab(browser, f"{site}one.html", color_scheme="dark") as page:
        look = "getComputedStyle(document.querySelector('#fig-dots img')).filter"
        assert page.evaluate(look).startswith("invert(1)")
        page.emulate_media(media="print")
        assert page.evaluate(look) == "none"


def test_a_wide_table_scrolls_in_its_box_with_the_keyboard(browser: Browser, site: str):
    with browsing.tab(browser, f"{site}two.html", viewport=PHONE) as page:
        box = page.locator(".table-box").first
        box.focus()
        page.keyboard.press("ArrowRight")
        browsing.until(page, "document.querySelector('.table-box').scrollLeft > 0")
        assert box.get_attribute("data-goes-on") == ""
        box.evaluate("one => one.scrollTo(one.scrollWidth, 0)")
        browsing.until(page, "!document.querySelector('.table-box').hasAttribute('data-goes-on')")


def test_the_front_page_is_small(browser: Browser, site: str):
    sizes = browsing.loaded(browser, site)

    assert f"{site}site_libs/reviewpress/site.css" in sizes
    assert not any("pagefind" in url or "datatables" in url for url in sizes)
    assert sum(sizes.values()) < SMALL_BYTES


def test_the_policy_stops_what_a_page_must_not_do(browser: Browser, site: str):
    """Pages themselves are tried against it by every test here: `tab` fails on a violation."""
    with browser.new_context() as own:
        page = own.new_page()
        failed: dict[str, str | None] = {}
        page.on("requestfailed", lambda request: failed.update({request.url: request.failure}))
        page.goto(f"{site}one.html")
        policy = page.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content")
        page.evaluate(
            """() => {
              const run = document.createElement("script");
              run.textContent = "window.injected = true";
              const style = document.createElement("style");
              style.textContent = "main { color: red }";
              const image = document.createElement("img");
              image.src = "https://elsewhere.example/pixel.png";
              document.body.append(run, style, image);
            }"""
        )

        assert policy == (
            "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src-elem 'self'; "
            "style-src-attr 'unsafe-inline'; img-src 'self' data:; object-src 'none'; "
            "base-uri 'self'"
        )
        assert page.evaluate("window.injected") is None
        assert page.evaluate("getComputedStyle(document.querySelector('main')).color") != (
            "rgb(255, 0, 0)"
        )
        assert failed == {"https://elsewhere.example/pixel.png": "csp"}
