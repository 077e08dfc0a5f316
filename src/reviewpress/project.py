"""A review on disk: its root, its configuration and where its parts stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from reviewpress import configuration, settings
from reviewpress.configuration import Configuration
from reviewpress.errors import Location, SettingsError
from reviewpress.settings import ReviewSettings

# Part of the name of a file: _quarto-<profile>.yml
_PROFILE = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class Project:
    """An opened review. All paths are absolute.

    Attributes:
        root: Folder that holds `_quarto.yml`.
        profile: Quarto profile that `config` was merged with; None where the project has none.
            Where several are active, the first.
        config: `_quarto.yml` merged with the profile.
        settings: What stands under `review:`.
        profiles: The profile group in its order, the default first; empty for a plain project.
        active: All profiles that `config` was merged with.
    """

    root: Path
    profile: str | None
    config: Configuration
    settings: ReviewSettings
    profiles: tuple[str, ...]
    active: tuple[str, ...] = ()

    @property
    def data_dir(self) -> Path:
        """Folder of the CSV tables."""
        return self.root / "data"

    @property
    def schemas_dir(self) -> Path:
        """Folder of the review's own Pandera models."""
        return self.root / "schemas"

    @property
    def notebooks_dir(self) -> Path:
        """Folder of the parameterised notebooks and `runs.yml`."""
        return self.root / "notebooks"

    @property
    def build_dir(self) -> Path:
        """Folder of generated things that are not for readers."""
        return self.root / "_build"

    @property
    def runs_dir(self) -> Path:
        """Folder of executed notebooks and their records."""
        return self.build_dir / "runs"

    @property
    def output_dir(self) -> Path:
        """Folder that the profile renders into, `_site` or `_book` as Quarto chooses."""
        keys = ("project", "output-dir")
        name = self.config.get(*keys) or ("_book" if self.type == "book" else "_site")
        where = self.config.where(*keys)
        path = (self.root / str(name)).resolve()
        # A book that somebody wrote for Quarto may be rendered beside its folder, as `../docs`.
        is_foreign = self.type == "book" and "review" not in self.config.values
        if not is_foreign or path.parent != self.root.parent or path == self.root:
            path = self.inside(str(name), where=where)
        is_own = any(path.is_relative_to(own) for own in self._own_dirs)
        if path == self.root or is_own or any(path.glob("*.qmd")):
            # The folder is replaced as a whole, so whatever else stands in it would be lost.
            raise SettingsError(
                f"`{name}` holds sources and cannot be the output folder",
                hint="name a folder of its own, such as _site",
                where=where,
            )
        return path

    @property
    def _own_dirs(self) -> tuple[Path, ...]:
        return (self.data_dir, self.schemas_dir, self.notebooks_dir, self.runs_dir)

    @property
    def type(self) -> str:
        """Quarto's project type, such as `book`, `website` or `default`."""
        return str(self.config.get("project", "type") or "default")

    @property
    def bibliography(self) -> tuple[Path, ...]:
        """BibTeX files, in the order of the configuration; they may not exist."""
        value = self.config.get("bibliography") or []
        names = value if isinstance(value, list) else [value]
        where = self.config.where("bibliography")
        return tuple(self.inside(name, where=where) for name in dict.fromkeys(map(str, names)))

    def inside(self, name: str, *, where: Location | None = None) -> Path:
        """Return `name` as a path below the root.

        Args:
            name: Path relative to the root.
            where: Place that names it, for the error.

        Raises:
            SettingsError: The path leads out of the review.
        """
        path = (self.root / name).resolve()
        if not path.is_relative_to(self.root):
            hint = "name a file or folder of the review, relative to its root"
            raise SettingsError(
                f"`{name}` leads out of the review's folder", hint=hint, where=where
            )
        return path

    def relative(self, path: Path) -> str:
        """Write `path` as messages show it: relative to the root, with forward slashes."""
        absolute = path if path.is_absolute() else self.root / path
        is_inside = absolute.is_relative_to(self.root)
        return (absolute.relative_to(self.root) if is_inside else absolute).as_posix()


def open_project(root: Path, profile: str | None = None) -> Project:
    """Open the review in `root`.

    Args:
        root: Folder with a `_quarto.yml`.
        profile: Quarto profile; otherwise the project's default, which is the one under
            `profile: default`, or the first of its group.

    Raises:
        SettingsError: The folder is no review, the profile is unknown, or a file is malformed.
    """
    root = root.resolve()
    base = configuration.read(root)
    profiles, together = _profile_group(base)
    if profile is not None and profile not in profiles:
        known = f"known profiles: {', '.join(profiles)}" if profiles else "it has no profiles"
        raise SettingsError(f"the project has no profile `{profile}`", hint=known)
    chosen = profile or (profiles[0] if profiles else None)
    active = together if chosen in together else (chosen,) if chosen else ()
    config = configuration.read(root, *active)
    _refuse_odd_title(config)
    return Project(root, chosen, config, settings.parse(config), profiles, active)


def _refuse_odd_title(config: Configuration) -> None:
    keys = ("book", "title")
    if isinstance(config.get(*keys), list | dict):
        hint = "write the title in one line, in quotes where it holds a colon"
        raise SettingsError("`book.title` is not a text", hint=hint, where=config.where(*keys))


def find_root(start: Path) -> Path:
    """Return the nearest folder at or above `start` that holds a `_quarto.yml`.

    Raises:
        SettingsError: There is none.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / "_quarto.yml").is_file():
            return folder
    raise SettingsError(
        f"no _quarto.yml in {start} or above it",
        hint="change to the folder of a review, or make one with: reviewpress init DIR",
    )


def _profile_group(base: Configuration) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read the names of the profiles, the default first, and those that are active together.

    As in Quarto, `profile: default` may name several, and `profile: group` may be a list of lists
    of which each gives one. A review renders its profiles one after the other, so that only one
    can be active at a time.
    """
    group, default = base.get("profile", "group") or [], base.get("profile", "default") or []
    groups = group if isinstance(group, list) and group and isinstance(group[0], list) else [group]
    lists = [[str(name) for name in names] for names in groups if isinstance(names, list)]
    first = [str(name) for name in (default if isinstance(default, list) else [default])]
    together = [*first, *(names[0] for names in lists if names and not {*names} & {*first})]
    names = lists[0] if lists else []
    is_one = (
        len(together) <= 1 and len(groups) == len(lists) and (not names or {*first} <= {*names})
    )
    if "review" in base.values and not is_one:
        raise SettingsError(
            "only one profile can be active at a time",
            hint="list the profiles as one group, such as group: [review, implications]",
            where=base.where("profile"),
        )
    others = (name for one in lists for name in one if name not in together)
    everyone = tuple(dict.fromkeys([*together, *others]))
    for name in everyone:
        if not _PROFILE.fullmatch(name):
            raise SettingsError(
                f"`{name}` cannot be the name of a profile",
                hint="use letters, digits, `_` and `-` only",
                where=base.where("profile"),
            )
    return tuple(name for name in everyone if name not in together[1:]), tuple(together)
