import json
from pathlib import Path

import pytest
from conftest import REVIEWS, copy_review
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewpress import bibliography, citations, passages, source, tables
from reviewpress.bibliography import Bibliography
from reviewpress.frames import Tables
from reviewpress.pandoc.cache import Cache
from reviewpress.problems import Problem, Severity, has_errors, settle, write
from reviewpress.project import Project, open_project

ENTRY = "@book{%s, author = {Ash, Ada}, title = {Walks}, publisher = {P}, year = 2019}\n"
FAULTY = sorted(
    path.parent.name
    for path in REVIEWS.glob("bad-*/command.txt")
    if path.read_text().strip() == "check-references"
)


def cited(project: Project, entries: Bibliography, read: Tables | None) -> list[Problem]:
    """Check the citations in all text of a review."""
    return citations.check(project, entries, read, passages.collect(project))


def references(root: Path) -> list[Problem]:
    """Check tables, bibliography and citations of a review."""
    project = open_project(root)
    entries, problems = bibliography.check(project)
    read, found = tables.check(project)
    return settle([*problems, *found, *cited(project, entries, read)], {})


@pytest.mark.parametrize("name", FAULTY)
def test_a_faulty_review_is_told_what_is_wrong(name: str, tmp_path: Path) -> None:
    problems = references(copy_review(name, tmp_path / name))
    assert has_errors(problems)
    assert write(problems, "text") + "\n" == (REVIEWS / name / "expected.txt").read_text()


@pytest.fixture
def review(tmp_path: Path) -> Path:
    """A book of one chapter, with entries `ash` and `elm`."""
    (tmp_path / "_quarto.yml").write_text(
        "project:\n  type: book\nbook:\n  chapters: [index.qmd]\nbibliography: a.bib\n"
    )
    (tmp_path / "a.bib").write_text(ENTRY % "ash" + ENTRY % "elm")
    (tmp_path / "index.qmd").write_text("[@ash; @elm]\n")
    return tmp_path


def told(root: Path) -> list[tuple[str, str]]:
    return [
        (str(problem.where), problem.rule.removeprefix("citations."))
        for problem in references(root)
    ]


def add(root: Path, text: str, name: str = "index.qmd") -> None:
    path = root / name
    path.parent.mkdir(exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(f"{before}{text}", encoding="utf-8")


def test_a_review_whose_citations_hold_has_no_problem(review: Path) -> None:
    assert references(review) == []


@pytest.mark.parametrize(
    "text",
    [
        "\nBy @gone.\n",
        "\n[see @ash, p. 3; @gone, ch. 1]\n",
        "\n[-@gone] and -@gone\n",
        "\n@{gone} in braces\n",
        "\n**Strong *and emphasised @gone***\n",
        "\n> A quotation [@gone]\n",
        "\n- A list\n    - in a list @gone\n",
        "\n| a |\n|---|\n| @gone |\n",
        "\n## A heading by @gone\n",
        '\n::: {.content-visible when-format="pdf"}\n@gone\n:::\n',
        "\nA [link to @gone](https://example.org)\n",
        "\nA note.^[By @gone.]\n",
        "\nTerm\n:   defined by @gone\n",
        '\n```{python}\n#| fig-cap: "By @gone"\n\n@decorator\ndef f(): ...\n```\n',
        "\n```{r}\n#| fig-cap:\n#|   - First\n#|   - By @gone\n1\n```\n",
    ],
)
def test_an_unknown_citation_is_told_with_its_line(review: Path, text: str) -> None:
    add(review, text)
    line = 2 + text[: text.index("gone")].count("\n")
    # A line with two citations of a key is told once.
    assert told(review) == [(f"index.qmd:{line}", "unknown-key")]


@pytest.mark.parametrize(
    "text",
    [
        "\nWrite to ada@gone.org.\n",
        "\n`@gone` and\n\n```\n@gone\n```\n",
        "\n    @gone, in code by indentation\n",
        "\n<!-- @gone -->\n",
        "\n\\@gone\n",
        "\n[link](https://example.org/@gone) <https://example.org/@gone>\n",
        "\n{{< video https://example.org/@gone >}}\n",
        "\n![Walks](a.png){fig-alt='By @gone'}\n",
        "\n```{=html}\n<p>@gone</p>\n```\n",
        "\n```{.python}\n#| fig-cap: By @gone\n```\n",
        "\n```{python}\n@gone\ndef f(): ...\n```\n",
        "\n```{{python}}\n#| fig-cap: By @gone\n\n@gone\n```\n",
        "\n@fig-gone, @Tbl-gone, [@sec-gone; -@eq-gone] and @lst-gone\n",
        "\nSo says @ash. And @elm: so be it.\n",
        # pandoc numbers a paragraph that begins so, as an example.
        "\n@gone. And so on.\n",
    ],
)
def test_what_only_looks_like_a_citation_is_none(review: Path, text: str) -> None:
    add(review, text)
    assert told(review) == []


@pytest.mark.parametrize(
    ("front", "line"),
    [
        ("title: By @gone", 2),
        ("abstract: |\n  First.\n\n  Then @gone.", 5),
        ('nocite: "@gone"', 2),
        ("subtitle: >-\n  So says\n  @gone", 4),
    ],
)
def test_front_matter_that_is_printed_is_read(review: Path, front: str, line: int) -> None:
    (review / "index.qmd").write_text(f"---\n{front}\n---\n\n[@ash; @elm]\n")
    assert told(review) == [(f"index.qmd:{line}", "unknown-key")]


def test_front_matter_that_is_not_printed_is_not_read(review: Path) -> None:
    (review / "index.qmd").write_text("---\nlang: '@gone'\n---\n\n[@ash; @elm]\n")
    assert told(review) == []


def test_settings_that_are_printed_are_read(review: Path) -> None:
    add(review, "nocite: '@gone1'\nabstract: By @gone2\n", "_quarto.yml")
    assert told(review) == [("_quarto.yml:6:1", "unknown-key"), ("_quarto.yml:7:1", "unknown-key")]


def test_a_near_key_is_offered(review: Path) -> None:
    add(review, "\n@ahs and @quitedifferent\n")
    hints = {problem.message: problem.hint for problem in references(review)}
    assert hints == {
        'there is no entry "ahs" in the bibliography': 'did you mean "ash"?',
        'there is no entry "quitedifferent" in the bibliography': "add an entry to a.bib",
    }


def test_a_key_that_begins_with_another_is_not_taken_for_it(review: Path) -> None:
    add(review, "\n@ash-2019\n\n@ash.\n\n@ash:b\n")
    assert told(review) == [("index.qmd:3", "unknown-key"), ("index.qmd:7", "unknown-key")]


def test_an_included_file_is_told_by_its_own_name_and_line(review: Path) -> None:
    add(review, "one\n\n[^n]: A note by @gone.\n", "parts/_more.qmd")
    add(review, "\nA note.[^n]\n\n{{< include parts/_more.qmd >}}\n")
    assert told(review) == [("parts/_more.qmd:3", "unknown-key")]


def test_chapters_of_every_profile_are_read(review: Path) -> None:
    (review / "_quarto.yml").write_text("profile:\n  group: [book, brief]\nbibliography: a.bib\n")
    add(review, "project:\n  type: book\nbook:\n  chapters: [index.qmd]\n", "_quarto-book.yml")
    add(review, "project:\n  render: [brief.qmd]\n", "_quarto-brief.yml")
    add(review, "[@gone]\n", "brief.qmd")
    assert told(review) == [("brief.qmd:1", "unknown-key")]


def notebook(*cells: tuple[str, str | list[str]]) -> str:
    return json.dumps(
        {
            "cells": [
                {"cell_type": kind, "metadata": {}, "outputs": [], "source": source}
                for kind, source in cells
            ],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 5,
        },
        indent=1,
    )


def line_of(path: Path, text: str) -> int:
    lines = path.read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def test_a_notebook_is_told_by_cell_and_by_the_line_of_its_file(review: Path) -> None:
    path = review / "notebooks" / "a.ipynb"
    cells = [
        ("markdown", ["Same line\n", "By “quoted” @gone1\n"]),
        ("code", ["x = 1\n", "@gone\n", "def f(): ..."]),
        ("raw", "@gone"),
        ("code", ["#| label: fig-a\n", "#| fig-cap: By @gone2\n", "@gone\n"]),
        ("markdown", "Same line\nall in one text [@gone3]"),
    ]
    add(review, notebook(*cells), "notebooks/a.ipynb")
    places = [(str(problem.where), problem.message.split(":")[0]) for problem in references(review)]
    assert places == [
        (f"notebooks/a.ipynb:{line_of(path, '@gone1')}", "cell 1"),
        (f"notebooks/a.ipynb:{line_of(path, '@gone2')}", "cell 4"),
        (f"notebooks/a.ipynb:{line_of(path, '@gone3')}", "cell 5"),
    ]


def test_a_notebook_that_is_embedded_or_a_chapter_is_read(review: Path) -> None:
    add(review, "\n{{< embed other/b.ipynb#fig-a >}}\n{{< embed _build/runs/c.ipynb#fig-c >}}\n")
    add(review, notebook(("markdown", "@gone")), "other/b.ipynb")
    assert [place.split(":")[0] for place, _ in told(review)] == ["other/b.ipynb"]


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("notebooks/a.ipynb", "{", "notebooks/a.ipynb"),
        ("notebooks/a.ipynb", notebook(("code", "#| a: b: c\n1")), "notebooks/a.ipynb:7"),
        ("index.qmd", "\n{{< include gone.qmd >}}\n", "index.qmd:3"),
        ("index.qmd", "\n---\na: b: c\n---\n", "index.qmd"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_problem_and_hides_no_other(
    review: Path, name: str, text: str, place: str
) -> None:
    add(review, ENTRY % "never", "a.bib")
    add(review, text, name)
    # What is never cited is not told, since the citation may stand in what was not read.
    assert told(review) == [(place, "file")]


def test_an_entry_that_is_never_cited_is_a_warning(review: Path) -> None:
    add(review, ENTRY % "never", "a.bib")
    problems = references(review)
    assert [(str(one.where), one.severity) for one in problems] == [("a.bib:3", Severity.WARNING)]
    assert not has_errors(problems)


def test_nocite_of_everything_cites_everything(review: Path) -> None:
    add(review, ENTRY % "never", "a.bib")
    add(review, 'nocite: "@*"\n', "_quarto.yml")
    assert told(review) == []


def add_studies(root: Path, *keys: str) -> None:
    rows = "".join(f"S{n},{key},2019,,\n" for n, key in enumerate(keys, start=1))
    add(root, f"study_id,bib_key,year,study_family,source_url\n{rows}", "data/studies.csv")
    model = "from reviewpress.schemas import Studies\n\n\nclass StudiesTable(Studies):\n"
    add(root, f'{model}    """One row per report."""\n', "schemas/studies.py")


def test_the_entry_of_a_report_need_not_be_cited(review: Path) -> None:
    add(review, ENTRY % "never", "a.bib")
    add_studies(review, "ash", "never")
    assert told(review) == []


def test_every_report_without_an_entry_is_told_by_its_cell(review: Path) -> None:
    add_studies(review, "ahs", "elm", "gone")
    assert told(review) == [
        ("data/studies.csv:2:2", "study-without-entry"),
        ("data/studies.csv:4:2", "study-without-entry"),
    ]


def test_without_tables_nothing_is_said_of_entries_never_cited(review: Path) -> None:
    add(review, ENTRY % "never", "a.bib")
    project = open_project(review)
    assert cited(project, bibliography.check(project)[0], None) == []


def test_without_a_bibliography_the_remedy_is_to_name_one(review: Path) -> None:
    (review / "_quarto.yml").write_text("project:\n  type: book\nbook:\n  chapters: [index.qmd]\n")
    problems = cited(open_project(review), Bibliography({}), None)
    assert {problem.hint for problem in problems} == {
        "name a BibTeX file in _quarto.yml, such as bibliography: bib/references.bib"
    }


def test_every_rule_is_named_in_the_list_of_rules(review: Path) -> None:
    add(review, ENTRY % "never", "a.bib")
    add(review, "\n@gone\n")
    add_studies(review, "gone")
    assert {problem.rule for problem in references(review)} < set(citations.RULES)


KEYS = st.from_regex(r"[a-z][a-z0-9]{0,3}([:.#$%&+?<>~/-][a-z0-9]{1,3}){0,2}", fullmatch=True)
PIECES = st.sampled_from(
    ["Words.", "`@hidden`", "<!-- @hidden -->", "```\n@hidden\n```", "a@hidden.org", "- item"]
)


@settings(max_examples=40)
@given(KEYS, st.lists(PIECES, max_size=4), st.sampled_from(["[@{}, p. 1]", "[-@{}]", "By @{}."]))
def test_any_key_is_found_on_its_line_among_what_is_no_citation(
    key: str, pieces: list[str], form: str
) -> None:
    head = "\n\n".join(pieces)
    text = f"{head}\n\n{form.format(key)}\n\n{head}\n"
    assert set(citations._cited(text, Cache())) == {key}
    assert source.locate(text, citations._pattern(key)) == [head.count("\n") + 3]
