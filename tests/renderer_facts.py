"""Facts of a rendered book for the tree in tests/renderer: those of `page_facts` and some more."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import page_facts
from bs4 import BeautifulSoup, Tag

# Ids that number things in order, or that Quarto makes of a cell's own random id.
_COUNTED = re.compile(
    r"^(?:cb\d+|fn|cell\d|[\da-f]{8}$|cell-|tabset-|toc|quarto-|callout-|annotated-|title-block|footnotes)"
    r"|-caption(?:-[\da-f-]+)?$"
)


def facts(site: Path) -> dict[str, Any]:
    """Take the facts out of all pages below `site`."""
    found = page_facts.facts(site)
    for name, one in found.items():
        soup = BeautifulSoup((site / name).read_text(encoding="utf-8"), "lxml")
        main = soup.select_one("main")
        assert main is not None
        one["ids"] = sorted({str(tag["id"]) for tag in main.select("[id]")} - _counted(main))
        one["cells"] = [
            [[_words(cell) for cell in row.select("th, td")] for row in table.select("tr")]
            for table in main.select("table")
        ]
        one["code"] = [
            [_language(pre), len(pre.get_text().strip().splitlines())] for pre in main.select("pre")
        ]
        one["folded"] = [_words(summary) for summary in main.select("details.code-fold summary")]
        one["boxes"] = [_kind(box) for box in main.select(".callout, .theorem, .proof")]
        one["formulas"] = len(main.select("math, .math"))
    return found


def _counted(main: Tag) -> set[str]:
    """Return ids that are no facts: of counted things, of titles, of places in tab sets."""
    own = main.select(".quarto-section-identifier, .tab-pane > span:empty")
    counted = [tag for tag in main.select("[id]") if _COUNTED.search(str(tag["id"]))]
    return {str(tag["id"]) for tag in (*own, *counted)}


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def _language(pre: Tag) -> str:
    known = [str(name) for name in pre.get("class") or () if name in ("python", "r", "bash")]
    return " ".join(known)


def _kind(box: Tag) -> str:
    """Return the class names that say what a box is, without those that say how it looks."""
    names = {str(name) for name in box.get("class") or ()}
    return " ".join(sorted(names - {"callout-titled", "no-icon", "anchored", "collapsed"}))
