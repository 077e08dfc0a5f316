"""Write any text as Markdown that reads as that text and nothing else."""

from __future__ import annotations

import re

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_DOUBLED_BRACE = re.compile(r"(&#12[35];)(?=\1)")
_SPACE = re.compile(r"[ \t\r\n\v\f\x85\u2028\u2029]+")
# What XML or YAML cannot hold: control characters, lone surrogates, byte order marks.
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_ALWAYS_PLAIN = frozenset(",;?")
_PLAIN_WITHIN_WORDS = frozenset("-./")


def escape(text: str) -> str:
    """Write punctuation that Markdown, its extensions or a shortcode could act on as entities.

    Numeric entities mean the same in a paragraph, a title, an attribute and raw HTML. Numbers,
    words, dates and hyphened names stay readable. Quarto looks for shortcodes in a variable once
    more after entities are read, so a word joiner, which has no width, parts doubled braces.
    """
    escaped = _PUNCTUATION.sub(lambda match: _entity(text, match.start()), text)
    return _DOUBLED_BRACE.sub(r"\1&#8288;", escaped)


def one_line(text: str) -> str:
    """Join lines and drop control characters, which no format can show."""
    return _SPACE.sub(" ", _UNSHOWN.sub("", _SPACE.sub(" ", text))).strip(" ")


def _entity(text: str, position: int) -> str:
    character = text[position]
    before, after = text[position - 1 : position], text[position + 1 : position + 2]
    is_plain = (
        character in _ALWAYS_PLAIN
        or (character in _PLAIN_WITHIN_WORDS and before.isalnum() and after.isalnum())
        or (character == "%" and before.isdigit())
    )
    return character if is_plain else f"&#{ord(character)};"
