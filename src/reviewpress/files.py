"""Know files by their digest, and write them so that a reader never sees half of one."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path


def digest(path: Path) -> str:
    """Return the SHA-256 digest of the file at `path`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_text(path: Path, text: str) -> bool:
    """Write `text` as UTF-8 with Unix newlines; see `write_bytes`."""
    return write_bytes(path, text.replace("\r\n", "\n").replace("\r", "\n").encode())


def write_json(path: Path, value: object) -> bool:
    """Write `value` as sorted, indented JSON with a final newline; see `write_bytes`.

    Raises:
        ValueError: A number is infinite or not a number, which JSON has no word for.
    """
    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)
    return write_text(path, f"{text}\n")


def write_bytes(path: Path, content: bytes) -> bool:
    """Write `content` beside `path` and move it into place.

    Returns:
        True if the file changed; an equal file is left alone, so that its time stays.
    """
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True
