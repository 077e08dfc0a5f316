"""What happens when Quarto calls: the two scripts of a review, and what they lead to."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reviewpress import hooks, process
from reviewpress.problems import ContentError
from reviewpress.project import Project, open_project

TESTS = Path(__file__).parent
SCRIPTS = TESTS.parent / "scripts"
EXAMPLE = TESTS.parent / "src/reviewpress/example/scripts"
quarto = pytest.mark.skipif(
    process.find_program("quarto", override="QUARTO_PATH") is None,
    reason="the Quarto CLI was not found (QUARTO_PATH, PATH)",
)
PAGE = "<html><body><main><p>{}</p></main></body></html>"
NAMES = ("pre_render.py", "post_render.py")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A review with the two scripts; nothing of Quarto is in the environment."""
    for name in ("QUARTO_PROFILE", "QUARTO_PROJECT_OUTPUT_DIR", "QUARTO_PROJECT_RENDER_ALL"):
        monkeypatch.delenv(name, raising=False)
    review = Path(shutil.copytree(TESTS / "reviews/links", tmp_path / "links"))
    (review / "scripts").mkdir()
    for name in NAMES:
        shutil.copy(SCRIPTS / name, review / "scripts")
    return review


def _site(project: Project) -> Path:
    site = project.root / "_site"
    site.mkdir()
    (site / "index.html").write_text(PAGE.format("book"), encoding="utf-8")
    return site


def _call(script: Path) -> subprocess.CompletedProcess[str]:
    """Run a script with a Python that does not see the installed packages."""
    argv = [sys.executable, "-S", str(script)]
    return subprocess.run(argv, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("name", NAMES)
def test_the_example_has_the_same_scripts(name: str):
    assert (EXAMPLE / name).read_bytes() == (SCRIPTS / name).read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_without_reviewpress_a_script_says_what_to_do(folder: Path, name: str):
    done = _call(folder / "scripts" / name)

    assert done.returncode == 1
    assert done.stdout == ""
    assert re.fullmatch(
        r"reviewpress is not installed for \S+, and there is no \.venv\. "
        r"Make one with: make venv\. Or install reviewpress with pip\.\n",
        done.stderr,
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_script_takes_the_python_of_the_review_and_ends_as_it_ends(folder: Path, name: str):
    python = folder / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "$@"\nexit 4\n', encoding="utf-8")
    python.chmod(0o755)

    done = _call(folder / "scripts" / name)

    stage = name.removesuffix(".py").replace("_", "-")
    assert done.stdout == f"-m reviewpress --project {folder} hook {stage}\n"
    assert done.returncode == 4


@pytest.mark.parametrize("name", NAMES)
def test_a_script_does_nothing_for_a_quarto_that_reviewpress_started(
    folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("REVIEWPRESS_RENDERING", "1")

    done = _call(folder / "scripts" / name)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_before_rendering_a_faulty_review_is_refused():
    project = open_project(TESTS / "reviews/bad-year")

    with pytest.raises(ContentError):
        hooks.pre_render(project, jobs=1)


def test_a_partial_render_of_the_book_is_decorated_only(folder: Path):
    project = open_project(folder)
    site = _site(project)

    hooks.post_render(project)

    assert 'id="cite"' in (site / "index.html").read_text(encoding="utf-8")
    assert not (site / "brief").exists()


def test_the_short_document_alone_replaces_the_one_in_the_site(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("QUARTO_PROFILE", "brief")
    project = open_project(folder)
    site = _site(project)
    (site / "brief").mkdir()
    (site / "brief/old.html").write_text("", encoding="utf-8")
    rendered = folder / "_build/brief"
    rendered.mkdir(parents=True)
    (rendered / "short.html").write_text(PAGE.format("brief"), encoding="utf-8")
    (rendered / "short.pdf").write_bytes(b"")

    hooks.post_render(project)

    assert sorted(path.name for path in (site / "brief").iterdir()) == ["brief.pdf", "index.html"]
    page = (site / "brief/index.html").read_text(encoding="utf-8")
    assert "<p>brief</p>" in page
    assert 'href="../index.html#cite"' in page


def test_the_short_document_alone_makes_no_site(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("QUARTO_PROFILE", "brief")

    hooks.post_render(open_project(folder))

    assert not (folder / "_site").exists()


@pytest.mark.quarto
@pytest.mark.slow
@quarto
def test_quarto_render_in_a_fresh_copy_gives_both_documents(minimal: Path):
    program = process.find_program("quarto", override="QUARTO_PATH")
    folder = Path(sys.executable).parent
    path = f"{folder}:{process.environment()['PATH']}"

    done = subprocess.run(
        [str(program), "render"],
        cwd=minimal,
        env=process.environment(NO_COLOR="1", PATH=path),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    warnings = [line for line in said.splitlines() if "WARN" in line]
    assert warnings == []
    names = ["index.html", "chapters/register.html", "implications/index.html",
             "implications/implications.pdf", "implications/implications.docx",
             "downloads/data.zip"]  # fmt: skip
    assert [name for name in names if not (minimal / "_site" / name).is_file()] == []
    assert len(list((minimal / "_site").glob("*.pdf"))) == 1
    assert 'id="cite"' in (minimal / "_site/index.html").read_text(encoding="utf-8")
