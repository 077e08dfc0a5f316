import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewpress.errors import ExitCode, Location
from reviewpress.problems import ContentError, Problem, Severity, has_errors, settle, write

FAULT = Problem(
    Location("data/studies.csv", 14, 3),
    '"20O3" is not a whole number',
    "studies.year",
    field="year",
    hint="a letter O for a zero?",
)
DOUBT = Problem(Location("a.bib", 2), "never cited", "citations.uncited", severity=Severity.WARNING)


def test_text_is_one_line_and_a_hint() -> None:
    assert write([FAULT, DOUBT], "text") == (
        'data/studies.csv:14:3  year  "20O3" is not a whole number  [studies.year]\n'
        "  hint: a letter O for a zero?\n"
        "a.bib:2  warning: never cited  [citations.uncited]"
    )


def test_a_long_hint_stays_below_itself() -> None:
    problem = Problem(Location("a"), "m", "r", hint="first\nsecond")
    assert write([problem], "text") == "a  m  [r]\n  hint: first\n        second"


def test_json_holds_everything() -> None:
    rows = json.loads(write([FAULT, DOUBT], "json"))
    assert rows[0] == {
        "path": "data/studies.csv",
        "line": 14,
        "column": 3,
        "field": "year",
        "message": '"20O3" is not a whole number',
        "rule": "studies.year",
        "hint": "a letter O for a zero?",
        "severity": "error",
    }
    assert rows[1]["column"] is None
    assert write([], "json") == "[]"


def test_github_gets_workflow_commands() -> None:
    assert write([FAULT, DOUBT], "github") == (
        "::error file=data/studies.csv,line=14,title=studies.year::"
        '"20O3" is not a whole number a letter O for a zero?\n'
        "::warning file=a.bib,line=2,title=citations.uncited::never cited"
    )


def test_github_escapes_what_would_end_a_property_or_a_line() -> None:
    problem = Problem(Location("a,b:100%.csv"), "50%\r\n::error::x, y: z", "a:b")
    assert write([problem], "github") == (
        "::error file=a%2Cb%3A100%25.csv,line=1,title=a%3Ab::50%25%0D%0A::error::x, y: z"
    )


@given(st.text(), st.text(), st.text())
def test_no_value_can_forge_a_line_or_steer_a_terminal(message: str, path: str, field: str) -> None:
    problem = Problem(Location(path, 1), message, "r", field)
    assert write([problem], "text").isprintable()
    assert not {"\n", "\r"} & set(write([problem], "github"))


@given(st.text())
def test_no_line_of_a_hint_stands_at_the_margin(hint: str) -> None:
    lines = write([Problem(Location("a"), "m", "r", hint=hint)], "text").split("\n")
    assert all(line.startswith(("  hint: ", " " * 8)) for line in lines[1:])


def test_levels_turn_rules_up_down_and_off() -> None:
    levels = {"studies.year": "warning", "citations.uncited": "error"}
    settled = settle([FAULT, DOUBT], levels)  # type: ignore[arg-type]
    assert [(one.rule, one.severity) for one in settled] == [
        ("citations.uncited", Severity.ERROR),
        ("studies.year", Severity.WARNING),
    ]
    assert settle([FAULT, DOUBT], {"studies.year": "off"}) == [DOUBT]


def test_equal_problems_are_told_once() -> None:
    assert settle([FAULT, DOUBT, FAULT], {}) == [DOUBT, FAULT]


@given(
    st.lists(
        st.tuples(
            st.sampled_from("ab"),
            st.none() | st.integers(1, 12),
            st.none() | st.integers(1, 3),
            st.sampled_from("xy"),
        ),
        max_size=8,
    ),
    st.randoms(),
)
def test_the_order_does_not_depend_on_the_order_they_were_found_in(
    rows: list[tuple[str, int | None, int | None, str]], shuffle: random.Random
) -> None:
    problems = [
        Problem(Location(path, line, column), rule, rule) for path, line, column, rule in rows
    ]
    shuffled = problems[:]
    shuffle.shuffle(shuffled)
    assert settle(problems, {}) == settle(shuffled, {})
    lines = [(one.where.path, one.where.line or 0) for one in settle(problems, {})]
    assert lines == sorted(lines)


def test_only_errors_stop_a_build() -> None:
    assert has_errors([DOUBT, FAULT])
    assert not has_errors([DOUBT])


@pytest.mark.parametrize(
    ("problems", "message"),
    [([FAULT, DOUBT], "1 problem in the review"), ([FAULT, FAULT], "2 problems in the review")],
)
def test_an_error_of_the_content_counts_what_stops_the_build(
    problems: list[Problem], message: str
) -> None:
    error = ContentError(problems)
    assert error.message == message
    assert error.exit_code is ExitCode.CONTENT
    assert error.problems == tuple(problems)
