"""Put one folder in the place of another in a single step."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from pathlib import Path

_HERE = -100  # AT_FDCWD
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
_UNSUPPORTED = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP)


def replace_folder(target: Path, new: Path) -> None:
    """Let `target` be what `new` is; `new` is gone afterwards.

    On Linux the two are exchanged by one call of the kernel, so that at no moment there is
    neither. Where the system or the file system cannot do that, the old folder is first renamed
    to what `leftover` returns, and `restore` brings it back after an interruption.

    Raises:
        OSError: Neither way is allowed; `target` is as it was.
    """
    if not target.exists():
        new.rename(target)
        return
    if _exchange(target, new):
        shutil.rmtree(new)
        return
    old = leftover(target)
    target.rename(old)
    try:
        new.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old)


def leftover(target: Path) -> Path:
    """Return the name under which the old folder waits where folders cannot be exchanged."""
    return target.with_name(f".{target.name}.replaced")


def restore(target: Path) -> None:
    """Undo what an interrupted `replace_folder` left: the old folder returns if it must."""
    old = leftover(target)
    if old.is_dir() and not target.exists():
        old.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders; return False where that cannot be done."""
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "renameat2"):
        return False
    code = library.renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)
    if code == 0:
        return True
    number = ctypes.get_errno()
    if number in _UNSUPPORTED:
        return False
    raise OSError(number, os.strerror(number), str(one))
