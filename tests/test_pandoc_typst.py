from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewpress.pandoc import typst, typst_math
from reviewpress.pandoc.cache import Cache
from reviewpress.pandoc.program import to_json
from reviewpress.pandoc.typst_text import Page, formula, length, literal


def page(**settings: object) -> Page:
    defaults: dict[str, object] = {
        "resolve": lambda target: target,
        "image": lambda source: f"images/{source}",
        "math": {},
    }
    return Page(**{**defaults, **settings})  # type: ignore[arg-type]


def write(markdown: str, **settings: object) -> str:
    return typst.blocks(to_json(markdown)["blocks"], page(**settings))


@given(st.text())
def test_a_literal_is_closed_by_its_last_character_only(text: str):
    written = literal(text)
    inner = written[1:-1]

    assert written.startswith('"')
    assert written.endswith('"')
    # After pairs of a backslash and what it escapes are taken away, no quote is left.
    assert '"' not in inner.replace("\\\\", "").replace('\\"', "")
    assert not inner.replace("\\\\", "").replace('\\"', "").endswith("\\")


@pytest.mark.parametrize(
    "text",
    ["#panic()", "$x$", "= Heading", "- item", "*bold*", "@key", "<label>", "`raw`", "~", "//x"],
)
def test_text_is_nothing_but_a_string(text: str):
    nodes = [{"t": "Para", "c": [{"t": "Str", "c": text}]}]

    assert typst.blocks(nodes, page()) == f'#"{text}";'


def test_words_and_styles():
    assert write("A *b* H~2~O") == '#"A ";#emph[#"b";];#" H";#sub[#"2";];#"O";'


def test_raw_typst_is_copied_from_chapters_only():
    source = "Before `#v(1cm)`{=typst}.\n\n```{=typst}\n#line()\n```\n"

    assert "#v(1cm)" in write(source)
    assert "#line()" in write(source)
    assert "#v(1cm)" not in write(source, is_trusted=False)
    assert "#line()" not in write(source, is_trusted=False)


def test_raw_html_is_left_out():
    assert write("a `<b>`{=html}\n\n```{=html}\n<script>\n```") == '#"a ";'


def test_attributes_that_pandoc_would_copy_into_typst_are_not():
    written = write('[x]{typst:text:fill="read(1)"}\n\n::: {typst:fill="read(2)"}\ny\n:::')

    assert "read(" not in written


def test_a_link_that_leads_nowhere_is_its_text():
    assert write("[x](gone.qmd)", resolve=lambda _: None) == '#"x";'
    assert write("[x](y)", resolve=lambda _: "#here") == '#link(label("here"))[#"x";];'


def test_an_id_is_given_to_one_element_only():
    written = write("[a]{#x} [b]{#x}")

    assert written.count('#anchor("x")') == 1


def test_headings_carry_their_number_and_level():
    header = {"t": "Header", "c": [2, ["sec-a", [], [["number", "1.1"]]], [{"t": "Str", "c": "A"}]]}

    assert typst.blocks([header], page()) == (
        '#section(depth: 1, level: 2, number: "1.1", id: "sec-a", )[#"A";];'
    )


def test_formulas_are_spoken_as_their_source():
    nodes = to_json("$x^2$ and $\\nonsense{x}$")["blocks"]
    converted = typst_math.convert(Cache(), nodes)

    assert formula("InlineMath", "x^2", page(math=converted)) == (
        '#math.equation(block: false, alt: "x^2", ($x^2$).body);'
    )
    assert formula("InlineMath", "\\nonsense{x}", page(math=converted)) == (
        '#raw("\\\\nonsense{x}");'
    )


def test_a_table_has_head_cells_alignment_and_a_minus_sign():
    written = write("| A | B |\n|---|---|\n| x | -0.5 |\n| y | 12 |\n")

    assert "align: (left, right,)" in written
    assert 'header: (head-cell[#"A";], head-cell[#"B";],)' in written
    assert "\u22120.5" in written


def test_a_cell_over_two_columns_says_so():
    source = "+---+---+\n| a | b |\n+===+===+\n| c     |\n+---+---+\n"

    assert "colspan: 2" in write(source)


def test_tasks_have_no_bullet():
    assert "marker: []" in write("- [ ] a\n- [x] b\n")
    assert "marker: []" not in write("- a\n")


@pytest.mark.parametrize("name", ["[I01]{.card-id}", "I01"])
def test_a_card_shows_its_id_once(name: str):
    source = (
        '::: {.implication-card #I01 audience="policy" confidence="very-low"}\n'
        f"**{name} Do this.**\n:::\n"
    )
    written = write(source)

    assert written.count("I01") == 2  # the number beside the card, and its label
    assert 'audience: "policy"' in written
    assert "very low \u25cf\u25cb\u25cb\u25cb" in written
    assert '#"Do this.";' in written


def test_marks_are_functions():
    written = write(
        "[low]{.confidence .confidence-low} [S1]{.chip} [no]{.position-sceptic} [†]{.dagger}"
    )

    assert '#confidence("low")' in written
    assert "#chip[" in written
    assert '#position("sceptic")' in written
    assert "#dagger[" in written


@pytest.mark.parametrize(
    ("written", "expected"),
    [("50%", "50%"), ("3in", "3in"), ("96px", "72pt"), ("96", "72pt"), ("evil)", None), ("", None)],
)
def test_lengths(written: str, expected: str | None):
    assert length(written) == expected
