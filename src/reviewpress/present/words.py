"""Say codes of vocabularies in the review's own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reviewpress.present.chips import plain


def amount(count: int, one: str, several: str | None = None) -> str:
    """Say a number of things: `1 report`, `2 studies`."""
    return f"{count} {one if count == 1 else several or f'{one}s'}"


@dataclass(frozen=True, slots=True)
class Words:
    """Turns codes into words: the review's where it gave some, else the code without hyphens.

    Attributes:
        given: Words by code, such as `multi-academy trust` for `multi-academy-trust`.
    """

    given: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, code: object) -> str:
        """Say one code."""
        return self.given.get(str(code), plain(str(code)))

    def sentence(self, code: object) -> str:
        """Say one code with a capital."""
        words = self(code)
        return words[:1].upper() + words[1:]

    def several(self, codes: object) -> str:
        """Say codes that stand side by side with `; `."""
        return "; ".join(self(code) for code in str(codes).split("; "))
