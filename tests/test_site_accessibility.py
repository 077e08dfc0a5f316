"""No page of a site breaks a rule of axe, in either theme, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import browsing
import pytest
import walks

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).parent.parent
# All rules of axe, and the one of WCAG 2.2 that it leaves off by default.
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
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


def faults(page: Page) -> list[str]:
    """Run axe on what a page shows now, and tell what it finds."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page, options=OPTIONS).response["violations"]
    return [
        f"{page.url}: {one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]
    ]


def violations(browser: Browser, site: Path, reader: dict[str, Any]) -> list[str]:
    """Run axe on all pages of a site and list what it finds."""
    found = []
    with browsing.served(site) as address:
        for path in sorted(site.rglob("*.html")):
            name = path.relative_to(site).as_posix()
            with browsing.tab(browser, f"{address}{name}", **reader) as page:
                if page.locator("table[data-sortable]").count():
                    page.locator(".table-tools").first.wait_for()
                found += faults(page)
    return found


@everywhere
def test_a_small_book_has_no_violation(browser: Browser, book: Path, reader: dict[str, Any]):
    assert "\n".join(violations(browser, book, reader)) == ""


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
        found += faults(page)
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Enlarge").click()
        found += faults(page)
        page.keyboard.press("Escape")
        page.locator("a.footnote-ref").hover()
        page.locator(".preview").wait_for(state="visible")
        found += faults(page)
        page.mouse.move(0, 0)
        page.get_by_role("searchbox").fill("no such row")
        found += faults(page)
        if (menu := page.get_by_role("button", name="Contents")).is_visible():
            menu.click()
            found += faults(page)
    assert "\n".join(found) == ""


@everywhere
def test_the_example_review_has_no_violation(browser: Browser, built: Path, reader: dict[str, Any]):
    assert "\n".join(violations(browser, built / "_site", reader)) == ""


@everywhere
def test_the_flagship_review_has_no_violation(browser: Browser, reader: dict[str, Any]):
    site = ROOT / "_site"
    if not (site / "site_libs" / "reviewpress").is_dir():
        pytest.skip("the flagship is not built: reviewpress build --engine pandoc")
    assert "\n".join(violations(browser, site, reader)) == ""
