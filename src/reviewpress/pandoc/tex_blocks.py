r"""Formulas written as bare environments of TeX, such as `\begin{align} ... \end{align}`."""

from __future__ import annotations

import re

from reviewpress.pandoc import ast
from reviewpress.pandoc.ast import Node, Nodes

_ENVIRONMENTS = (
    "align|align[*]|alignat|alignat[*]|aligned|alignedat|array|cases|CD|displaymath|eqnarray"
    "|eqnarray[*]|equation|equation[*]|flalign|flalign[*]|gather|gather[*]|gathered|math"
    "|multline|multline[*]|split"
)
_FORMULA = re.compile(
    rf"\s*\\begin\{{(?P<name>{_ENVIRONMENTS})\}}.*\\end\{{(?P=name)\}}\s*", re.DOTALL
)
_REFERENCE = re.compile(r"\\(?:eq)?ref\{[^{}]*\}")
_TEX = frozenset(("tex", "latex"))


def to_math(nodes: Nodes) -> None:
    """Make displayed formulas of raw TeX that is one, in place, as Quarto does in pages."""
    ast.rewrite(nodes, {"RawBlock": _block, "RawInline": _inline})


def references_to_math(nodes: Nodes) -> None:
    r"""Make formulas of `\ref` and `\eqref` in a text, in place, as Quarto does for MathJax."""
    ast.rewrite(nodes, {"RawInline": _reference})


def _reference(node: Node) -> Nodes | None:
    output_format, source = node["c"]
    if output_format not in _TEX or not _REFERENCE.fullmatch(source):
        return None
    return [{"t": "Math", "c": [{"t": "InlineMath"}, source]}]


def _inline(node: Node) -> Nodes | None:
    output_format, source = node["c"]
    if output_format not in _TEX or not _FORMULA.fullmatch(source):
        return None
    return [{"t": "Math", "c": [{"t": "DisplayMath"}, source.strip()]}]


def _block(node: Node) -> Nodes | None:
    formula = _inline(node)
    return None if formula is None else [{"t": "Para", "c": formula}]
