"""Reading BibTeX. Where a test can, pandoc, which reads the same files for print, is the judge."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewpress import bibtex
from reviewpress.errors import Location
from reviewpress.pandoc import program

PATH = "bib/references.bib"
WHOLE = "@article{a,\n  title = {A},\n  year = 2001,\n}\n"


def faults(text: str) -> list[tuple[int, str]]:
    _, problems = bibtex.parse(text, PATH)
    return [(problem.where.line or 0, problem.message) for problem in problems]


def latex(text: str) -> dict[str, str]:
    items, problems = bibtex.parse(text, PATH)
    assert problems == []
    return {name: value.latex for name, value in items[0].fields.items()}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("@book{b,\n  title = {B},\n  year = {2001,\n}\n", 3, "the entry is not closed"),
        ("@book{b,\n  title = {B},\n  year = 2001,\n", 3, "the entry is not closed"),
        ('@book{b,\n  title = "B,\n  year = 2001,\n}\n', 4, "the entry is not closed"),
        ("@book{b,\n  title = {B}\n  year = 2001,\n}\n", 2, "no comma follows the value"),
        ("@book{b,\n  title = ,\n}\n", 2, "the value is missing"),
        ("@book{b,\n  title {B},\n}\n", 2, "expected a `=` after entry key"),
        ("@book{b\n  title = {B},\n}\n", 2, "expected comma after entry key"),
        ("@book{b,\n  title = {B},,\n}\n", 2, "expected a `=` after entry key"),
        ("@book{b,\n  title = bbb,\n}\n", 2, 'no @string defines "bbb"'),
        ("@book{b,\n  title = {B},\n  Title = {C},\n}\n", 3, "the field is doubled"),
        ("book{b,\n  title = {B},\n}\n", 1, '"book{b," stands outside any entry'),
        ("% fine\n@book{b, title = {B}}\n}\n", 3, '"}" stands outside any entry'),
        (
            "@string{x = {X}}\n@string{x = {Y}}\n",
            2,
            'the abbreviation "x" is defined twice',
        ),
        ("@string{x = {X} Y}\n", 1, "no comma follows the value"),
    ],
)
def test_a_fault_is_told_on_its_line_and_spares_what_follows(
    text: str, line: int, message: str
) -> None:
    assert faults(f"{WHOLE}{text}{WHOLE.replace('{a,', '{z,')}") == [(line + 4, message)]
    items, _ = bibtex.parse(f"{WHOLE}{text}{WHOLE.replace('{a,', '{z,')}", PATH)
    assert {"a", "z"} <= {item.key for item in items}


def test_a_broken_entry_keeps_its_key_so_that_its_citations_are_not_unknown_too() -> None:
    items, _ = bibtex.parse("@book{b,\n  title = {B\n}\n", PATH)
    assert [(item.key, item.is_whole) for item in items] == [("b", False)]


def test_a_field_is_told_by_its_own_line() -> None:
    items, _ = bibtex.parse("\n@book{b,\n  title = {B\n  C},\n  year\n = 2001}\n", PATH)
    assert items[0].line == 2
    assert {name: value.line for name, value in items[0].fields.items()} == {"title": 3, "year": 6}


def test_abbreviations_months_and_joined_pieces_are_put_in() -> None:
    values = latex(
        '@string{jsw = "Journal of " # {Short Walks}}\n'
        '@article(a, journal = JSW # " B", month = dec, volume = 3, title = {A "quoted" {B}})\n'
    )
    assert values == {
        "journal": "Journal of Short Walks B",
        "month": "dec",
        "volume": "3",
        "title": 'A "quoted" {B}',
    }


def test_comments_are_no_faults() -> None:
    text = "% A heading, with = and {braces}\n@comment{anything, @book{x}}\n\nSome words.\n"
    assert bibtex.parse(f"{text}{WHOLE}", PATH)[1] == []


LINES = st.lists(st.sampled_from(["", "% a comment", "words", "  "]), max_size=5)


@given(LINES, LINES)
def test_lines_before_an_entry_move_its_faults_by_their_number(
    before: list[str], between: list[str]
) -> None:
    broken = "@book{b,\n  title = {B}\n  year = 2001,\n}\n"
    text = "\n".join([*before, WHOLE, *between, broken])
    expected = text[: text.index("title = {B}")].count("\n") + 1
    assert faults(text) == [(expected, "no comma follows the value")]


WORDS = st.text(alphabet="abc é,=#\n-", max_size=20)


@given(st.lists(WORDS, min_size=1, max_size=4), st.sampled_from(["{}", '""']))
def test_values_survive_any_form_of_quoting(pieces: list[str], marks: str) -> None:
    written = " # ".join(f"{marks[0]}{piece}{marks[1]}" for piece in pieces)
    text = f"@misc{{a,\n  note = {written},\n  title = {{T}},\n}}\n"
    items, problems = bibtex.parse(text, PATH)
    assert problems == []
    assert items[0].fields["note"] == bibtex.Value("".join(pieces), 2)
    assert items[0].fields["title"].line == text[: text.index("title")].count("\n") + 1


@given(st.text(alphabet='ab{}"@,=#%\\\n (', max_size=60))
def test_no_text_stops_the_reader_and_no_line_is_out_of_the_file(text: str) -> None:
    items, problems = bibtex.parse(text, PATH)
    last = text.count("\n") + 1
    assert all(problem.where.path == PATH for problem in problems)
    assert all(1 <= (problem.where.line or 0) <= last for problem in problems)
    assert all(1 <= item.line <= last for item in items)


SAME_IN_PRINT = [
    r"G{\"o}del and {\'E}tienne",
    r"na\"ive {\o}re {\ss} \c{c} \aa ngstr\"om \v{C}ech {\L}\'od\'z",
    r"\H{o} \u{a} \k{a} \r{a} \d{s} \.{z} {\ae} {\OE} \~n \^e \`a",
    r"Teaching \& Learning, 5\% and \#1, a\_b, \$3",
    "Plain Unicode: Łódź “quoted” é ü ß £",
    "Pages 1--10, a dash --- and an ellipsis \\ldots",
    "{NATO} keeps {its} capitals",
    r"\emph{Emphasis} and \textbf{weight} and {\em old}",
    r"A \href{http://example.org/a_b#c%20d}{link} and \url{http://example.org/~a_b#c%20d}",
]


@pytest.mark.parametrize("value", SAME_IN_PRINT)
def test_text_is_decoded_as_pandoc_prints_it(value: str) -> None:
    printed = program.run_pandoc(
        ["--from=biblatex", "--to=csljson"], f"@misc{{a, note = {{{value}}}}}"
    )
    expected = json.loads(printed.stdout)[0]["note"]
    for tag in ("i", "b"):
        expected = expected.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    assert bibtex.decode(value) == " ".join(expected.split())


def test_a_dotless_i_takes_an_accent() -> None:
    assert bibtex.decode(r"na\"{\i}ve Mar{\'\i}a") == "naïve María"


def test_bare_signs_do_not_swallow_text() -> None:
    assert bibtex.decode(r"A 5% rise {in} R&D #1") == "A 5% rise in R&D #1"


def test_quotation_marks_and_apostrophes_are_those_of_print() -> None:
    assert bibtex.decode("`single' and ``double'', schools'") == "‘single’ and “double”, schools’"  # noqa: RUF001


@given(st.text(alphabet="ab\\{}$%&~'\"`^_#[]- é1", max_size=30))
def test_decoding_gives_one_line_or_says_that_it_cannot(value: str) -> None:
    try:
        text = bibtex.decode(value)
    except ValueError as error:
        assert str(error) == "the LaTeX cannot be read"  # noqa: PT017
    else:
        assert text == " ".join(text.split())


def test_places_name_the_file() -> None:
    _, problems = bibtex.parse("}\n", PATH)
    assert problems[0].where == Location(PATH, 1)
