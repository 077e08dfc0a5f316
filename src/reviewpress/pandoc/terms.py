"""Words that the engine adds to a text, in the languages it knows: one file each in `languages/`.

The names are those of Quarto's `language:` setting, which may replace each word; the words are
those that Quarto 1.9 writes, so that both engines call a figure by the same name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

_DEFAULT = "en"


def of(lang: str, own: Mapping[str, Any]) -> Mapping[str, str]:
    """Return the words of a language by their name, those of `own` before all others.

    Args:
        lang: BCP 47 tag; a language that we do not know gets English words.
        own: What the project says under `language:`; words of one language may stand under its
            tag.
    """
    given = {key: str(word) for key, word in own.items() if isinstance(word, str)}
    for tag in (lang.partition("-")[0], lang):
        nested = own.get(tag)
        if isinstance(nested, Mapping):
            given |= {str(key): str(word) for key, word in nested.items()}
    return {**_read(_file(lang) or _DEFAULT), **given}


def are_known(lang: str) -> bool:
    """Say whether there are words of a language."""
    return _file(lang) is not None


def _file(lang: str) -> str | None:
    """Return the name of the file for a tag: its own, such as `pt-br`, else its language's."""
    tag = lang.lower()
    return next((name for name in (tag, tag.partition("-")[0]) if name in _languages()), None)


@cache
def _languages() -> frozenset[str]:
    folder = resources.files("reviewpress.pandoc") / "languages"
    return frozenset(file.name.removesuffix(".toml") for file in folder.iterdir())


@cache
def _read(name: str) -> Mapping[str, str]:
    """Return all words of a file; what it does not say, its language says, else English."""
    folder = resources.files("reviewpress.pandoc") / "languages"
    words: dict[str, str] = {}
    for one in dict.fromkeys((_DEFAULT, name.partition("-")[0], name)):
        if one in _languages():
            words |= tomllib.loads((folder / f"{one}.toml").read_text(encoding="utf-8"))
    return words
