"""The pictures of a document of one file, laid out in a folder that a compiler reads."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from reviewpress.errors import RenderError
from reviewpress.pandoc import links
from reviewpress.pandoc.assemble import Document

# Stands for a picture that cannot be shown: an empty frame, crossed out.
_ABSENT = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="120" height="60" viewBox="0 0 120 60">'
    b'<path d="M1 1h118v58H1zM1 1l118 58M1 59L119 1" fill="none" stroke="#999"/></svg>'
)
_ENDINGS = frozenset((".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp"))


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures by the path that they get in the folder.

    Attributes:
        document: The document that shows them.
        found: Content by path.
    """

    document: Document
    found: dict[str, bytes] = field(default_factory=dict)

    def stage(self, address: str) -> str:
        """Note a picture and return its path, which depends on nothing but its content.

        Args:
            address: Root-relative address of a file, or of an output that an embed brought.
        """
        content = self._read(address)
        ending = PurePosixPath(links.split(address)[0]).suffix.lower()
        if content is _ABSENT:
            ending = ".svg"
        path = f"images/{hashlib.sha256(content).hexdigest()[:16]}{ending}"
        self.found[path] = content
        return path

    def write(self, folder: Path) -> None:
        """Write all pictures below `folder`."""
        (folder / "images").mkdir()
        for name, content in self.found.items():
            (folder / name).write_bytes(content)

    def _read(self, address: str) -> bytes:
        path = unquote(links.split(address)[0])
        if not links.is_local(address):
            hint = "save it beside the chapter"
            self.document.faults.warn(self._fault(address, "is on another host", hint))
            return _ABSENT
        if PurePosixPath(path).suffix.lower() not in _ENDINGS:
            return self._refuse(address, "is of a kind that cannot be shown", "use SVG or PNG")
        for chapter in self.document.chapters:
            if path in chapter.assets:
                return chapter.assets[path]
        root = self.document.project.root
        file = (root / path).resolve()
        if not file.is_relative_to(root) or not file.is_file():
            return self._refuse(address, "does not exist", None)
        return file.read_bytes()

    def _refuse(self, address: str, why: str, hint: str | None) -> bytes:
        self.document.faults.doubt(self._fault(address, why, hint))
        return _ABSENT

    def _fault(self, address: str, why: str, hint: str | None) -> RenderError:
        shown = address.lstrip("/")
        path = PurePosixPath(unquote(shown))
        names = (re.escape(PurePosixPath(shown).name), re.escape(path.name), re.escape(path.stem))
        places = (
            chapter.manuscript.find(name) for name in names for chapter in self.document.chapters
        )
        where = next((place for place in places if place), None)
        return RenderError(f"the picture `{shown}` {why}", where=where, hint=hint)
