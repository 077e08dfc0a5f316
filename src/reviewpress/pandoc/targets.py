"""Where links lead in a document of one file: inside it, to the site, or nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reviewpress.errors import RenderError
from reviewpress.pandoc import ast, links
from reviewpress.pandoc.assemble import Document
from reviewpress.pandoc.ast import Nodes
from reviewpress.pandoc.chapter import Chapter

_SAFE = re.compile(r"^(?:https?:|mailto:|doi:|ftp:)", re.IGNORECASE)
_SOURCE = re.compile(r"\.(?:qmd|md|ipynb|Rmd)$")


@dataclass(frozen=True, slots=True)
class Targets:
    """The places of a document that a link may lead to.

    Attributes:
        labels: Label by chapter and id. Two chapters may have a heading of one name, so the id
            alone does not do.
        first: Label by id, of the first chapter that has it.
        openings: Label of the beginning of each chapter.
        site_url: Address of the site without a slash at its end, or empty.
    """

    labels: dict[tuple[str, str], str]
    first: dict[str, str]
    openings: dict[str, str]
    site_url: str

    def resolve(self, target: str) -> str | None:
        """Return the address of a link's target.

        Args:
            target: A root-relative address, `#id`, or an address of another host.

        Returns:
            `#label` for a place in the document, an absolute address, or None where there is
            nothing to lead to and the text is printed alone.
        """
        if not links.is_local(target):
            return target if _SAFE.match(target) else None
        path, fragment = links.split(target)
        if path in self.openings or not path:
            here = self.labels.get((path, fragment)) or self.first.get(fragment)
            here = here or ("" if fragment else self.openings[path])
            return f"#{here}" if here else None
        if fragment in self.first:
            return f"#{self.first[fragment]}"
        if not self.site_url:
            return None
        page = _SOURCE.sub(".html", path)
        return f"{self.site_url}/{page}{f'#{fragment}' if fragment else ''}"

    def of_chapter(self, source: str) -> dict[str, str]:
        """Return the labels of one chapter by id."""
        return {name: label for (owner, name), label in self.labels.items() if owner == source}


def collect(document: Document) -> Targets:
    """Find all ids of a document and give each a label of its own."""
    labels: dict[tuple[str, str], str] = {}
    first: dict[str, str] = {}
    openings: dict[str, str] = {}
    owners: dict[str, str] = {}
    for number, chapter in enumerate(document.chapters):
        names = [*identifiers([*chapter.blocks, *chapter.references])]
        if chapter.identifier not in names:
            names.insert(0, chapter.identifier)
        seen: set[str] = set()
        for name in filter(None, names):
            if name in seen:
                document.faults.warn(_twice(chapter, name))
            seen.add(name)
            is_taken = owners.setdefault(name, chapter.source) != chapter.source
            first.setdefault(name, name)
            labels[chapter.source, name] = f"{number}:{name}" if is_taken else name
        openings[chapter.source] = labels.get(
            (chapter.source, chapter.identifier), f"chapter:{number}"
        )
    url = (document.project.settings.edition_url or "").rstrip("/")
    return Targets(labels, first, openings, url)


def _twice(chapter: Chapter, name: str) -> RenderError:
    where = chapter.manuscript.locate(rf"\{{[^}}]*#{re.escape(name)}(?![\w-])", occurrence=2)
    message = f"the id `{name}` stands twice on a page; links lead to the first"
    return RenderError(message, where=where)


def identifiers(blocks: Nodes) -> Iterator[str]:
    """Yield the ids in `blocks` in reading order."""
    for node in ast.descend(blocks):
        attributes = ast.get_attr(node)
        if attributes and attributes[0]:
            yield attributes[0]
