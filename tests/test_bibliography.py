from pathlib import Path

import pytest

from reviewpress import bibliography
from reviewpress.bibliography import Bibliography
from reviewpress.errors import Location
from reviewpress.people import Person
from reviewpress.problems import Problem, settle
from reviewpress.project import open_project

ASH = """\
@article{ash2019,
  author = {Ash, Ada and Bell, Ben},
  title = {Walks},
  journal = {Journal},
  year = {2019},
}
"""


@pytest.fixture
def review(tmp_path: Path) -> Path:
    (tmp_path / "_quarto.yml").write_text("lang: en\nbibliography:\n  - a.bib\n  - b.bib\n")
    (tmp_path / "a.bib").write_text(ASH)
    (tmp_path / "b.bib").write_text("")
    (tmp_path / "index.qmd").write_text("[@ash2019]\n")
    return tmp_path


def check(review: Path, text: str | None = None) -> tuple[Bibliography, list[Problem]]:
    if text is not None:
        (review / "a.bib").write_text(text, encoding="utf-8")
    entries, problems = bibliography.check(open_project(review))
    return entries, settle(problems, {})


def told(problems: list[Problem]) -> list[tuple[str, str]]:
    return [
        (str(problem.where), problem.rule.removeprefix("bibliography.")) for problem in problems
    ]


def test_a_sound_bibliography_is_read_without_a_problem(review: Path) -> None:
    entries, problems = check(review)
    assert problems == []
    assert entries["ash2019"].fields == {
        "author": "Ash, Ada and Bell, Ben",
        "title": "Walks",
        "journal": "Journal",
        "year": "2019",
    }
    assert entries["ash2019"].where == Location("a.bib", 1)
    assert "elm2018" not in entries


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("ash2019", "fig-ash", [("a.bib:1", "reserved-key")]),
        ("ash2019", "Tbl-ash", [("a.bib:1", "reserved-key")]),
        ("ash2019", "figure-ash", []),
        ("ash2019", "ash 2019", [("a.bib:1", "key")]),
        ("ash2019", "ash2019--", [("a.bib:1", "key")]),
        ("ash2019", "", [("a.bib:1", "key")]),
        ("ash2019", "ash:2019_a-b", []),
        ("ash2019", "ash'2019", [("a.bib:1", "key")]),
        ("@article", "@artcle", [("a.bib:1", "type")]),
        ("@article", "@Article", []),
        ("{Walks}", "{ {} }", [("a.bib:1", "missing-field")]),
        ("  journal = {Journal},\n", "", [("a.bib:1", "missing-field")]),
        ("journal =", "journaltitle =", []),
        ("year = {2019}", "date = {2019-05}", []),
        ("{2019}", "{in press}", []),
        ("{2019}", "{'19}", [("a.bib:5", "year")]),
        ("{2019}", "{20199}", [("a.bib:5", "year")]),
        ("{Walks}", "{A 5% rise}", [("a.bib:3", "latex")]),
        ("{Walks}", "{Walk #1}", [("a.bib:3", "latex")]),
        ("{Walks}", "{For $5}", [("a.bib:3", "latex")]),
        ("{Walks}", r"{A 5\% rise for \$5 in $x^2$ \#1}", []),
        ("year =", r"note = {\url{https://a.org/b#c%20d}}, year =", []),
        ("year =", "abstract = {A 5% rise}, year =", []),
        ("Ash, Ada and", "Ash, Ada;", [("a.bib:2", "name")]),
        ("year =", "doi = {10.1234/a_(b)<c>;2-x}, year =", []),
        ("year =", r"doi = {10.1234/a\_b}, year =", [("a.bib:5", "doi")]),
        ("year =", "doi = {doi:10.1234/a}, year =", [("a.bib:5", "doi")]),
        ("year =", "doi = {10.1234/a.}, year =", [("a.bib:5", "doi")]),
        ("year =", "doi = {10.12/a}, year =", [("a.bib:5", "doi")]),
        ("year =", "url = {https://example.org/a%20b#c}, year =", []),
        ("year =", "url = {javascript:alert(1)}, year =", [("a.bib:5", "url")]),
        ("year =", "url = {www.example.org}, year =", [("a.bib:5", "url")]),
        ("year =", "crossref = {gone}, year =", [("a.bib:5", "crossref")]),
    ],
)
def test_a_fault_of_an_entry_is_told_in_its_place(
    review: Path, old: str, new: str, expected: list[tuple[str, str]]
) -> None:
    assert old in ASH
    assert told(check(review, ASH.replace(old, new, 1))[1]) == expected


def test_every_rule_is_named_in_the_list_of_rules(review: Path) -> None:
    text = ASH.replace("ash2019", "fig-a").replace("{2019}", "{x}") + ASH.replace(
        "{Walks}", "{A #}"
    )
    problems = check(review, text + "}\n@book{b, title = c, title = {D}}")[1]
    assert len({problem.rule for problem in problems}) > 5
    assert {problem.rule for problem in problems} <= set(bibliography.RULES)


def test_a_wrong_form_of_a_doi_is_shown_mended(review: Path) -> None:
    text = ASH.replace("year =", r"doi = {https://dx.doi.org/10.1234/a\_b.}, year =")
    assert check(review, text)[1][0].hint == "write it as 10.1234/a_b"


def test_all_faults_of_all_files_are_told_in_one_go(review: Path) -> None:
    (review / "b.bib").write_text(ASH.replace("{2019}", "{x}") + "@book{b, title = {B\n")
    problems = check(review, ASH.replace("{Walks}", "{#}"))[1]
    assert told(problems) == [
        ("a.bib:3", "latex"),
        ("b.bib:1", "doubled-key"),
        ("b.bib:5", "year"),
        ("b.bib:7", "syntax"),
    ]


def test_a_broken_entry_is_not_blamed_for_missing_fields(review: Path) -> None:
    entries, problems = check(review, "@article{b,\n  author = {B}\n  title = {B},\n}\n")
    assert told(problems) == [("a.bib:2", "syntax")]
    assert "b" in entries


def test_what_pandoc_cannot_read_is_told_with_its_line(review: Path) -> None:
    problems = check(review, f"{ASH}\n@misc(elm2018,\n  title = {{Parks}},\n)\n")[1]
    assert told(problems) == [("a.bib:8", "syntax")]
    assert problems[0].message == "pandoc cannot read the file: unexpected '('"


def test_a_doi_is_doubled_whatever_its_case_and_prefix(review: Path) -> None:
    first = ASH.replace("year =", "doi = {10.1234/ABC}, year =")
    second = first.replace("ash2019", "elm2018").replace("10.1234/ABC", "10.1234/abc")
    problems = check(review, first + second)[1]
    assert told(problems) == [("a.bib:11", "doubled-doi")]
    assert problems[0].hint == '"ash2019" at a.bib:1 has it too: are they the same work?'


def test_a_doubled_key_does_not_count_its_doi_as_doubled_too(review: Path) -> None:
    text = ASH.replace("year =", "doi = {10.1234/abc}, year =")
    assert told(check(review, text + text)[1]) == [("a.bib:7", "doubled-key")]


def test_fields_are_inherited_through_a_crossref(review: Path) -> None:
    text = (
        "@incollection{a, author = {Ash, Ada}, title = {A}, crossref = {b}}\n"
        "@book{b, editor = {Elm, Eva}, title = {B}, publisher = {P}, year = 2001}\n"
    )
    assert check(review, text)[1] == []


def test_an_absent_file_is_told_where_it_is_named(review: Path) -> None:
    (review / "b.bib").unlink()
    problems = check(review)[1]
    assert told(problems) == [("_quarto.yml:4:5", "file")]
    assert problems[0].message == '"b.bib": the file does not exist'


def test_a_file_that_a_chapter_names_is_read_from_its_folder(review: Path) -> None:
    (review / "chapters").mkdir()
    (review / "chapters" / "c.bib").write_text(ASH.replace("ash2019", "own"))
    front = "---\nlang: en\nbibliography: [c.bib, ../b.bib, gone.bib]\n---\n"
    (review / "chapters" / "a.qmd").write_text(front)
    settings = (review / "_quarto.yml").read_text()
    render = "project:\n  render: [index.qmd, chapters/a.qmd]\n"
    (review / "_quarto.yml").write_text(settings + render)
    entries, problems = check(review)
    assert set(entries.entries) == {"ash2019", "own"}
    assert told(problems) == [("chapters/a.qmd:3:33", "file")]


def test_files_of_every_profile_are_read(review: Path) -> None:
    (review / "_quarto.yml").write_text("profile: {group: [one, two]}\nbibliography: a.bib\n")
    (review / "_quarto-two.yml").write_text("bibliography: [c.bib]\n")
    (review / "c.bib").write_text(ASH.replace("ash2019", "other"))
    assert set(check(review)[0].entries) == {"ash2019", "other"}


@pytest.mark.parametrize("name", ["refs.json", "../refs.bib"])
def test_what_is_no_bibtex_file_of_the_review_is_refused(review: Path, name: str) -> None:
    (review / "_quarto.yml").write_text(f"lang: en\nbibliography: [a.bib, {name}]\n")
    assert told(check(review)[1]) == [("_quarto.yml:2:23", "file")]


def test_another_encoding_is_told_with_its_line(review: Path) -> None:
    (review / "b.bib").write_bytes(b"% caf\xc3\xa9\n% caf\xe9\n")
    assert told(check(review)[1]) == [("b.bib:2", "file")]


def test_windows_newlines_and_a_byte_order_mark_move_no_line(review: Path) -> None:
    faulty = ASH.replace("{2019}", "{x}").replace("\n", "\r\n")
    (review / "a.bib").write_bytes(b"\xef\xbb\xbf" + faulty.encode())
    assert told(check(review)[1]) == [("a.bib:5", "year")]


def test_a_review_without_a_bibliography_has_no_entries(review: Path) -> None:
    (review / "_quarto.yml").write_text("lang: en\n")
    entries, problems = check(review)
    assert (dict(entries.entries), problems) == ({}, [])


@pytest.mark.parametrize(
    ("authors", "year", "label"),
    [
        ("author = {Ash, Ada}", "year = 2019", "Ash 2019"),
        ("author = {Ash, A and van Elm, E}", "date = {2019-05-01}", "Ash and van Elm 2019"),
        ("author = {Ash, A and Elm, E and Oak, O}", "year = 2019", "Ash et al. 2019"),
        ("author = {Ash, A and others}", "year = 2019", "Ash et al. 2019"),
        (r"author = {{Walks \& Parks}}", "year = 2019", "Walks & Parks 2019"),
        (r"editor = {G{\"o}del, Kurt}", "year = {in press}", "Gödel n.d."),
        ("organization = {Parks Ltd}", "year = 2019", "Parks Ltd 2019"),
        ("note = {x}", "year = 2019", "Walks 2019"),
    ],
)
def test_a_short_label_names_authors_and_year(
    review: Path, authors: str, year: str, label: str
) -> None:
    entries, _ = check(review, f"@misc{{a, {authors}, title = {{Walks}}, {year}}}")
    assert bibliography.short_label(entries["a"]) == label


def test_people_are_authors_or_else_editors(review: Path) -> None:
    entries, _ = check(review, "@misc{a, author = {Ash, Ada}, editor = {Elm, E}, title = {A}}")
    assert bibliography.people(entries["a"]) == (Person("Ash", "Ada"),)


def test_a_name_that_cannot_be_read_still_gives_a_label(review: Path) -> None:
    entries, problems = check(
        review, "@misc{a, author = {Ash, A; Elm, E}, title = {A}, year = 2019}"
    )
    assert told(problems) == [("a.bib:1", "name")]
    assert bibliography.short_label(entries["a"]) == "Ash, A; Elm, E 2019"


def test_hostile_text_is_kept_as_text(review: Path) -> None:
    entries, problems = check(review, ASH.replace("{Walks}", "{<script>alert(1)</script>}"))
    assert problems == []
    assert entries["ash2019"].fields["title"] == "<script>alert(1)</script>"
