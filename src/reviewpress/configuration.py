"""Read YAML with line numbers, and `_quarto.yml` merged with a profile as Quarto merges them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq, TaggedScalar
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.scalarbool import ScalarBoolean

from reviewpress.errors import Location, SettingsError

KeyPath = tuple[str | int, ...]

# A few lines can stand for more values than any memory holds, by aliases of aliases.
_MOST_VALUES = 100_000
_DEEPEST = 60


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
        SettingsError: The text is not YAML, holds a key twice or a tag, or is not a mapping.
    """
    return _parse(text, path, first_line)


# The same files are read for each profile and format, and YAML with places takes its time.
@lru_cache(maxsize=500)
def _parse(text: str, path: str, first_line: int) -> Configuration:
    try:
        tree = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = Location(path, mark.line + first_line, mark.column + 1) if mark else Location(path)
        message = (error.problem or "the file is not valid YAML").splitlines()[0]
        raise SettingsError(message, where=where, hint="check quotes and indentation") from error
    except YAMLError as error:
        reason = str(error).splitlines()[0]
        raise SettingsError(f"not valid YAML: {reason}", where=Location(path)) from error
    except RecursionError as error:
        raise _too_much(Location(path, first_line)) from error
    if tree is None:
        return Configuration({}, {}, path)
    if not isinstance(tree, CommentedMap):
        where = Location(path, first_line)
        raise SettingsError("the top level must be `key: value` lines", where=where)
    places: dict[KeyPath, Location] = {}
    values = _plain(tree, (), places=places, path=path, first_line=first_line)
    return Configuration(values, places, path)


def read(root: Path, *profiles: str) -> Configuration:
    """Read `_quarto.yml` and, over it, the `_quarto-<profile>.yml` of each active profile.

    A profile needs no file of its own.

    Raises:
        SettingsError: There is no `_quarto.yml`, or a file is malformed.
    """
    merged = _read_file(root / "_quarto.yml", root)
    for profile in profiles:
        file = root / f"_quarto-{profile}.yml"
        if file.is_file():
            merged = merge(merged, _read_file(file, root))
    return merged


def merge(base: Configuration, over: Configuration) -> Configuration:
    """Lay one configuration over another as Quarto does.

    Mappings are merged; a list is appended to that of the base, equal items once, and a single
    value beside a list counts as a list of one; anything else replaces.
    """
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
        return _scalar(node, places.get(keys) or Location(path))
    if len(keys) > _DEEPEST or len(places) > _MOST_VALUES:
        raise _too_much(places.get(keys[:1]) or Location(path))
    is_map = isinstance(node, CommentedMap)
    copy: dict[Any, Any] = {}
    for key in node if is_map else range(len(node)):
        # Keys that come from elsewhere by `<<: *anchor` have no position of their own.
        position = (node.lc.data or {}).get(key)
        inner = (*keys, key)
        if position:
            places[inner] = Location(path, position[0] + first_line, position[1] + 1)
        copy[key] = _plain(node[key], inner, places=places, path=path, first_line=first_line)
    return copy if is_map else list(copy.values())


def _too_much(where: Location) -> SettingsError:
    return SettingsError(
        "the YAML holds too many values, or too many within one another",
        hint="write out what `*aliases` repeat, or take it out",
        where=where,
    )


def _scalar(value: Any, where: Location) -> Any:
    """Turn a scalar that ruamel keeps with its way of writing into a plain one."""
    if isinstance(value, TaggedScalar):
        tag = str(value.tag.value)
        raise SettingsError(f"the YAML tag `{tag}` is not supported", where=where)
    if isinstance(value, ScalarBoolean):
        return bool(value)
    if isinstance(value, dt.datetime):
        return dt.datetime.fromisoformat(value.isoformat())
    for plain in (bool, str, int, float):
        if isinstance(value, plain):
            return plain(value)
    return value


def _merge(
    base: dict[str, Any], over: Configuration, keys: KeyPath, *, places: dict[KeyPath, Location]
) -> dict[str, Any]:
    """Merge the mapping of `over` at `keys` onto `base`."""
    merged = dict(base)
    for key, value in over.get(*keys, default=over.values).items():
        inner, old = (*keys, key), base.get(key)
        if isinstance(value, Mapping) and isinstance(old, Mapping):
            merged[key] = _merge(dict(old), over, inner, places=places)
            places[inner] = over.where(*inner)
        elif list in (type(value), type(old)) and value and old:
            rows = [*_rows(old, inner, places), *_rows(value, inner, over.places)]
            merged[key] = _join(rows, inner, places=places)
        elif value or not isinstance(old, list):
            merged[key] = value
            _drop(inner, places)
            places.update(
                {path: place for path, place in over.places.items() if _is_below(path, inner)}
            )
    return merged


def _rows(
    value: Any, keys: KeyPath, places: Mapping[KeyPath, Location]
) -> Iterator[tuple[Any, dict[KeyPath, Location]]]:
    """Yield the items of a list, or a single value, with the places in and below each."""
    for index, item in enumerate(value if isinstance(value, list) else [value]):
        start = (*keys, index) if isinstance(value, list) else keys
        below = {path[len(start) :]: at for path, at in places.items() if _is_below(path, start)}
        yield item, below


def _join(
    rows: list[tuple[Any, dict[KeyPath, Location]]],
    keys: KeyPath,
    *,
    places: dict[KeyPath, Location],
) -> list[Any]:
    """Make a list of `rows`, equal items once, and note where each of them stands."""
    first: dict[str, tuple[Any, dict[KeyPath, Location]]] = {}
    for item, below in rows:
        first.setdefault(json.dumps(item, default=str), (item, below))
    whole = places.get(keys)
    _drop(keys, places)
    if whole:
        places[keys] = whole
    for index, (_, below) in enumerate(first.values()):
        places.update({(*keys, index, *rest): place for rest, place in below.items()})
    return [item for item, _ in first.values()]


def _drop(keys: KeyPath, places: dict[KeyPath, Location]) -> None:
    for path in [path for path in places if _is_below(path, keys)]:
        del places[path]


def _is_below(path: KeyPath, keys: KeyPath) -> bool:
    return path[: len(keys)] == keys
