"""What Quarto's warnings are taken to mean. The lines are as Quarto 1.9 and 1.10 write them."""

import pytest

from reviewpress.quarto import log
from reviewpress.quarto.log import Fault

FILTER = "WARNING (/opt/quarto/share/filters/main.lua:19106) "
YELLOW, PLAIN = "\x1b[33m", "\x1b[39m"


@pytest.mark.parametrize(
    ("line", "message", "token"),
    [
        (
            f"{YELLOW}{FILTER}Unknown var no.such specified in a var shortcode.",
            "there is no variable no.such",
            "var no.such",
        ),
        (
            f"{PLAIN}{YELLOW}{FILTER}Unknown meta key nothing specified in a metadata Shortcode.",
            "there is no metadata key nothing",
            "meta nothing",
        ),
        (
            f"{FILTER}Unknown variable HOME2 specified in an env Shortcode.",
            "HOME2 is not in the environment",
            "env HOME2",
        ),
        (f"{FILTER}Shortcode 'nosuch' not found", "there is no shortcode nosuch", "{{< nosuch"),
        (
            f"{YELLOW}WARN: Unable to resolve link target: chapters/gone.qmd{PLAIN}",
            "the link to chapters/gone.qmd leads nowhere",
            "chapters/gone.qmd",
        ),
        (
            f"{FILTER}Unable to resolve crossref @fig-none",
            "the reference @fig-none leads nowhere",
            "@fig-none",
        ),
        (
            "[WARNING] Citeproc: citation other2020 not found",
            "there is no source @other2020 to cite",
            "@other2020",
        ),
        (
            "[WARNING] Could not fetch resource 'img/none.png': replacing image with description",
            "the file img/none.png was not found",
            "img/none.png",
        ),
    ],
)
def test_a_warning_of_a_wrong_book_is_a_fault(line, message, token):
    assert log.faults([line]) == [Fault(message, None, token)]


@pytest.mark.parametrize(
    "line",
    [
        "WARN: typst-gather analyze failed; staging all packages as fallback: not found.",
        "[1/2] index.qmd",
        "[typst]: Compiling index.typ to index.pdf...DONE",
        "a chapter about Unable to resolve crossref @fig-x",
    ],
)
def test_other_lines_are_no_faults(line):
    assert log.faults([line]) == []


def test_a_progress_line_tells_the_file_of_what_follows():
    lines = ["[1/2] index.qmd", "[2/2] chapters/a.qmd", f"{FILTER}Unknown var foo specified in a"]
    assert [fault.source for fault in log.faults(lines)] == ["chapters/a.qmd"]


def test_a_page_before_the_message_tells_the_file():
    lines = ["[2/2] chapters/b.qmd", "WARN: chapters/a.html: Unable to resolve crossref @sec-x"]
    assert log.faults(lines) == [
        Fault("the reference @sec-x leads nowhere", "chapters/a.qmd", "@sec-x")
    ]


def test_once_files_are_joined_no_file_is_blamed():
    lines = ["[2/2] chapters/b.qmd", "pandoc ", f"{FILTER}Unable to resolve crossref @sec-x"]
    assert [fault.source for fault in log.faults(lines)] == [None]


def test_a_fault_that_every_format_repeats_is_told_once_with_its_file():
    joined = ["pandoc", f"{FILTER}Unknown var foo specified in a var shortcode."]
    one_by_one = ["[1/2] chapters/a.qmd", joined[1]]
    assert len(log.faults([*joined, *one_by_one])) == 1
    assert log.faults([*joined, *one_by_one]) == log.faults([*one_by_one, *joined])
    assert log.faults([*joined, *one_by_one])[0].source == "chapters/a.qmd"


def test_the_first_error_is_the_failure():
    lines = [
        "[2/2] chapters/a.qmd",
        "\x1b[91mERROR: The cell nolabel does not exist in notebook",
        "Stack trace:",
        "    at notebookMarkdown (file:///opt/quarto/bin/quarto.js:112148:36)",
    ]
    assert log.failure(lines) == Fault(
        "The cell nolabel does not exist in notebook", "chapters/a.qmd", ""
    )
    assert log.failure(["[1/1] index.qmd", "Output created: _site/index.html"]) is None


def test_the_tail_leaves_out_the_stack_trace():
    lines = ["first", "", "\x1b[91mERROR: no", "Stack trace:", "    at a (file:///b.js:1:2)"]
    assert log.tail(lines) == "first\nERROR: no"
    assert log.tail(lines, count=1) == "ERROR: no"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("\x1b[1m\x1b[34m[ 1/13] index.qmd\x1b[39m\x1b[22m", "[ 1/13] index.qmd"),
        ("[typst]: Compiling index.typ to index.pdf...DONE",) * 2,
        (f"{YELLOW}WARN: something else{PLAIN}", "WARN: something else"),
        ("  to: typst-citations", None),
        ("", None),
    ],
)
def test_progress_is_told_and_chatter_is_not(line, told):
    assert log.progress(line) == told
