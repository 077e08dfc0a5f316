"""Remember the rows of tables that runs read, to say later how many of them changed."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from pathlib import Path

from reviewpress.files import write_bytes

_BYTES = 8
_LARGEST = 256 * 1024 * 1024


def digest(file: Path) -> bytes | None:
    """Return eight bytes for each row of a CSV file; None for one that cannot be read."""
    try:
        if file.stat().st_size > _LARGEST:
            return None
        text = file.read_text(encoding="utf-8-sig")
        cells = csv.reader(io.StringIO(text, newline=""))
        return b"".join(
            hashlib.blake2b("\x1f".join(row).encode(), digest_size=_BYTES).digest()
            for row in cells
            if row
        )
    except (OSError, UnicodeDecodeError, csv.Error):
        return None


def keep(folder: Path, sha256: str, file: Path) -> None:
    """Remember the rows of `file`, whose digest is `sha256`, in the store `folder`.

    Raises:
        OSError: The disk is full or not writable.
    """
    path = _path(folder, sha256)
    if not path.is_file() and (content := digest(file)) is not None:
        write_bytes(path, content)


def read(folder: Path, sha256: str) -> bytes | None:
    """Return what `keep` remembered of a table, if anything."""
    try:
        return _path(folder, sha256).read_bytes()
    except FileNotFoundError:
        return None


def compare(was: bytes, now: bytes) -> str:
    """Say by how many rows a table changed, such as `1 row` or `2 rows, 1 added`."""
    before, after = _count(was), _count(now)
    lost, won = (before - after).total(), (after - before).total()
    changed, added, removed = min(lost, won), max(won - lost, 0), max(lost - won, 0)
    parts = [_rows(changed)] if changed else []
    parts += [f"{_rows(added)} added"] if added else []
    parts += [f"{_rows(removed)} removed"] if removed else []
    return ", ".join(parts) or "only the order of rows, quotes or line ends"


def _path(folder: Path, sha256: str) -> Path:
    return folder / "rows" / sha256


def _count(content: bytes) -> Counter[bytes]:
    return Counter(content[at : at + _BYTES] for at in range(0, len(content), _BYTES))


def _rows(number: int) -> str:
    return f"{number} row" if number == 1 else f"{number} rows"
