"""No page of a site breaks a rule of axe, in either theme."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import browsing
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).parent.parent
# All rules of axe, and the one of WCAG 2.2 that it leaves off by default.
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing.chromium() as started:
        yield started


def violations(browser: Browser, site: Path, theme: str) -> list[str]:
    """Run axe on all pages of a site and list what it finds."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = []
    with browsing.served(site) as address:
        for path in sorted(site.rglob("*.html")):
            name = path.relative_to(site).as_posix()
            with browsing.tab(browser, f"{address}{name}", color_scheme=theme) as page:
                if page.locator("table[data-sortable]").count():
                    page.locator(".table-tools").first.wait_for()
                result = axe.run(page, options=OPTIONS)
            found += [
                f"{name}: {one['id']}: {node['html'][:120]}"
                for one in result.response["violations"]
                for node in one["nodes"]
            ]
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_example_review_has_no_violation(browser: Browser, built: Path, theme: str):
    assert "\n".join(violations(browser, built / "_site", theme)) == ""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_flagship_review_has_no_violation(browser: Browser, theme: str):
    site = ROOT / "_site"
    if not (site / "site_libs" / "reviewpress").is_dir():
        pytest.skip("the flagship is not built: reviewpress build --engine pandoc")
    assert "\n".join(violations(browser, site, theme)) == ""
