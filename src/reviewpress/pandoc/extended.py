"""What the Lua of a project does to its chapters: shortcodes of extensions, and filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewpress.pandoc import ast, shortcodes
from reviewpress.pandoc.faults import Faults
from reviewpress.pandoc.lua import filters, handlers
from reviewpress.pandoc.lua.handlers import Answers
from reviewpress.pandoc.manuscript import CELL
from reviewpress.pandoc.values import KNOWN
from reviewpress.project import Project

if TYPE_CHECKING:
    from reviewpress.pandoc.chapter import Chapter
    from reviewpress.pandoc.drafts import Draft


@dataclass(frozen=True, slots=True)
class Extended:
    """The Lua of a project, for one document.

    Attributes:
        project: The project.
        formats: What is written, and what the configuration calls it.
        faults: What cannot be run is added here.
    """

    project: Project
    formats: tuple[str, str]
    faults: Faults

    def ask(self, draft: Draft) -> Answers:
        """Ask extensions what the shortcodes of a chapter stand for that are not Quarto's own."""
        alone = shortcodes.alone(draft.text)
        asked = {
            number: (one, number in alone)
            for number, one in enumerate(draft.shortcodes)
            if one.name not in {*KNOWN, "", CELL}
        }
        return handlers.ask(
            self.project,
            draft.chapter.source,
            asked,
            values=draft.chapter.options.values,
            formats=self.formats,
            faults=self.faults,
        )

    def filter(self, chapter: Chapter) -> None:
        """Run the filters that the project or a chapter names over the chapter, in place."""
        found = filters.named(self.project, chapter.front, self.formats[1], self.faults)
        if not found:
            return
        tree = {
            "pandoc-api-version": ast.API_VERSION,
            "meta": chapter.meta,
            "blocks": chapter.blocks,
        }
        new = filters.run(
            found,
            tree,
            project=self.project,
            source=chapter.source,
            values=chapter.options.values,
            formats=self.formats,
            faults=self.faults,
        )
        chapter.blocks, chapter.meta = new["blocks"], new["meta"]
