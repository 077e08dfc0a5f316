"""A page that was written, with the files that it needs."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from reviewpress.pandoc.facts import Section


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was written.

    Attributes:
        html: The page.
        pictures: Files that it shows, relative to the root.
        resources: Files of the project that it links to.
        strays: Source files that it links to and that have no page.
        assets: Files that embeds brought, by path relative to the root.
        has_tables: Whether it has tables that readers can sort.
        cited: Its sections that cite something.
    """

    html: str
    pictures: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    strays: tuple[str, ...] = ()
    assets: Mapping[str, bytes] = field(default_factory=dict)
    has_tables: bool = False
    cited: tuple[Section, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the page as JSON holds it."""
        assets = {name: base64.b64encode(content).decode() for name, content in self.assets.items()}
        cited = [asdict(one) for one in self.cited]
        values = {name: getattr(self, name) for name in ("html", "pictures", "resources", "strays")}
        return {**values, "assets": assets, "has_tables": self.has_tables, "cited": cited}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Page:
        """Return what `as_json` gave."""
        return cls(
            value["html"],
            tuple(value["pictures"]),
            tuple(value["resources"]),
            tuple(value["strays"]),
            {name: base64.b64decode(content) for name, content in value["assets"].items()},
            value["has_tables"],
            tuple(map(Section.from_json, value["cited"])),
        )
