"""TeX that pandoc does not know is written with what it knows."""

from __future__ import annotations

import json
import re

import pytest

from reviewpress.pandoc import ast, typst_math
from reviewpress.pandoc.cache import Cache
from reviewpress.pandoc.program import run_pandoc
from reviewpress.pandoc.tex import tamed

KNOWN_TO_BROWSERS = [
    r"x \thicksim y",
    r"\LaTeX",
    r"\mathbbm{1}_{x}",
    r"\mathop{\rm E} x",
    r"{\bf x} + {\cal L}",
    r"\bf x",
    r"\nicefrac{1}{2}",
    r"\cfrac{1}{1+\cfrac{1}{x}}",
    r"\unicode{x2A6F}",
    r"\textcolor{red}{x_{1} + y}",
    r"\hphantom{x}y",
    r"a \\ b",
    r"x = 1 \\ \begin{aligned} a &= b \end{aligned}",
    r"\begin{align} a &= b \notag \\ c &= d \nonumber \end{align}",
    r"\begin{align} a &= b \\ \intertext{and} c &= d \end{align}",
    r"\begin{dcases} a \\ b \end{dcases}",
    r"10\degree",
    r"{x \over y} + x \over y",
    r"{a \atop b}",
    r"\pmatrix{a & b \cr c & d}",
    r"\textnormal{if } x",
    r"x \mkern-10mu y \kern 2pt z \hskip 2em",
    r"\bigm| x",
    r"x + y \tag{5}",
    r"x + y \tag*{A}",
    r"x \label{a}",
    r"\enclose{box}{x} \bbox[5px]{x}",
]


def refused(formulas: list[str]) -> list[str]:
    """Return the formulas that pandoc cannot write as MathML."""
    blocks = [ast.plain([formula(text)]) for text in formulas]
    tree = {"pandoc-api-version": ast.API_VERSION, "meta": {}, "blocks": blocks}
    output = run_pandoc(["--from=json", "--to=html5", "--mathml"], json.dumps(tree))
    found = re.findall(r"Could not convert TeX math (.*?), rendering", output.stderr, re.DOTALL)
    return [text.strip() for text in found]


def formula(text: str) -> ast.Node:
    return {"t": "Math", "c": [{"t": "DisplayMath"}, text]}


def test_pandoc_refuses_each_as_it_is_written():
    assert refused(KNOWN_TO_BROWSERS) == KNOWN_TO_BROWSERS


def test_pandoc_reads_each_as_it_is_rewritten():
    assert refused([tamed(text) for text in KNOWN_TO_BROWSERS]) == []


@pytest.mark.parametrize(
    "text",
    [
        r"\frac{a}{b}",
        r"\begin{cases} a \\ b \end{cases}",
        r"\begin{array}{c|c} a & b \\ \hline c & d \end{array}",
        r"\text{over \% choose}",
        r"\left( x \middle| y \right)",
        r"\overline{x} \small",
        r"{n \choose k}",
        "",
    ],
)
def test_what_pandoc_reads_stays_as_it_is(text: str):
    expected = "\\overline{x} " if text.endswith("small") else text
    assert tamed(text) == expected


def test_a_formula_keeps_its_own_name_in_the_pdf():
    written = r"\mathbbm{1}_{x}"
    found = typst_math.convert(Cache(), [ast.plain([formula(written)])])
    assert list(found) == [("DisplayMath", written)]
    assert "bb(1)" in found["DisplayMath", written]
