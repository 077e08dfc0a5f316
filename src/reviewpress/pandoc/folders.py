"""Settings of a folder: `_metadata.yml` holds for all chapters in it and below it."""

from __future__ import annotations

from pathlib import PurePosixPath

from reviewpress import configuration, source
from reviewpress.configuration import Configuration
from reviewpress.project import Project

_NAMES = ("_metadata.yml", "_metadata.yaml")


def lay_under(project: Project, front: Configuration) -> Configuration:
    """Return the front matter of a chapter laid over the settings of its folders.

    Args:
        project: The project, whose root is the first folder.
        front: The front matter; its path names the chapter.

    Raises:
        DataError: A file of settings is not UTF-8.
        SettingsError: It is malformed.
    """
    merged = None
    for folder in reversed(PurePosixPath(front.path).parents):
        for name in _NAMES:
            path = (folder / name).as_posix()
            if (project.root / path).is_file():
                found = configuration.parse(source.read_text(project, path), path)
                merged = configuration.merge(merged, found) if merged else found
    return configuration.merge(merged, front) if merged else front
