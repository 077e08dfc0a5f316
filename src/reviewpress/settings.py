"""The review's own settings, under `review:` in `_quarto.yml`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from reviewpress.configuration import Configuration
from reviewpress.errors import SettingsError
from reviewpress.suggestions import nearest

Level = Literal["error", "warning", "off"]
EngineName = Literal["auto", "quarto", "pandoc"]


def _text_not_number(value: object) -> object:
    """Refuse an unquoted edition: YAML reads 2026.10 as the number 2026.1."""
    if isinstance(value, int | float | dt.date):
        message = 'write the edition in quotes, such as "2026.10"; YAML takes it for a number'
        raise ValueError(message)  # noqa: TRY004 - pydantic turns a ValueError into its own error
    return value


# What each setting may be, in the words of somebody who writes one.
_WANTED = {
    "edition": 'the number of the edition in quotes, such as "2026.1"',
    "date": "a day, such as 2026-03-31",
    "engine": "auto, quarto or pandoc",
    "site-url": "an address that begins with https:// or http://",
    "doi": "a DOI without an address before it, such as 10.5281/zenodo.1234567",
    "citation-style": "the name of a citation style, such as apa",
    "checks": "rules, each with `level:` and `reason:` below it",
    "level": "error, warning or off",
    "reason": "a sentence of at least ten characters that says why",
}


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class RuleLevel(_Frozen):
    """A rule that the review turns down, and why."""

    level: Level
    reason: Annotated[str, Field(min_length=10)]


class ReviewSettings(_Frozen):
    """Settings of a review. All have a default, so that a plain Quarto book needs none."""

    edition: Annotated[str | None, BeforeValidator(_text_not_number)] = None
    date: dt.date | None = None
    engine: EngineName = "auto"
    site_url: Annotated[str | None, Field(alias="site-url", pattern=r"^https?://")] = None
    doi: Annotated[str | None, Field(pattern=r"^10\.\d{4,9}/\S+$")] = None
    citation_style: Annotated[str, Field(alias="citation-style")] = "apa"
    cache_megabytes: Annotated[int, Field(alias="cache-megabytes", ge=1)] = 1000
    checks: Mapping[str, RuleLevel] = Field(default_factory=dict)

    @property
    def edition_url(self) -> str | None:
        """Address of the edition, which stands in a folder of its number below `site-url`."""
        if not self.site_url:
            return None
        root = self.site_url.rstrip("/")
        return f"{root}/{self.edition}/" if self.edition else f"{root}/"

    @property
    def levels(self) -> dict[str, Level]:
        """Level by rule id."""
        return {rule: setting.level for rule, setting in self.checks.items()}


def parse(configuration: Configuration) -> ReviewSettings:
    """Read the `review:` key of a configuration.

    Raises:
        SettingsError: A key is unknown (with the nearest known one), or a value is of the
            wrong kind.
    """
    # An empty `review:`, all lines of which are comments, is None.
    raw = configuration.get("review") or {}
    if not isinstance(raw, Mapping):
        raise SettingsError(
            "`review:` must hold `key: value` lines", where=configuration.where("review")
        )
    try:
        return ReviewSettings.model_validate(dict(raw))
    except ValidationError as error:
        raise _settings_error(error, configuration) from error


def _settings_error(error: ValidationError, configuration: Configuration) -> SettingsError:
    """Turn one of pydantic's complaints into ours, with its place."""
    # A misspelt key makes another one missing: the key is what to tell.
    first: Any = min(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
    keys = [key for key in first["loc"] if isinstance(key, (str, int))]
    name = ".".join(["review", *map(str, keys)])
    where = configuration.where("review", *keys)
    if first["type"] == "extra_forbidden":
        model = RuleLevel if keys[0] == "checks" else ReviewSettings
        known = [info.alias or key for key, info in model.model_fields.items()]
        near = nearest(str(keys[-1]), known)
        hint = f"did you mean `{near}`?" if near else f"known settings: {', '.join(known)}"
        return SettingsError(f"unknown setting `{name}`", hint=hint, where=where)
    if first["type"] == "value_error":
        message = first["msg"].removeprefix("Value error, ")
        return SettingsError(f"`{name}`: {message}", where=where)
    if first["type"] == "missing":
        return SettingsError(
            f"`{name}` is missing", hint=f"write {_WANTED[str(keys[-1])]}", where=where
        )
    wanted = _WANTED.get(str(keys[-1]), "a rule with `level:` and `reason:` below it")
    return SettingsError(f"`{name}` is not {wanted}", where=where)
