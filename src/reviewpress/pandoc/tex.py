"""TeX that browsers know and pandoc does not, written with what pandoc knows.

A formula is changed only where it holds such a command, which pandoc would refuse anyway.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_COMMAND = re.compile(r"\\(?P<name>[A-Za-z]+)(?P<star>\*?)(?P<space>\s*)")
_GROUP_STYLES = {"bf": "mathbf", "it": "mathit", "cal": "mathcal", "tt": "mathtt", "sf": "mathsf"}
# By command, what stands for it.
_SAME: Mapping[str, str] = {
    "thicksim": r"\sim ",
    "thickapprox": r"\approx ",
    "LaTeX": r"\text{LaTeX}",
    "TeX": r"\text{TeX}",
    "idotsint": r"\int\cdots\int ",
    "thinspace": r"\,",
    "negthinspace": r"\!",
    "hfill": r"\quad ",
    "S": r"\text{§}",
    "P": r"\text{¶}",
    "copyright": r"\text{©}",
    "degree": r"^\circ ",
    "varlimsup": r"\overline{\lim}",
    "varliminf": r"\underline{\lim}",
    "injlim": r"\operatorname{inj\,lim}",
    "projlim": r"\operatorname{proj\,lim}",
    "vcentcolon": ":",
    "dblcolon": "::",
    "coloncolon": "::",
    "notag": "",
    "nonumber": "",
    "bigm": r"\big",
    "Bigm": r"\Big",
    "cr": r"\\ ",
    "strut": "",
    "mathstrut": "",
    "tiny": "",
    "scriptsize": "",
    "footnotesize": "",
    "small": "",
    "normalsize": "",
    "large": "",
    "Large": "",
    "LARGE": "",
    "huge": "",
    "newline": r"\\ ",
}
# By command, how many arguments it takes, and what is made of them.
_WITH: Mapping[str, tuple[int, str]] = {
    "mathbbm": (1, r"\mathbb{{{0}}}"),
    "hbox": (1, r"\text{{{0}}}"),
    "textnormal": (1, r"\text{{{0}}}"),
    "emph": (1, r"\textit{{{0}}}"),
    "cfrac": (2, r"\frac{{{0}}}{{{1}}}"),
    "nicefrac": (2, r"{{{0}}}/{{{1}}}"),
    "sfrac": (2, r"{{{0}}}/{{{1}}}"),
    "hphantom": (1, r"\phantom{{{0}}}"),
    "smash": (1, "{{{0}}}"),
    "mathrlap": (1, "{{{0}}}"),
    "mathllap": (1, "{{{0}}}"),
    "mathclap": (1, "{{{0}}}"),
    "rlap": (1, "{{{0}}}"),
    "llap": (1, "{{{0}}}"),
    "mathinner": (1, "{{{0}}}"),
    "textcolor": (2, "{{{1}}}"),
    "colorbox": (2, r"\text{{{1}}}"),
    "href": (2, "{{{1}}}"),
    "class": (2, "{{{1}}}"),
    "style": (2, "{{{1}}}"),
    "cssId": (2, "{{{1}}}"),
    "vspace": (1, ""),
    "require": (1, ""),
    "label": (1, ""),
    "tag": (1, r"\qquad\text{{({0})}}"),
    "eqref": (1, r"\text{{({0})}}"),
    "ref": (1, r"\text{{{0}}}"),
    "intertext": (1, r"\text{{{0}}} \\ "),
    "enclose": (2, "{{{1}}}"),
    "abs": (1, r"\left|{0}\right|"),
    "norm": (1, r"\left\|{0}\right\|"),
    "dv": (2, r"\frac{{\mathrm{{d}}{0}}}{{\mathrm{{d}}{1}}}"),
    "pdv": (2, r"\frac{{\partial {0}}}{{\partial {1}}}"),
    "bra": (1, r"\langle {0}|"),
    "ket": (1, r"|{0}\rangle "),
    "braket": (1, r"\langle {0}\rangle "),
    "prescript": (3, "{{}}^{{{0}}}_{{{1}}}{2}"),
    "overunderset": (3, r"\overset{{{0}}}{{\underset{{{1}}}{{{2}}}}}"),
    "matrix": (1, r"\begin{{matrix}}{0}\end{{matrix}}"),
    "pmatrix": (1, r"\begin{{pmatrix}}{0}\end{{pmatrix}}"),
    "cases": (1, r"\begin{{cases}}{0}\end{{cases}}"),
}
_BETWEEN = {"over": r"\frac{{{0}}}{{{1}}}", "atop": r"\substack{{{0}\\{1}}}"}
_LENGTH = re.compile(r"\\(?:kern|mkern|hskip|mskip)\s*-?[\d.]+\s*(?:pt|em|ex|mu|cm|mm|in)\s?")
_BOX = re.compile(r"\\bbox\[[^\]]*\]")
_CASES = re.compile(r"\\(begin|end)\{[dr]cases\*?\}")
_LINES = re.compile(r"\\(?:\\|begin\b|end\b|newline\b)")
_NAMES = {*_SAME, *_WITH, *_BETWEEN, *_GROUP_STYLES, "rm", "unicode", "sideset"}
_ANY = re.compile(rf"\\(?:{'|'.join(sorted(_NAMES))})(?![A-Za-z])")


def tamed(tex: str) -> str:
    """Return a formula with what pandoc knows in the place of what it does not."""
    written = _LENGTH.sub("", _BOX.sub("", _CASES.sub(r"\\\1{cases}", tex)))
    written = _written(written) if _ANY.search(written) else written
    first = _LINES.search(written)
    if first and not first[0].startswith((r"\begin", r"\end")) and "{" not in _open(written, first):
        return f"\\begin{{gathered}}{written}\\end{{gathered}}"
    return written


def _open(tex: str, place: re.Match[str]) -> str:
    """Return the brackets that are open at a place."""
    before = tex[: place.start()]
    return "{" * (before.count("{") - before.count("}"))


def _written(tex: str) -> str:
    """Rewrite the commands of one group."""
    parts: list[str] = []
    position = 0
    while position < len(tex):
        if tex[position] == "{":
            end = end_of_group(tex, position)
            parts.append(f"{{{_written(tex[position + 1 : end - 1])}}}")
            position = end
            continue
        match = _COMMAND.match(tex, position)
        if match is None:
            step = 2 if tex[position] == "\\" else 1
            parts.append(tex[position : position + step])
            position += step
            continue
        name, position = match["name"], match.end()
        if name in _BETWEEN:
            return _BETWEEN[name].format("".join(parts).strip(), _written(tex[position:]).strip())
        if name in _GROUP_STYLES or name == "rm":
            style = _GROUP_STYLES.get(name, "mathrm")
            return f"{''.join(parts)}\\{style}{{{_written(tex[position:])}}}"
        shown, position = _command(name, match, tex)
        parts.append(shown)
    return "".join(parts)


def _command(name: str, match: re.Match[str], tex: str) -> tuple[str, int]:
    """Rewrite a command; returns what stands for it, and where the text after it begins."""
    position = match.end()
    if name in _SAME:
        return _SAME[name], position
    count, pattern = _WITH.get(name, (0, ""))
    if name == "unicode":
        (code, *_), position = arguments(tex, position, 1)
        digits = code.removeprefix("x").removeprefix("U+")
        is_known = re.fullmatch(r"[0-9A-Fa-f]{1,6}", digits)
        return chr(int(digits, 16 if code[0] in "xU" else 10)) if is_known else "", position
    if name == "sideset":
        return "", arguments(tex, position, 2)[1]
    if count and "{" in tex[position : position + 1]:
        found, position = arguments(tex, position, count)
        if name == "tag" and match["star"]:
            pattern = r"\qquad\text{{{0}}}"
        return pattern.format(*(_written(one) for one in found)), position
    return match[0], position


def arguments(tex: str, position: int, count: int) -> tuple[list[str], int]:
    """Read the arguments that begin at a position: groups, commands or single characters."""
    found = []
    for _ in range(count):
        while tex[position : position + 1].isspace():
            position += 1
        if tex[position : position + 1] == "{":
            end = end_of_group(tex, position)
            found.append(tex[position + 1 : end - 1])
            position = end
        else:
            match = _COMMAND.match(tex, position)
            end = match.end("name") if match else position + 1
            found.append(tex[position:end])
            position = end
    return found, position


def end_of_group(tex: str, position: int) -> int:
    """Return where the group that begins at a position has ended."""
    depth = 0
    while position < len(tex):
        if tex[position] == "\\":
            position += 1
        elif tex[position] == "{":
            depth += 1
        elif tex[position] == "}":
            depth -= 1
            if not depth:
                return position + 1
        position += 1
    return position + 1
