import json
import re
from pathlib import Path

import pypandoc
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from small_reviews import markdown, notebook, parameters, write_review

from reviewpress.errors import NotebookError
from reviewpress.runs import captions, check, labels, options, plan
from reviewpress.runs.prepare import prepare

SLUGS = st.from_regex(r"[a-z]([a-z0-9]|-[a-z0-9]){0,6}", fullmatch=True)
LABELS = st.builds(lambda kind, slug: f"{kind}-{slug}", st.sampled_from(["fig", "tbl"]), SLUGS)


def prepared(root: Path, *cells: object, matrix: str = "{theme: [drivers]}"):
    text = notebook(parameters("theme = 'all'\nunused = len(theme)"), *cells)
    runs = f"runs:\n  t:\n    notebook: t.ipynb\n    matrix: {matrix}\n"
    project = write_review(root, runs, t=text)
    return prepare(project, plan(project)[0])


def source(one, number: int) -> str:
    return one.content["cells"][number - 1]["source"]


def test_labels_and_references_get_the_suffix(tmp_path: Path):
    one = prepared(
        tmp_path,
        "#| label: tbl-themes\n#| tbl-cap: 'See [@fig-map] too.'\n1",
        "#| label: fig-map\n2",
        markdown(
            "@tbl-themes, [-@fig-map; @tbl-themes], @{fig-map}. [It](#fig-map), @tbl-themes-x, "
            "`@tbl-themes`, a@tbl-themes, @rose2002."
        ),
        markdown("## Heading {#sec-map}\n\n@sec-map, @fig-map-2"),
    )

    assert one.labels == {"tbl-themes-drivers": 2, "fig-map-drivers": 3}
    assert source(one, 2).startswith("#| label: tbl-themes-drivers\n#| tbl-cap: ")
    assert options.read(source(one, 2))["tbl-cap"] == "See [@fig-map-drivers] too."
    assert source(one, 4) == (
        "@tbl-themes-drivers, [-@fig-map-drivers; @tbl-themes-drivers], @{fig-map-drivers}. "
        "[It](#fig-map-drivers), @tbl-themes-x, `@tbl-themes`, a@tbl-themes, @rose2002."
    )
    assert source(one, 5) == (
        "## Heading {#sec-map-drivers}\n\n@sec-map-drivers, @fig-map-drivers-2"
    )


def test_a_run_without_matrix_keeps_its_labels(tmp_path: Path):
    text = notebook("#| label: tbl-a\n1", markdown("@tbl-a"))
    project = write_review(tmp_path, "runs: {t: {notebook: t.ipynb}}\n", t=text)

    one = prepare(project, plan(project)[0])

    assert one.labels == {"tbl-a": 1}
    assert source(one, 2) == "@tbl-a"


def test_captions_are_filled_and_stay_yaml(tmp_path: Path):
    one = prepared(
        tmp_path,
        "#| label: fig-a\n#| fig-cap: |\n#|   Codes: {theme},\n#|   $x_{i}$\n"
        '#| fig-subcap: ["{theme}", "two"]\n#| fig-alt: "A map: {theme}"\n#| echo: false\nplot()',
    )

    assert options.read(source(one, 2)) == {
        "label": "fig-a-drivers",
        "fig-cap": "Codes: drivers,\n$x_{i}$",
        "fig-subcap": ["drivers", "two"],
        "fig-alt": "A map: drivers",
        "echo": False,
    }
    assert source(one, 2).endswith("#| echo: false\nplot()")


def test_parameters_are_escaped_in_captions(tmp_path: Path):
    cell = "#| label: tbl-a\n#| tbl-cap: 'About {theme}'\n#| fig-alt: 'About {theme}'\n1"
    text = notebook(parameters("theme = 'all'"), cell)
    runs = "runs: {t: {notebook: t.ipynb, parameters: {theme: '*a*: \"{{< env HOME >}}\"'}}}\n"
    project = write_review(tmp_path, runs, t=text)

    values = options.read(prepare(project, plan(project)[0]).content["cells"][1]["source"])

    shown = plain(values["tbl-cap"]).replace("\N{WORD JOINER}", "")
    assert shown == 'About *a*: "{{< env HOME >}}"'
    assert "{{<" not in values["tbl-cap"] + values["fig-alt"]


def test_defaults_of_the_notebook_fill_captions_too(tmp_path: Path):
    text = notebook(parameters("scope = 'all'"), "#| tbl-cap: Scope {scope}\n1")
    project = write_review(tmp_path, "runs: {t: {notebook: t.ipynb}}\n", t=text)

    assert source(prepare(project, plan(project)[0]), 2) == '#| tbl-cap: "Scope all"\n1'


@pytest.mark.parametrize(
    "caption",
    ["$x_{i}$ and $$y_{theme}$$", "`{theme}`", r"\textbf{theme}", "{{< var n >}}", r"\{theme\}"],
)
def test_braces_of_math_code_and_shortcodes_survive(caption: str):
    assert captions.fill(caption, {"theme": "drivers"}) == captions.Filled(caption, ())


@pytest.mark.parametrize("caption", ["By {thme}", "$5 to {thme} $6", "By { thme }", "{{thme}}"])
def test_unknown_placeholders_are_reported(caption: str):
    assert len(captions.fill(caption, {"theme": "drivers"}).unknown) == 1


def test_an_unknown_placeholder_is_a_problem_of_its_cell(tmp_path: Path):
    one = prepared(tmp_path, "#| label: tbl-a\n#| tbl-cap: By {thme} and {unused}\n1")

    assert [problem.message for problem in one.problems] == [
        "cell 2: {thme} in `tbl-cap` names no parameter of the notebook",
        "cell 2: {unused} in `tbl-cap` names no parameter of the notebook",
    ]
    assert {problem.rule for problem in one.problems} == {"runs.placeholder"}
    assert one.problems[0].hint == "it may hold: {theme}"


def test_options_that_are_no_yaml_are_located(tmp_path: Path):
    with pytest.raises(NotebookError, match="cell 2: option line 2 is not valid YAML"):
        prepared(tmp_path, "#| label: tbl-a\n#| tbl-cap: 'open\n1")


def test_a_label_twice_in_a_notebook_is_an_error(tmp_path: Path):
    with pytest.raises(NotebookError, match="cells 2 and 4 carry the same label `tbl-a`"):
        prepared(tmp_path, "#| label: tbl-a\n1", "2", "#| label: tbl-a\n3")


def test_notebooks_are_checked_before_they_run(tmp_path: Path):
    stored = json.loads(notebook("#| label: fig-a\n1"))
    stored["cells"][0]["execution_count"] = 3
    project = write_review(
        tmp_path,
        "runs: {a: {notebook: a.ipynb}, b: {notebook: a.ipynb}, c: {notebook: c.ipynb}}\n",
        a=json.dumps(stored),
        c=notebook("#| label: '{theme}'\n1"),
    )

    found = [(problem.where.path, problem.rule, problem.severity) for problem in check(project)]

    assert found == [
        ("notebooks/a.ipynb", "runs.duplicate-label", "error"),
        ("notebooks/a.ipynb", "runs.fig-alt", "error"),
        ("notebooks/a.ipynb", "runs.stored-output", "warning"),
        ("notebooks/c.ipynb", "runs.label", "error"),
    ]


@settings(max_examples=25, deadline=None)
@given(
    known=st.sets(LABELS, min_size=1, max_size=4),
    others=st.lists(LABELS, max_size=2),
    suffix=SLUGS,
    form=st.sampled_from(
        ["@{0}", "[see @{0}, p. 3]", "-@{0}.", "(@{0}; x)", "**@{0}**:", "`@{0}`"]
    ),
)
def test_references_stay_resolvable(known: set[str], others: list[str], suffix: str, form: str):
    written = [*sorted(known), *others]
    text = "\n\n".join(form.format(key) for key in written)

    new = labels.add_suffix(text, known, suffix)

    expected = [f"{label}-{suffix}" if label in known else label for label in written]
    # pandoc decides what is a reference; in code there is none.
    assert cited(new) == ([] if form.startswith("`") else expected)
    assert cited(text) == ([] if form.startswith("`") else written)


@given(
    text=st.text(st.sampled_from("ab {}theme_\\x.é\n*@")),
    value=st.text(),
    name=st.sampled_from(["theme", "a", "b_x"]),
)
def test_filling_never_raises_and_leaves_no_declared_placeholder(text: str, value: str, name: str):
    filled = captions.fill(text, {name: value})

    again = captions.fill(filled.text, {name: "ANOTHER"})
    assert again.text == filled.text
    assert set(again.unknown) <= set(filled.unknown)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.text(), min_size=1, max_size=8))
@example(["{{", "}}}", "{{< env X >}}"])
def test_filled_values_read_as_plain_text(values: list[str]):
    shown = [captions.one_line(value) for value in values]
    filled = [captions.fill("A {v} z", {"v": value}).text for value in values]

    paragraphs = json.loads(pypandoc.convert_text("\n\n".join(filled), "json", format="markdown"))

    read = [_text(block["c"]) for block in paragraphs["blocks"]]
    # Doubled braces are parted by a joiner without width, lest Quarto take them for a shortcode.
    parted = [re.sub(r"([{}])(?=\1)", "\\1\u2060", value) for value in shown]
    assert [text.split() for text in read] == [f"A {value} z".split() for value in parted]


def plain(text: str) -> str:
    """What pandoc reads in a Markdown text of one paragraph, if there is nothing but text."""
    (block,) = json.loads(pypandoc.convert_text(text, "json", format="markdown"))["blocks"]
    return _text(block["c"])


def _text(inlines: list[dict[str, str]]) -> str:
    assert {inline["t"] for inline in inlines} <= {"Str", "Space"}
    return "".join(inline.get("c", " ") for inline in inlines)


def cited(text: str) -> list[str]:
    """The keys that pandoc finds cited, in order."""
    tree = pypandoc.convert_text(text, "json", format="markdown")
    return re.findall(r'"citationId":"([^"]*)"', tree)


def test_a_code_is_said_in_the_words_that_the_run_gives():
    given = {
        "theme": "very-odd",
        "levels": ["very-odd", "low"],
        "words": {"very-odd": "quite *odd*"},
    }
    assert captions.fill("On {theme}", given, is_markdown=False).text == "On quite *odd*"
    assert (
        captions.fill("On {theme}", given).text
        == captions.fill("On {a}", {"a": "quite *odd*"}).text
    )
    assert captions.fill("{levels}", given, is_markdown=False).text == "quite *odd*, low"
    assert captions.fill("{theme}", given | {"words": 3}, is_markdown=False).text == "very-odd"
