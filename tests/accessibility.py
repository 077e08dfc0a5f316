"""Run axe on pages: every rule, in both themes, without asking the same question a thousand times.

Contrast is by far the slowest rule, since the browser is asked what lies behind each word. What a
style sheet decides is the same for all that stand at the same path of tags and classes, so after a
page was checked whole in one theme, one element of each path tells of the others.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import browsing
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# All rules of axe, and the one of WCAG 2.2 that it leaves off by default.
_SIZE = {"target-size": {"enabled": True}}
_COLOURS = ("color-contrast", "link-in-text-block")
_EVERYTHING = {"resultTypes": ["violations"], "rules": _SIZE}
_SHAPE = {
    "resultTypes": ["violations"],
    "rules": {**_SIZE, **{rule: {"enabled": False} for rule in _COLOURS}},
}
_COLOUR = {"resultTypes": ["violations"], "runOnly": list(_COLOURS)}
# What axe has to be asked of in a context: "the whole page", or one element for each way in which
# words are set: the path of tags and classes, own styles, and the state of what holds them.
_KINDS = """() => {
  const found = new Map();
  const keys = new WeakMap();
  const key = (node) => {
    if (!node || node === document.documentElement) return "";
    if (!keys.has(node)) {
      const own = [...node.classList].sort().join(".");
      const state = ["style", "aria-current", "aria-sort", "aria-pressed", "open", "scope"]
        .map((name) => node.getAttribute(name)).join("|");
      keys.set(node, `${key(node.parentElement)}>${node.localName}.${own}[${state}]`);
    }
    return keys.get(node);
  };
  for (const node of document.body.querySelectorAll("*")) {
    const isText = [...node.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
    if (isText && node.checkVisibility() && !found.has(key(node))) found.set(key(node), node);
  }
  return [...found.values()];
}"""


@functools.cache
def _source() -> str:
    base = pytest.importorskip("axe_playwright_python.base")
    return str(base.AXE_SCRIPT)


def faults(page: Page) -> list[str]:
    """Run all of axe on what a page shows now, and tell what it finds."""
    page.evaluate(_source())
    return _run(page, "document", _EVERYTHING)


def faults_in_both_themes(page: Page, *, contrast_of_all: bool) -> list[str]:
    """Run axe on a page in the light theme and in the dark one, in one load.

    Args:
        page: Shown in the light theme.
        contrast_of_all: Whether each word is measured in the light theme, or one of each kind.
    """
    page.evaluate(_source())
    if contrast_of_all:
        found = _run(page, "document", _EVERYTHING)
    else:
        found = _run(page, "document", _SHAPE) + _run(page, "kinds", _COLOUR)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    return found + _run(page, "kinds", _COLOUR)


def faults_of_site(
    browser: Browser, site: Path, viewport: dict[str, Any], *, contrast_of_all: bool
) -> list[str]:
    """Run axe on all pages of a site in both themes, and list what it finds.

    A site without pages is a fault.
    """
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    found = [] if pages else [f"{site} has no pages"]
    with browsing.served(site) as address:
        for name in pages:
            reader = {"viewport": viewport, "color_scheme": "light"}
            with browsing.tab(browser, f"{address}{name}", **reader) as page:
                if page.locator("table[data-sortable]").count():
                    page.locator(".table-tools").first.wait_for()
                found += faults_in_both_themes(page, contrast_of_all=contrast_of_all)
    return found


def _run(page: Page, context: str, options: dict[str, Any]) -> list[str]:
    """Run axe on the whole page or on one element of each kind; a run of no rule is a fault."""
    chosen = "document" if context == "document" else f"{{ include: ({_KINDS})() }}"
    answer = page.evaluate(
        f"axe.run({chosen}, {json.dumps(options)}).then((found) => ({{"
        "theme: document.documentElement.dataset.theme, passed: found.passes.length,"
        "faults: found.violations.flatMap((one) => "
        "one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 120)}`))}))"
    )
    if not answer["passed"] and not answer["faults"]:
        return [f"{page.url}: axe checked nothing"]
    return [f"{page.url}, {answer['theme']}: {fault}" for fault in answer["faults"]]
