import base64
import html.parser
import json
import re

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from IPython.core.formatters import DisplayFormatter
from matplotlib.figure import Figure

from reviewpress import present
from reviewpress.pandoc.program import run_pandoc
from reviewpress.present import html as html_writer
from reviewpress.present import markdown as markdown_writer
from reviewpress.present.content import Box, Cell, Grid, tidy

HOSTILE = [
    "{{< env HOME >}}",
    "{{{< env HOME >}}}",
    "{{< include /etc/passwd >}}",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "a | b || c",
    "```{=html}\nraw\n```",
    "`x`{=typst}",
    '#import "x": *',
    "#set page(fill: red)",
    "\\end{table} $x^2$ $$y$$ \\(z\\)",
    "**not bold** _nor this_ ~~gone~~ ^up^ ~down~",
    "[a](http://x.example) ![b](c.png) [^1] @cite [-@cite] @fig-x",
    "# heading",
    "- item\n- item",
    "1. one",
    "::: {.callout-note}\ninside\n:::",
    "+---+---+\n| a | b |\n+---+---+",
    ": definition",
    "Term\n:   defined",
    "-- --- ... 'single' \"double\" e.g. Mr. X",
    "&amp; &#60;b&#62; &nbsp; &lt;",
    "http://bare.example/a_b www.bare.example me@example.org",
    "a\\\nb\\c \\* \\|",
    ":smile: :::",
    '=HYPERLINK("x")',
    "<!-- comment --> <?php ?>",
    "]{.chip onclick=x}",
    "\u202eright to left\u202c",
    "tab\tand\x0bfeed\x0c and\x00nul\x1b[31m",
    "日本語 | العربية | 🙂",
]


def parse(markdown):
    """Read Markdown as the engines do, with the extensions that Quarto adds."""
    output = run_pandoc(["--from", "markdown+autolink_bare_uris+emoji", "--to", "json"], markdown)
    assert output.stderr == ""
    return json.loads(output.stdout)["blocks"]


def stringify(node):
    """Return the text of a node, and nothing else that it may hold."""
    if isinstance(node, list):
        return "".join(map(stringify, node))
    if not isinstance(node, dict):
        return ""
    kind = node.get("t")
    if kind == "Str":
        return node["c"]
    if kind in {"Space", "SoftBreak"}:
        return " "
    return stringify(node.get("c", []))


def cells_of(block):
    """Return the cells of a table's body and the kinds of inlines in them."""
    assert block["t"] == "Table"
    rows = [row for body in block["c"][4] for row in body[3]]
    return [[cell[4] for cell in row[1]] for row in rows]


def kinds(node):
    if isinstance(node, list):
        return {kind for one in node for kind in kinds(one)}
    if isinstance(node, dict):
        return {node["t"]} | kinds(node.get("c", [])) if "t" in node else set()
    return set()


class Reader(html.parser.HTMLParser):
    """Collects the text and the tags of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.tags, self.attributes = [], [], []

    def handle_data(self, data):
        self.text.append(data)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs


def read_html(text):
    reader = Reader()
    reader.feed(text)
    reader.close()
    return reader


def bundle(shown):
    """Offer an object to IPython as the last line of a cell does."""
    data, _ = DisplayFormatter().format(shown)
    return data


def as_table(texts):
    return present.table(pd.DataFrame({"n": range(len(texts)), "text": texts}), {"text": "Text"})


def check_markdown(texts):
    blocks = parse(bundle(as_table(texts))["text/markdown"])
    assert [block["t"] for block in blocks] == ["Table"]
    rows = cells_of(blocks[0])
    shown = [stringify(row[0]) for row in rows]
    assert shown == [tidy(text) or "–" * (text == "") for text in texts]  # noqa: RUF001
    assert kinds(rows) <= {"Plain", "Str", "Space"}


def check_html(texts):
    reader = read_html(bundle(as_table(texts))["text/html"])
    assert set(reader.tags) <= {"table", "thead", "tbody", "tr", "th", "td"}
    shown = tidy("".join(reader.text))
    for text in texts:
        assert tidy(text) in shown


def test_hostile_cells_are_text_in_markdown():
    check_markdown(HOSTILE)


def test_hostile_cells_are_text_in_html():
    check_html(HOSTILE)


@pytest.mark.parametrize("kind", ["text/html", "text/markdown"])
def test_no_shortcode_survives(kind):
    shown = bundle(as_table(HOSTILE))[kind]
    assert "{{<" not in shown
    assert "{{%" not in shown


def test_hostile_cells_are_text_in_typst_and_docx():
    markdown = bundle(as_table(HOSTILE))["text/markdown"]
    typst = run_pandoc(["--from", "markdown", "--to", "typst"], markdown).stdout
    assert "#import" not in typst.replace("\\#import", "")
    assert "#set page" not in typst.replace("\\#set page", "")
    native = run_pandoc(["--from", "markdown", "--to", "native"], markdown).stdout
    assert not {"RawInline", "RawBlock", "Link", "Image", "Math", "Cite"} & set(native.split())


TEXT = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("|`*_#{}<>[]()@$\\:-+=~^!&;'\"./%\n\t "),
    )
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXT, min_size=1, max_size=12))
def test_any_cell_survives_markdown_as_plain_text(texts):
    check_markdown(texts)


@settings(deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=12))
def test_any_cell_survives_html_as_plain_text(texts):
    check_html(texts)


@settings(max_examples=25, deadline=None)
@given(TEXT.filter(tidy))
@example("% a title block")
def test_any_text_survives_in_a_paragraph_a_list_a_field_and_a_title(text):
    blocks = (
        present.Paragraph(text),
        present.Paragraph(text, is_title=True),
        present.Paragraph(text, ("notes",)),
        present.Bullets((text, "b")),
        present.Fields((("Name", text),)),
        present.Fields(((text, "x"), ("y", text)), is_compact=True),
        present.Details("More", (present.Paragraph(text),)),
    )
    for block in blocks:
        written = markdown_writer.block(block)
        read = parse(written)
        assert tidy(text) in stringify(read)
        allowed = {"Para", "Plain", "Div", "BulletList", "DefinitionList"}
        inlines = {"Str", "Space", "Strong", "Emph"}
        assert kinds(read) <= allowed | inlines
    reader = read_html(html_writer.blocks(blocks))
    shown = tidy("".join(reader.text))
    assert shown.count(tidy(text)) >= len(blocks)
    assert not {"script", "img", "a"} & set(reader.tags)


def test_marks_are_links_with_their_label_on_pointing():
    chips = present.Chips("/r.qmd", "/f.qmd", "/p.qmd", "/i.qmd", {"S1": 'Oak "A" <2001>'})
    written = html_writer.inline(chips.study("S1"))
    reader = read_html(written)
    assert ("href", "/r.qmd#S1") in reader.attributes
    assert ("title", 'Oak "A" <2001>') in reader.attributes
    assert ("class", "chip chip-study") in reader.attributes
    markdown = markdown_writer.inline(chips.study("S1"))
    assert markdown == "[[S1]{.chip .chip-study}](/r.qmd#S1)"
    named = [chips.finding("F1"), chips.proposition("P1"), chips.implication("I1")]
    targets = [chip.target for chip in named]
    assert targets == ["/f.qmd#F1", "/p.qmd#prop-P1", "/i.qmd#I1"]


def test_several_marks_stand_apart():
    chips = present.Chips("/r.qmd", "/f.qmd", "/p.qmd", "/i.qmd")
    read = parse(markdown_writer.inline(chips.studies(["S1", "S2"])))
    assert stringify(read) == "S1 S2"
    assert kinds(read) == {"Para", "Link", "Span", "Str", "Space"}


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "x y", "", "ftp://a"]
)
def test_a_link_leads_into_the_review_or_to_the_web(target):
    with pytest.raises(ValueError, match="not a target"):
        present.Link("x", target)


@pytest.mark.parametrize(
    "target",
    [
        "https://x.example/a(b)_c?q=1&copy=2#top",
        "https://x.example/a b|c<d>{e}`f`",
        "https://x.example/\"'\\",
        "https://x.example/{{<var x>}}",
        "https://x.example/é%20ü",
    ],
)
def test_an_address_reaches_its_place_whatever_it_holds(target):
    link = present.Link("x", target)
    block = parse(markdown_writer.inline(link))[0]
    assert [inline["t"] for inline in block["c"]] == ["Link"]
    in_markdown = block["c"][0]["c"][2][0]
    in_html = dict(read_html(html_writer.inline(link)).attributes)["href"]
    assert in_markdown == in_html == html_writer.url(target)


@pytest.mark.parametrize("name", ["1a", "a b", 'a"', "", "é", "a}"])
def test_an_anchor_is_a_plain_word(name):
    with pytest.raises(ValueError, match="not an id"):
        present.Anchor("x", name)
    with pytest.raises(ValueError, match="not an id"):
        Box((), ("card",), name or "1")


def test_a_class_cannot_end_an_attribute():
    with pytest.raises(ValueError, match="not a class name"):
        present.Styled("x", ('a" onclick="x',))
    with pytest.raises(ValueError, match="not a class name"):
        present.Paragraph("x", ("a}",))


def test_the_mark_of_confidence_says_the_word_and_shows_dots():
    text = markdown_writer.inline(present.confidence("very-low"))
    assert text == "[very low ●○○○]{.confidence .confidence-very-low}"
    reader = read_html(html_writer.inline(present.confidence("moderate")))
    assert ("aria-hidden", "true") in reader.attributes
    with pytest.raises(ValueError, match="certain"):
        present.confidence("certain")


def test_columns_keep_order_alignment_and_width():
    frame = pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": [True, False]})
    shown = present.table(
        frame,
        {
            "b": present.Column("Text", width=30),
            "a": present.Column("Number", width=10),
            "c": present.Column("Flag", lambda flag: "yes" if flag else "no", width=20),
        },
        note="See below.",
    )
    data = bundle(shown)
    table, note = parse(data["text/markdown"])
    aligned = [column[0]["t"] for column in table["c"][2]]
    assert aligned == ["AlignLeft", "AlignRight", "AlignLeft"]
    assert note["t"] == "Div"
    assert [stringify(cell) for cell in cells_of(table)[1]] == ["–", "2", "no"]  # noqa: RUF001
    assert '<th scope="col" class="rp-right">Number</th>' in data["text/html"]
    assert '<col style="width:50.0%">' in data["text/html"]


def test_long_lines_give_the_columns_their_share():
    frame = pd.DataFrame({"a": ["x" * 90], "b": ["y"]})
    columns = {"a": present.Column("A", width=75), "b": present.Column("B", width=25)}
    table = parse(bundle(present.table(frame, columns))["text/markdown"])[0]
    widths = [column[1]["c"] for column in table["c"][2]]
    assert widths == pytest.approx([0.75, 0.25], abs=0.02)


def test_a_column_that_is_not_there_is_an_error():
    with pytest.raises(KeyError, match="b"):
        present.table(pd.DataFrame({"a": [1]}), {"b": "B"})


def test_lists_and_missing_values():
    frame = pd.DataFrame({"a": [["x", "y"], []], "b": [float("nan"), pd.NA]})
    chips = present.Chips("/r.qmd", "/f.qmd", "/p.qmd", "/i.qmd")
    columns = {"a": present.Column("A", chips.studies), "b": "B"}
    rows = cells_of(parse(bundle(present.table(frame, columns))["text/markdown"])[0])
    shown = [[stringify(cell) for cell in row] for row in rows]
    assert shown == [["x y", "–"], ["–", "–"]]  # noqa: RUF001


def test_styled_text_keeps_the_space_at_its_end():
    read = parse(markdown_writer.inline((present.Styled("But: ", emphasis=True), "so")))
    assert stringify(read) == "But: so"
    assert "Emph" in kinds(read)


def test_words_of_the_review_come_first():
    say = present.Words({"a-b": "A and B"})
    assert say("a-b") == "A and B"
    assert say("very-low_key") == "very low key"
    assert say.sentence("not-seen") == "Not seen"
    assert say.several("a-b; c-d") == "A and B; c d"


def test_a_figure_is_offered_as_svg_and_png():
    figure = Figure(figsize=(1, 1))
    figure.text(0.1, 0.5, "words")
    data = bundle(present.image(figure))
    assert data["image/svg+xml"].startswith("<?xml")
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")


def test_names_and_values_do_not_run_together():
    """A search engine reads the text of a page without its tags."""
    page = html_writer.block(present.Fields((("Name", "value"), ("Other", "one")), is_compact=True))
    assert re.sub(r"<[^>]*>", "", page).split() == ["Name", "value", "Other", "one"]
    page = html_writer.block(Grid((Cell("Study"), Cell("Result")), ()))
    assert re.sub(r"<[^>]*>", "", page).split() == ["Study", "Result"]
