from pathlib import Path

import pytest

from reviewpress.errors import SettingsError
from reviewpress.project import find_root, open_project


def write(root: Path, base: str, **profiles: str) -> Path:
    root.mkdir(exist_ok=True)
    (root / "_quarto.yml").write_text(base)
    for name, text in profiles.items():
        (root / f"_quarto-{name}.yml").write_text(text)
    return root


@pytest.mark.parametrize(
    ("profile", "names"),
    [
        ("", ()),
        ("profile:\n", ()),
        ("profile:\n  group:\n", ()),
        ("profile:\n  group: [review, brief]\n", ("review", "brief")),
        ("profile:\n  group: [[review, brief]]\n", ("review", "brief")),
        ("profile:\n  default: brief\n  group: [review, brief]\n", ("brief", "review")),
        ("profile:\n  default: brief\n", ("brief",)),
        ("profile:\n  default: [brief]\n", ("brief",)),
        ("profile:\n  group: [2026, 2027]\n", ("2026", "2027")),
    ],
)
def test_profiles_are_listed_with_the_default_first(
    tmp_path: Path, profile: str, names: tuple[str, ...]
) -> None:
    project = open_project(write(tmp_path, profile))
    assert project.profiles == names
    assert project.profile == (names[0] if names else None)


@pytest.mark.parametrize(
    "profile",
    ["group: [[a, b], [c, d]]", "default: [a, b]", "default: c\n  group: [a, b]", "group: review"],
)
def test_what_would_make_two_profiles_active_is_refused(tmp_path: Path, profile: str) -> None:
    base = f"lang: en\nprofile:\n  {profile}\nreview:\n  title: R\n"
    with pytest.raises(SettingsError, match="only one profile can be active") as caught:
        open_project(write(tmp_path, base))
    assert str(caught.value.where) == "_quarto.yml:2:1"


@pytest.mark.parametrize(
    ("profile", "active"),
    [
        ("group: [[a, b], [c, d]]", ("a", "c")),
        ("default: [a, b]", ("a", "b")),
        ("default: c\n  group: [a, b]", ("c", "a")),
        ("default: b\n  group: [[a, b], [c, d]]", ("b", "c")),
    ],
)
def test_a_plain_project_may_have_several_active_profiles(
    tmp_path: Path, profile: str, active: tuple[str, ...]
) -> None:
    files = {name: f"lang: {name}\nbook:\n  {name}: true\n" for name in "abcd"}
    project = open_project(write(tmp_path, f"lang: en\nprofile:\n  {profile}\n", **files))
    assert project.active == active
    assert project.profile == active[0]
    assert project.config.get("lang") == active[-1]
    assert project.config.get("book") == dict.fromkeys(active, True)


@pytest.mark.parametrize("name", ["../brief", "a b", "a/b"])
def test_a_profile_is_named_as_a_file_can_be(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match="cannot be the name of a profile") as caught:
        open_project(write(tmp_path, f"profile:\n  group: [review, {name}]\n"))
    assert str(caught.value.where) == "_quarto.yml:1:1"


@pytest.mark.parametrize("title", ["[A, B]", "{A: B}"])
def test_a_title_is_a_text(tmp_path: Path, title: str) -> None:
    with pytest.raises(SettingsError, match=r"`book\.title` is not a text") as caught:
        open_project(write(tmp_path, f"book:\n  title: {title}\n"))
    assert str(caught.value.where) == "_quarto.yml:2:3"


def test_the_chosen_profile_is_merged(tmp_path: Path) -> None:
    base = "lang: en\nprofile:\n  group: [review, brief]\n"
    root = write(tmp_path, base, review="project: {type: book}\n", brief="lang: fr\n")
    assert open_project(root).type == "book"
    assert open_project(root, "brief").type == "default"
    assert open_project(root, "brief").config.get("lang") == "fr"


def test_an_unknown_profile_is_refused_with_those_there_are(tmp_path: Path) -> None:
    root = write(tmp_path, "profile:\n  group: [review, brief]\n")
    with pytest.raises(SettingsError, match="no profile `breif`") as caught:
        open_project(root, "breif")
    assert caught.value.hint == "known profiles: review, brief"
    with pytest.raises(SettingsError) as caught:
        open_project(write(tmp_path / "plain", ""), "review")
    assert caught.value.hint == "it has no profiles"


@pytest.mark.parametrize(
    ("text", "files"),
    [
        ("", []),
        ("bibliography:\n", []),
        ("bibliography: a.bib\n", ["a.bib"]),
        ("bibliography: [a.bib, bib/b.bib, a.bib]\n", ["a.bib", "bib/b.bib"]),
    ],
)
def test_the_bibliography_is_one_file_or_several(
    tmp_path: Path, text: str, files: list[str]
) -> None:
    project = open_project(write(tmp_path, text))
    assert [project.relative(path) for path in project.bibliography] == files


@pytest.mark.parametrize(
    ("text", "folder"),
    [
        ("", "_site"),
        ("project:\n", "_site"),
        ("project: {type: book}\n", "_book"),
        ("project: {type: book, output-dir: out/site}\n", "out/site"),
    ],
)
def test_the_output_folder_is_the_one_that_quarto_takes(
    tmp_path: Path, text: str, folder: str
) -> None:
    project = open_project(write(tmp_path, text))
    assert project.output_dir == tmp_path / folder


@pytest.mark.parametrize(
    "folder", [".", "data", "notebooks/out", "schemas", "_build/runs", "a/..", "text"]
)
def test_an_output_folder_that_holds_sources_is_refused(tmp_path: Path, folder: str) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "index.qmd").touch()
    project = open_project(write(tmp_path, f"project:\n  output-dir: {folder}\n"))
    with pytest.raises(SettingsError, match="holds sources") as caught:
        _ = project.output_dir
    assert str(caught.value.where) == "_quarto.yml:2:3"


@pytest.mark.parametrize("name", ["..", "../out", "/etc/passwd", "a/../../b"])
def test_a_path_out_of_the_review_is_refused_with_its_place(tmp_path: Path, name: str) -> None:
    project = open_project(write(tmp_path, f"project:\n  output-dir: {name}\n"))
    with pytest.raises(SettingsError, match="leads out of the review's folder") as caught:
        _ = project.output_dir
    assert str(caught.value.where) == "_quarto.yml:2:3"


def test_a_link_out_of_the_review_is_refused(tmp_path: Path) -> None:
    root = write(tmp_path / "review", "bibliography: a.bib\n")
    (tmp_path / "secret.bib").write_text("")
    (root / "a.bib").symlink_to(tmp_path / "secret.bib")
    with pytest.raises(SettingsError, match="leads out"):
        _ = open_project(root).bibliography


def test_paths_are_shown_relative_to_the_root(tmp_path: Path) -> None:
    project = open_project(write(tmp_path / "review", ""))
    assert project.relative(project.data_dir / "studies.csv") == "data/studies.csv"
    assert project.relative(Path("data/studies.csv")) == "data/studies.csv"
    assert project.relative(tmp_path / "else") == (tmp_path / "else").as_posix()


def test_folders_stand_below_the_root_however_it_is_named(tmp_path: Path) -> None:
    write(tmp_path / "review", "")
    project = open_project(tmp_path / "review" / ".." / "review")
    assert project.root == tmp_path / "review"
    assert {project.data_dir, project.schemas_dir, project.notebooks_dir, project.runs_dir} == {
        tmp_path / "review" / name for name in ("data", "schemas", "notebooks", "_build/runs")
    }


def test_the_root_is_found_from_within(tmp_path: Path) -> None:
    write(tmp_path, "")
    inner = tmp_path / "chapters" / "deep"
    inner.mkdir(parents=True)
    assert find_root(inner) == tmp_path
    assert find_root(tmp_path) == tmp_path


def test_outside_any_review_the_way_to_one_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no _quarto\.yml in") as caught:
        find_root(tmp_path)
    assert "reviewpress init DIR" in (caught.value.hint or "")


def test_the_output_folder_of_a_book_of_others_may_lie_beside_it(tmp_path: Path) -> None:
    book = tmp_path / "book"
    book.mkdir()
    write = (book / "_quarto.yml").write_text
    write("project: {type: book, output-dir: ../docs}\n", encoding="utf-8")

    assert open_project(book).output_dir == tmp_path / "docs"
    for own in ("review: {}\nproject: {output-dir: ../docs}\n", "project: {output-dir: ..}\n"):
        write(own, encoding="utf-8")
        with pytest.raises(SettingsError):
            _ = open_project(book).output_dir
