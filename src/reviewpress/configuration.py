"""Read YAML with line numbers, and `_quarto.yml` merged with a profile as Quarto merges them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from reviewpress.errors import Location, SettingsError

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Configuration:
    """Plain values of a YAML file, or of several merged, and where each was written.

    Attributes:
        values: Mappings, lists and scalars as YAML gives them.
        places: Location of each value by its key path, such as `("book", "chapters", 2)`.
        path: The file that messages name when a key is absent.
    """

    values: Mapping[str, Any]
    places: Mapping[KeyPath, Location] = field(repr=False)
    path: str

    def get(self, *keys: str | int, default: Any = None) -> Any:
        """Return the value at a key path, or `default` where any part of it is absent."""
        value: Any = self.values
        for key in keys:
            try:
                value = value[key]
            except (KeyError, IndexError, TypeError):
                return default
        return value

    def where(self, *keys: str | int) -> Location:
        """Return the place of the value at a key path, or of its nearest parent."""
        for end in range(len(keys), 0, -1):
            if place := self.places.get(tuple(keys[:end])):
                return place
        return Location(self.path)


def parse(text: str, path: str, *, first_line: int = 1) -> Configuration:
    """Parse the YAML `text` of the file `path`.

    Args:
        text: One YAML document whose top level is a mapping; an empty one gives no values.
        path: Path that locations name, relative to the review.
        first_line: Line of the file on which `text` begins, for front matter.

    Raises:
        SettingsError: The text is not YAML, holds a key twice, or is not a mapping.
    """
    try:
        tree = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = Location(path, mark.line + first_line, mark.column + 1) if mark else Location(path)
        message = (error.problem or "the file is not valid YAML").splitlines()[0]
        raise SettingsError(message, where=where, hint="check quotes and indentation") from error
    except YAMLError as error:
        raise SettingsError(f"not valid YAML: {error}", where=Location(path)) from error
    if tree is None:
        return Configuration({}, {}, path)
    if not isinstance(tree, CommentedMap):
        raise SettingsError("the top level must be `key: value` lines", where=Location(path, 1))
    places: dict[KeyPath, Location] = {}
    values = _plain(tree, (), places=places, path=path, first_line=first_line)
    return Configuration(values, places, path)


def read(root: Path, profile: str | None) -> Configuration:
    """Read `_quarto.yml` and, over it, `_quarto-<profile>.yml`.

    Lists of the profile are appended to those of the base, mappings are merged, anything else
    replaces, as Quarto does.

    Raises:
        SettingsError: There is no `_quarto.yml`, the profile has no file, or one is malformed.
    """
    base = _read_file(root / "_quarto.yml", root)
    if profile is None:
        return base
    over = _read_file(root / f"_quarto-{profile}.yml", root)
    places = dict(base.places)
    values = _merge(dict(base.values), over, (), places=places)
    return Configuration(values, places, base.path)


def _read_file(path: Path, root: Path) -> Configuration:
    relative = path.relative_to(root).as_posix()
    if not path.is_file():
        raise SettingsError(
            f"{relative} was not found in {root}",
            hint="run the command in the folder of a review, or make one with: reviewpress init",
        )
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError("the file is not UTF-8", where=Location(relative)) from error
    return parse(text, relative)


def _plain(
    node: Any, keys: KeyPath, *, places: dict[KeyPath, Location], path: str, first_line: int
) -> Any:
    """Copy a ruamel tree to plain Python and note the place of each value."""
    if not isinstance(node, (CommentedMap, CommentedSeq)):
        return node
    is_map = isinstance(node, CommentedMap)
    copy: dict[Any, Any] = {}
    for key in node if is_map else range(len(node)):
        position = (node.lc.key(key) if is_map else node.lc.item(key)) if node.lc.data else None
        inner = (*keys, key)
        if position:
            places[inner] = Location(path, position[0] + first_line, position[1] + 1)
        copy[key] = _plain(node[key], inner, places=places, path=path, first_line=first_line)
    return copy if is_map else list(copy.values())


def _merge(
    base: dict[str, Any], over: Configuration, keys: KeyPath, *, places: dict[KeyPath, Location]
) -> dict[str, Any]:
    """Merge the mapping of `over` at `keys` onto `base`."""
    merged = dict(base)
    for key, value in over.get(*keys, default=over.values).items():
        inner = (*keys, key)
        if isinstance(value, Mapping) and isinstance(base.get(key), Mapping):
            merged[key] = _merge(dict(base[key]), over, inner, places=places)
            places[inner] = over.where(*inner)
            continue
        shift = 0
        if isinstance(value, list) and isinstance(base.get(key), list):
            shift = len(base[key])
            merged[key] = [*base[key], *value]
        else:
            merged[key] = value
        _move(over, inner, places=places, shift=shift)
    return merged


def _move(
    over: Configuration, keys: KeyPath, *, places: dict[KeyPath, Location], shift: int
) -> None:
    """Take over the places below `keys`, with list positions moved by `shift`."""
    depth = len(keys)
    if not shift:
        for old in [old for old in places if old[:depth] == keys]:
            del places[old]
    for old, place in over.places.items():
        if old[:depth] != keys:
            continue
        index = old[depth] if len(old) > depth else None
        moved = (*keys, index + shift, *old[depth + 1 :]) if isinstance(index, int) else old
        places.setdefault(moved, place)
