"""What pandoc answered before, kept on disk: the same question to the same program is not asked.

An entry is found by a digest of all that the answer depends on, and carries a digest of itself:
one that was cut short or changed counts as absent and is written anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reviewpress.files import digest, write_bytes
from reviewpress.pandoc import program
from reviewpress.process import Output

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

    def run(self, arguments: Sequence[str], stdin: str, *, files: Sequence[Path] = ()) -> Output:
        """Run pandoc, or return what it answered before.

        Args:
            arguments: Its command line.
            stdin: Text to read.
            files: Files that it reads besides.
        """
        if self.folder is None:
            return program.run_pandoc(arguments, stdin)
        name = _digest(
            *(_FORM, program.version(), "\0".join(arguments), stdin),
            *(digest(file) for file in files),
        )
        self._used.add(name)
        path = self.folder / name[:2] / name
        found = _read(path)
        if found is None:
            found = program.run_pandoc(arguments, stdin)
            content = json.dumps([found.stdout, found.stderr], ensure_ascii=False)
            write_bytes(path, f"{_digest(content)}\n{content}".encode())
        return found

    def prune(self) -> None:
        """Delete what the last build did not need, once there is much of it."""
        if self.folder is None:
            return
        paths = [path for path in self.folder.glob("*/*") if path.is_file()]
        if len(paths) > _MOST:
            for path in paths:
                if path.name not in self._used:
                    path.unlink(missing_ok=True)


def _read(path: Path) -> Output | None:
    """Read an entry; None where there is none or it is not what was written."""
    try:
        expected, _, content = path.read_text(encoding="utf-8").partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    if _digest(content) != expected:
        return None
    stdout, stderr = json.loads(content)
    return Output(stdout, stderr)


def _digest(*parts: str) -> str:
    found = hashlib.sha256()
    for part in parts:
        data = part.encode()
        found.update(f"{len(data)}:".encode())
        found.update(data)
    return found.hexdigest()
