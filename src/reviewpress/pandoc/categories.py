"""Kinds of things a cross-reference can aim at, by the prefix of their id."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Form = Literal["float", "callout", "theorem", "proof", "equation", "section"]
NBSP = "\u00a0"
_PREFIX = re.compile(r"^([A-Za-z]+)-")


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of target.

    Attributes:
        prefix: What its ids begin with, such as `fig`.
        name: How it is called in captions and references, such as `Figure`.
        form: What sort of element it is.
        style: Class of a theorem-like block, such as `lemma`.
        space: What stands between the name and the number.
        location: Where captions stand, `top` or `bottom`; empty leaves it to the kind.
    """

    prefix: str
    name: str
    form: Form
    style: str = ""
    space: str = NBSP
    location: str = ""


CATEGORIES = {
    category.prefix: category
    for category in (
        Category("fig", "Figure", "float"),
        Category("tbl", "Table", "float"),
        Category("lst", "Listing", "float"),
        Category("eq", "Equation", "equation"),
        Category("sec", "Section", "section"),
        Category("nte", "Note", "callout", "note"),
        Category("tip", "Tip", "callout", "tip"),
        Category("wrn", "Warning", "callout", "warning"),
        Category("imp", "Important", "callout", "important"),
        Category("cau", "Caution", "callout", "caution"),
        Category("thm", "Theorem", "theorem", "theorem"),
        Category("lem", "Lemma", "theorem", "lemma"),
        Category("cor", "Corollary", "theorem", "corollary"),
        Category("prp", "Proposition", "theorem", "proposition"),
        Category("cnj", "Conjecture", "theorem", "conjecture"),
        Category("def", "Definition", "theorem", "definition"),
        Category("exm", "Example", "theorem", "example"),
        Category("exr", "Exercise", "theorem", "exercise"),
        Category("alg", "Algorithm", "theorem", "algorithm"),
        Category("rem", "Remark", "proof", "remark"),
        Category("sol", "Solution", "proof", "solution"),
    )
}
CALLOUTS = frozenset(
    category.style for category in CATEGORIES.values() if category.form == "callout"
)
PROOFS = {"proof": "Proof", "remark": "Remark", "solution": "Solution"}


def category_of(identifier: str, more: Mapping[str, Category] | None = None) -> Category | None:
    """Return the category of an id, whose first letter may be a capital, or None.

    Args:
        identifier: The id.
        more: Categories of the project's own, by prefix.
    """
    match = _PREFIX.match(identifier)
    prefix = match[1].lower() if match else ""
    return CATEGORIES.get(prefix) or (more or {}).get(prefix)
