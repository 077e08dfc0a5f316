"""No page of a site breaks a rule of axe, in either theme, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import accessibility
import browsing
import pytest
import walks

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

THEMES = ("light", "dark")
WIDTHS = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
everywhere = pytest.mark.parametrize(
    "reader",
    [{"color_scheme": theme, "viewport": size} for theme in THEMES for size in WIDTHS.values()],
    ids=[f"{theme}-{width}" for theme in THEMES for width in WIDTHS],
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing.chromium() as started:
        yield started


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return walks.site(tmp_path_factory.mktemp("walks"))


@pytest.mark.parametrize("width", WIDTHS)
def test_a_small_book_has_no_violation(browser: Browser, book: Path, width: str):
    found = accessibility.faults_of_site(browser, book, WIDTHS[width], contrast_of_all=True)
    assert "\n".join(found) == ""


@pytest.mark.parametrize("width", WIDTHS)
def test_the_example_review_has_no_violation(browser: Browser, built: Path, width: str):
    site = built / "_site"
    found = accessibility.faults_of_site(browser, site, WIDTHS[width], contrast_of_all=True)
    assert "\n".join(found) == ""


def test_a_site_without_pages_is_a_fault(browser: Browser, tmp_path: Path):
    found = accessibility.faults_of_site(browser, tmp_path, WIDTHS["desk"], contrast_of_all=True)
    assert found == [f"{tmp_path} has no pages"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("main p { color: #888 }", {"light: color-contrast"}),
        (':root[data-theme="dark"] tbody td { color: #444 }', {"dark: color-contrast"}),
        ("tbody td .confidence-low { color: #bbb }", {"light: color-contrast"}),
    ],
)
@pytest.mark.parametrize("contrast_of_all", [True, False])
def test_one_element_of_each_kind_tells_of_all(
    browser: Browser, book: Path, rule: str, expected: set[str], *, contrast_of_all: bool
):
    with (
        browsing.served(book) as address,
        browsing.tab(browser, f"{address}one.html", bypass_csp=True) as page,
    ):
        page.add_style_tag(content=rule)
        found = accessibility.faults_in_both_themes(page, contrast_of_all=contrast_of_all)

    assert {one.split(", ", 1)[1].partition(": <")[0] for one in found} == expected


@everywhere
def test_what_opens_has_no_violation(browser: Browser, book: Path, reader: dict[str, Any]):
    found = []
    with (
        browsing.served(book) as address,
        browsing.tab(browser, f"{address}one.html", **reader) as page,
    ):
        page.keyboard.press("/")
        page.keyboard.type("heron")
        page.locator(".search li a").first.wait_for()
        found += accessibility.faults(page)
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Enlarge").click()
        found += accessibility.faults(page)
        page.keyboard.press("Escape")
        page.locator("a.footnote-ref").hover()
        page.locator(".preview").wait_for(state="visible")
        found += accessibility.faults(page)
        page.mouse.move(0, 0)
        page.get_by_role("searchbox").fill("no such row")
        found += accessibility.faults(page)
        if (menu := page.get_by_role("button", name="Contents")).is_visible():
            menu.click()
            found += accessibility.faults(page)
    assert "\n".join(found) == ""
