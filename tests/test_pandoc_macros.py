r"""Commands that a chapter defines for its formulas."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewpress.pandoc import macros
from reviewpress.project import open_project


@pytest.mark.parametrize(
    ("definitions", "formula", "expected"),
    [
        (r"\newcommand{\RR}{\mathbb{R}}", r"\RR^n", r"\mathbb{R}^n"),
        (r"\newcommand\RR{\mathbb{R}}", r"x\in\RR", r"x\in\mathbb{R}"),
        (r"\renewcommand*{\d}[1]{d#1}", r"\d x \d{y}", r"dx dy"),
        (r"\newcommand{\n}[2][2]{|#2|_{#1}}", r"\n{x}+\n[1]{y}", r"|x|_{2}+|y|_{1}"),
        (r"\def\v#1{\mathbf{#1}}", r"\v\alpha", r"\mathbf{\alpha}"),
        (r"\DeclareMathOperator*{\am}{am}", r"\am_x", r"\operatorname*{am}_x"),
        (r"\let\eps=\varepsilon", r"\eps>0", r"\varepsilon>0"),
        (r"\newcommand{\a}{\b}\newcommand{\b}{c}", r"\a", "c"),
        (r"\newcommand{\a}{\alpha}", r"\a x", r"\alpha x"),
        (r"\newcommand{\a}{x}", r"\alpha", r"\alpha"),
    ],
)
def test_a_command_is_written_out(definitions: str, formula: str, expected: str):
    known = macros.split(definitions)[1]

    assert macros.expand(formula, known) == expected


def test_definitions_leave_the_formula():
    assert macros.expand(r"\newcommand{\a}{x} \a + 1", {}) == "x + 1"


def test_a_command_that_is_made_of_itself_ends():
    known = macros.split(r"\newcommand{\a}{\a\a}")[1]

    assert len(macros.expand(r"\a", known)) < 40_000


@pytest.mark.parametrize("broken", [r"\newcommand{\a}{", r"\newcommand", r"\def\a", r"\let\a"])
def test_a_definition_without_an_end_does_no_harm(broken: str):
    assert isinstance(macros.expand(f"{broken} x", macros.split(broken)[1]), str)


def test_commands_of_mathjax_are_known(tmp_path: Path):
    (tmp_path / "_quarto.yml").write_text("project: {type: default}\n", encoding="utf-8")
    text = "<script>MathJax = {tex: {macros: {RR: '{\\\\bf R}', two: ['#1#1', 1]}}}</script>"
    values = {"include-in-header": [{"text": text}]}

    found = macros.of([], open_project(tmp_path), values)

    assert macros.expand(r"\RR+\two{x}", found) == r"{\bf R}+xx"
