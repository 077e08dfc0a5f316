"""Write the example review that `reviewpress init` starts from."""

from __future__ import annotations

import shutil
import tempfile
from importlib import resources
from pathlib import Path

from reviewpress.errors import SettingsError


def write(folder: Path) -> tuple[Path, ...]:
    """Copy the example review to `folder`.

    Args:
        folder: A folder that does not exist, or is empty.

    Returns:
        The written files.

    Raises:
        SettingsError: The folder holds something; it is left as it was.
    """
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SettingsError(
            f"{folder} is not empty", hint="name a new folder: reviewpress init my-review"
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (
        resources.as_file(resources.files("reviewpress") / "example") as example,
        tempfile.TemporaryDirectory(dir=folder.parent, prefix=".reviewpress-") as beside,
    ):
        staged = Path(beside) / "review"
        shutil.copytree(example, staged, ignore=shutil.ignore_patterns("__pycache__"))
        # An empty folder is filled, not replaced: a shell may stand in it.
        folder.mkdir(exist_ok=True)
        for path in staged.iterdir():
            path.rename(folder / path.name)
    return tuple(sorted(path for path in folder.rglob("*") if path.is_file()))
