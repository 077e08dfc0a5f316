import datetime as dt

import pytest

from reviewpress import configuration, settings
from reviewpress.errors import SettingsError
from reviewpress.settings import ReviewSettings


def parse(text: str) -> ReviewSettings:
    return settings.parse(configuration.parse(text, "_quarto.yml"))


@pytest.mark.parametrize("text", ["", "lang: en\n", "review:\n", "review:\n  # edition: '1'\n"])
def test_a_plain_project_needs_no_settings(text: str) -> None:
    assert parse(text) == ReviewSettings()


def test_all_settings_are_read() -> None:
    read = parse(
        "review:\n"
        '  edition: " 2026.10 "\n'
        "  date: 2026-11-21\n"
        "  engine: pandoc\n"
        "  site-url: https://example.org/review\n"
        "  citation-style: vancouver\n"
        "  checks:\n"
        "    citations.uncited:\n"
        "      level: off\n"
        "      reason: the list is complete on purpose\n"
    )
    assert read.edition == "2026.10"
    assert read.date == dt.date(2026, 11, 21)
    assert read.engine == "pandoc"
    assert read.site_url == "https://example.org/review"
    assert read.citation_style == "vancouver"
    assert read.levels == {"citations.uncited": "off"}


@pytest.mark.parametrize("edition", ["2026.10", "2026.1", "2026", "1e3", "2026-10-01"])
def test_an_edition_without_quotes_is_refused(edition: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse(f"review:\n  edition: {edition}\n")
    assert str(caught.value.where) == "_quarto.yml:2:3"
    assert 'write the edition in quotes, such as "2026.10"' in caught.value.message


@pytest.mark.parametrize(
    ("text", "where", "message", "hint"),
    [
        ("editon: '1'", "2:3", "unknown setting `review.editon`", "did you mean `edition`?"),
        ("site_url: x", "2:3", "unknown setting `review.site_url`", "did you mean `site-url`?"),
        (
            "checks:\n    a.b:\n      levle: off\n      reason: because it is so",
            "4:7",
            "unknown setting `review.checks.a.b.levle`",
            "did you mean `level`?",
        ),
        (
            "quite: else",
            "2:3",
            "unknown setting `review.quite`",
            (
                "known settings: edition, date, engine, site-url, doi, citation-style, "
                "cache-megabytes, checks"
            ),
        ),
    ],
)
def test_an_unknown_setting_is_refused_with_the_nearest_one(
    text: str, where: str, message: str, hint: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        parse(f"review:\n  {text}\n")
    assert (str(caught.value.where), caught.value.message) == (f"_quarto.yml:{where}", message)
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("engine: latex", "2:3", "`review.engine` is not auto, quarto or pandoc"),
        ("date: soon", "2:3", "`review.date` is not a day, such as 2026-03-31"),
        ("site-url: example.org", "2:3", "`review.site-url` is not an address that begins"),
        ("site-url: javascript:alert(1)", "2:3", "`review.site-url` is not an address that begins"),
        ("doi: https://doi.org/10.1/x", "2:3", "`review.doi` is not a DOI without an address"),
        ("citation-style: [apa]", "2:3", "`review.citation-style` is not the name of"),
        ("edition: [1]", "2:3", "`review.edition` is not the number of the edition in quotes"),
        ("checks:\n    a.b: off", "3:5", "`review.checks.a.b` is not a rule with `level:`"),
        (
            "checks:\n    a.b:\n      level: quiet\n      reason: because it is so",
            "4:7",
            "`review.checks.a.b.level` is not error, warning or off",
        ),
        ("checks:\n    a.b:\n      level: off", "3:5", "`review.checks.a.b.reason` is missing"),
        (
            "checks:\n    a.b:\n      level: off\n      reason: no",
            "5:7",
            "`review.checks.a.b.reason` is not a sentence of at least ten characters",
        ),
        ("checks: [a]", "2:3", "`review.checks` is not rules, each with"),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_with_its_place(text: str, place: str, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse(f"review:\n  {text}\n")
    assert str(caught.value.where) == f"_quarto.yml:{place}"
    assert caught.value.message.startswith(said)


@pytest.mark.parametrize("value", ["[a]", "text", "3"])
def test_settings_must_be_a_mapping(value: str) -> None:
    with pytest.raises(SettingsError, match="`review:` must hold `key: value` lines"):
        parse(f"review: {value}\n")


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        parse("").edition = "2"  # type: ignore[misc]
