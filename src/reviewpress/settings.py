"""The review's own settings, under `review:` in `_quarto.yml`."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from reviewpress.configuration import Configuration
from reviewpress.errors import SettingsError

Level = Literal["error", "warning", "off"]
EngineName = Literal["auto", "quarto", "pandoc"]


def _text_not_number(value: object) -> object:
    """Refuse an unquoted edition: YAML reads 2026.10 as the number 2026.1."""
    if isinstance(value, float):
        message = f'write the edition in quotes, such as "{value}": YAML took it for a number'
        raise ValueError(message)  # noqa: TRY004 - pydantic turns a ValueError into its own error
    return value


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
    citation_style: Annotated[str, Field(alias="citation-style")] = "apa"
    checks: Mapping[str, RuleLevel] = Field(default_factory=dict)

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
    raw = configuration.get("review", default={})
    if not isinstance(raw, Mapping):
        raise SettingsError(
            "`review:` must hold `key: value` lines", where=configuration.where("review")
        )
    try:
        return ReviewSettings.model_validate(dict(raw))
    except ValidationError as error:
        raise _settings_error(error, configuration) from error


def _settings_error(error: ValidationError, configuration: Configuration) -> SettingsError:
    """Turn pydantic's first complaint into ours, with its place."""
    first: Any = error.errors()[0]
    keys = [key for key in first["loc"] if isinstance(key, (str, int))]
    name = ".".join(["review", *map(str, keys)])
    where = configuration.where("review", *keys)
    if first["type"] == "extra_forbidden":
        known = [info.alias or key for key, info in ReviewSettings.model_fields.items()]
        near = difflib.get_close_matches(str(keys[-1]), known, n=1)
        hint = f"did you mean `{near[0]}`?" if near else f"known settings: {', '.join(known)}"
        return SettingsError(f"unknown setting `{name}`", hint=hint, where=where)
    message = first["msg"].removeprefix("Value error, ")
    return SettingsError(f"`{name}`: {message}", where=where)
