"""Settings of a format that change what a document says: numbering, contents, cross-references."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reviewpress import configuration
from reviewpress.configuration import Configuration
from reviewpress.errors import RenderError
from reviewpress.pandoc import dates, terms
from reviewpress.pandoc.categories import CATEGORIES, NBSP, Category, category_of
from reviewpress.pandoc.faults import Faults, unsupported
from reviewpress.pandoc.lua.extensions import format_settings
from reviewpress.project import Project

_ROMAN = (
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_UNSUPPORTED = (
    *("citation-location", "cite-method", "from", "include-after-body", "include-before-body"),
    *("include-in-header", "metadata-file", "metadata-files", "number-offset"),
    *("shift-heading-level-by", "shortcodes", "template", "template-partials"),
)
_EXECUTION = ("echo", "eval", "include", "output", "warning", "enabled", "freeze")
_KNOWN = frozenset(("chapters", "title-delim", "ref-hyperlink", "appendix-title", "appendix-delim"))


@dataclass(frozen=True, slots=True)
class CrossrefOptions:
    """What stands under `crossref:`.

    Attributes:
        titles: Name in captions by prefix.
        prefixes: Name in references by prefix; `ch` and `apx` are those of chapters.
        styles: Style of numbers by prefix, such as `roman`.
        delimiter: What follows the number in a caption.
        chapters: Whether numbers begin with the chapter's; None leaves it to the project's type.
        words: Words of the document's language by their name.
        appendix_delimiter: What stands between the letter of an appendix and its title.
        custom: Kinds of the project's own by prefix.
    """

    titles: Mapping[str, str] = field(default_factory=dict)
    prefixes: Mapping[str, str] = field(default_factory=dict)
    styles: Mapping[str, str] = field(default_factory=dict)
    delimiter: str = ":"
    chapters: bool | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    appendix_delimiter: str = " \u2014"
    custom: Mapping[str, Category] = field(default_factory=dict)

    def category_of(self, identifier: str) -> Category | None:
        """Return the category of an id, one of the project's own too."""
        return category_of(identifier, self.custom)

    def named(self, prefix: str, number: str) -> str:
        """Return name and number as captions begin, such as `Figure 1.1`."""
        own = self.custom.get(prefix)
        return f"{self.title(prefix)}{own.space if own else NBSP}{number}"

    def title(self, prefix: str) -> str:
        """Return the name in captions, such as `Figure`."""
        word = self.words.get(f"crossref-{prefix}-title")
        return self.titles.get(prefix) or word or {**CATEGORIES, **self.custom}[prefix].name

    def prefix(self, prefix: str) -> str:
        """Return the name in references, such as `Figure` or `Chapter`."""
        if prefix in self.prefixes:
            return self.prefixes[prefix]
        own = {"ch": "Chapter", "apx": "Appendix"}.get(prefix)
        word = self.words.get(f"crossref-{prefix}-prefix")
        word = word or self.words.get(f"crossref-{prefix}-title")
        return word or own or {**CATEGORIES, **self.custom}[prefix].name

    @property
    def appendix(self) -> str:
        """What an appendix is called in its title."""
        return self.titles.get("apx") or self.words.get("crossref-apx-prefix") or "Appendix"

    def write(self, number: int, prefix: str) -> str:
        """Write a number in the style of its kind."""
        default = "alpha a" if prefix == "subref" else self.styles.get("", "arabic")
        style = self.styles.get(prefix, default)
        if style.startswith("alpha"):
            first = style[-1] if style.startswith("alpha ") else "a"
            return chr(ord(first) + number - 1)
        if style.startswith("roman"):
            roman = _roman(number)
            return roman if style.endswith("i") else roman.upper()
        return str(number)


@dataclass(frozen=True, slots=True)
class Options:
    """Settings of one document in one format."""

    values: Mapping[str, Any]
    crossref: CrossrefOptions

    @property
    def lang(self) -> str:
        """Language of the document, a BCP 47 tag."""
        return str(self.values.get("lang") or "en")

    def word(self, name: str) -> str:
        """Return a word that the engine adds, in the document's language."""
        return self.crossref.words[name]

    def flag(self, name: str, *, default: bool) -> bool:
        """Return a yes-or-no setting."""
        value = self.values.get(name)
        return default if value is None else value is True

    @property
    def execution(self) -> Mapping[str, Any]:
        """What is said of cells, under `execute:` or beside it."""
        own = self.values.get("execute")
        beside = {key: self.values[key] for key in _EXECUTION if key in self.values}
        return {**beside, **(own if isinstance(own, Mapping) else {})}

    def number(self, name: str, *, default: int) -> int:
        """Return a whole number."""
        value = self.values.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else default


def read(
    project: Project, front: Configuration | None, output_format: str, faults: Faults
) -> Options:
    """Merge the settings for a document: project, its format, the document, its format.

    Args:
        project: The review.
        front: YAML block of the document; None for the settings of the project alone.
        output_format: `html`, `typst` or `docx`.
        faults: Settings without a counterpart in the embedded engine are added here.
    """
    values: dict[str, Any] = {}
    sources = (project.config, front) if front else (project.config,)
    for source in sources:
        _note_unsupported(source, output_format, faults)
        formats = source.get("format", default={})
        own = formats.get(output_format) if isinstance(formats, Mapping) else None
        extended = format_settings(project, output_format) if source is project.config else None
        for layer in (extended, source.values, own):
            if isinstance(layer, Mapping):
                _merge(values, layer)
    holder = next((one for one in reversed(sources) if one.get("crossref")), project.config)
    words = _words(project, values, faults)
    return Options(values, _crossref(values.get("crossref"), holder, words, faults))


def _note_unsupported(source: Configuration, output_format: str, faults: Faults) -> None:
    for path in ((), ("format", output_format)):
        for key in _UNSUPPORTED:
            if source.get(*path, key) is not None:
                faults.doubt(unsupported(f"the setting `{key}`", source.where(*path, key)))
    for keys in (("date",), ("book", "date")):
        if source.get(*keys) in dates.MOVING:
            hint = "write the date, so that two builds give the same bytes"
            place = source.where(*keys)
            fault = unsupported(f"`date: {source.get(*keys)}`", place, hint)
            if not faults.is_strict:
                fault = RenderError(
                    f"`date: {source.get(*keys)}` is the day of the build", where=place
                )
            faults.doubt(fault)


def _merge(values: dict[str, Any], layer: Mapping[str, Any]) -> None:
    for key, value in layer.items():
        old = values.get(key)
        if isinstance(old, Mapping) and isinstance(value, Mapping):
            values[key] = {**old, **value}
        else:
            values[key] = value


def _words(project: Project, values: Mapping[str, Any], faults: Faults) -> Mapping[str, str]:
    lang, own = str(values.get("lang") or "en"), values.get("language") or {}
    if isinstance(own, str):
        path = project.inside(own, where=project.config.where("language"))
        own = {}
        if path.is_file():
            own = configuration.parse(path.read_text(encoding="utf-8"), path.name).values
    if not own and not terms.are_known(lang):
        message = f"the words of the language `{lang}` are not known; English ones stand instead"
        hint = "give them under `language:`"
        faults.warn(RenderError(message, hint=hint, where=project.config.where("lang")))
    return terms.of(lang, own if isinstance(own, Mapping) else {})


def _crossref(
    written: Any, holder: Configuration, words: Mapping[str, str], faults: Faults
) -> CrossrefOptions:
    if not isinstance(written, Mapping):
        return CrossrefOptions(words=words)
    custom, prefixes = _custom(written.get("custom"), holder, faults)
    titles, styles = {}, {}
    for key, value in written.items():
        prefix, _, kind = str(key).rpartition("-")
        if kind == "title" and (prefix in CATEGORIES or key == "appendix-title"):
            prefix = "apx" if key == "appendix-title" else prefix
            titles[prefix] = str(value)
        elif kind == "prefix" and prefix in {*CATEGORIES, "ch", "apx"}:
            prefixes[prefix] = str(value)
        elif kind == "labels" and isinstance(value, str) and prefix in {*CATEGORIES, "subref", ""}:
            styles[prefix] = value
        elif key not in _KNOWN and key != "custom":
            place = holder.where("crossref", key)
            faults.doubt(unsupported(f"the setting `crossref: {key}`", place))
    if written.get("chapters") not in (None, True, False):
        raise RenderError("`crossref: chapters` is true or false", where=holder.where("crossref"))
    return CrossrefOptions(
        titles,
        prefixes,
        styles,
        str(written.get("title-delim", ":")).strip(),
        written.get("chapters"),
        words,
        str(written.get("appendix-delim", " \u2014")),
        custom,
    )


def _custom(
    written: Any, holder: Configuration, faults: Faults
) -> tuple[dict[str, Category], dict[str, str]]:
    """Read the kinds of the project's own; returns them, and their names in references.

    As Quarto 1.9 does, captions use `reference-prefix` and references `caption-prefix`.
    """
    found: dict[str, Category] = {}
    names: dict[str, str] = {}
    for index, one in enumerate(written if isinstance(written, list) else []):
        where = holder.where("crossref", "custom", index)
        if not isinstance(one, Mapping) or one.get("kind") != "float" or not one.get("key"):
            faults.add(unsupported("a kind under `crossref: custom` that is no float", where))
            continue
        prefix = str(one["key"])
        name = str(one.get("reference-prefix") or prefix)
        space = "" if one.get("space-before-numbering") is False else NBSP
        location = str(one.get("caption-location") or "")
        found[prefix] = Category(prefix, name, "float", space=space, location=location)
        names[prefix] = str(one.get("caption-prefix") or name)
    return found, names


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        written += letters * count
    return written
