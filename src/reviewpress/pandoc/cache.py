"""What was found out before, kept on disk: pandoc is not asked the same question twice.

An entry is found by a digest of all that the answer depends on, and carries a digest of itself:
one that was cut short or changed counts as absent and is written anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reviewpress.files import digest as digest_of_file
from reviewpress.files import write_bytes
from reviewpress.pandoc import program
from reviewpress.process import Output
from reviewpress.project import Project

# Entries to keep; beyond them those that the last build did not need are deleted.
_MOST = 3000
_FORM = "1"


@dataclass(slots=True)
class Cache:
    """Answers of pandoc below a folder.

    Attributes:
        folder: Where they are kept; None keeps nothing.
    """

    folder: Path | None = None
    _used: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, project: Project) -> Cache:
        """Return the cache of a review; before anything was built, nothing is kept."""
        return cls(project.build_dir / "cache" if project.build_dir.is_dir() else None)

    def run(self, arguments: Sequence[str], stdin: str, *, files: Sequence[Path] = ()) -> Output:
        """Run pandoc, or return what it answered before.

        Args:
            arguments: Its command line.
            stdin: Text to read.
            files: Files that it reads besides.
        """
        if self.folder is None:
            return program.run_pandoc(arguments, stdin)
        question = (
            *(program.version(), "\0".join(arguments), stdin),
            *(digest_of_file(file) for file in files),
        )
        if (kept := self.recall(*question)) is not None:
            return Output(*kept)
        found = program.run_pandoc(arguments, stdin)
        self.keep([found.stdout, found.stderr], *question)
        return found

    def recall(self, *question: str) -> Any:
        """Return the answer to a question, or None where there is none that is whole."""
        if self.folder is None:
            return None
        path = self._path(question)
        try:
            own, _, content = path.read_text(encoding="utf-8").partition("\n")
        except (OSError, UnicodeDecodeError):
            return None
        return json.loads(content) if digest(content) == own else None

    def keep(self, answer: object, *question: str) -> None:
        """Keep the answer to a question, anything that JSON can say but null.

        Where it cannot be written, it is not kept.
        """
        if self.folder is not None:
            content = json.dumps(answer, ensure_ascii=False)
            with contextlib.suppress(OSError):
                write_bytes(self._path(question), f"{digest(content)}\n{content}".encode())

    def _path(self, question: Sequence[str]) -> Path:
        name = digest(_FORM, *question)
        self._used.add(name)
        return Path(self.folder or "") / name[:2] / name

    def prune(self) -> None:
        """Delete what the last build did not need, once there is much of it."""
        if self.folder is None:
            return
        paths = [path for path in self.folder.glob("*/*") if path.is_file()]
        if len(paths) > _MOST:
            for path in paths:
                if path.name not in self._used:
                    path.unlink(missing_ok=True)


def digest(*parts: str) -> str:
    """Return a digest of some texts, which tells where one ends and the next begins."""
    found = hashlib.sha256()
    for part in parts:
        data = part.encode()
        found.update(f"{len(data)}:".encode())
        found.update(data)
    return found.hexdigest()
