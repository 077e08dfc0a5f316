"""The tool and its environment are known by their content."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import reviewpress
from reviewpress import installation

PRINT = "from reviewpress import installation as i"
PRINT += "; print(i.tool(), i.environment(), i.tool_of_runs())"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with a copy of the tool, as a user could have installed it."""
    left_out = shutil.ignore_patterns("__pycache__")
    package = Path(reviewpress.__file__).parent
    shutil.copytree(package, tmp_path / "site" / "reviewpress", ignore=left_out)
    return tmp_path / "site"


def digests(source: Path) -> list[str]:
    code = f"import sys; sys.path.insert(0, {str(source)!r}); {PRINT}"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=source.parent
    )
    return done.stdout.split()


def test_the_tool_is_known_by_its_source_wherever_it_stands(source: Path):
    assert digests(source) == [
        installation.tool(),
        installation.environment(),
        installation.tool_of_runs(),
    ]


@pytest.mark.parametrize("name", ["session.py", "locale/new.txt"])
def test_another_source_is_another_tool(source: Path, name: str):
    path = source / "reviewpress" / name
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write("\n")

    tool, environment, of_runs = digests(source)

    assert tool != installation.tool()
    assert of_runs != installation.tool_of_runs()
    assert environment == installation.environment()


@pytest.mark.parametrize("name", ["pandoc/html/assets/site.css", "templates/typst/new.typ"])
def test_a_style_or_template_of_pages_runs_no_notebook_again(source: Path, name: str):
    with (source / "reviewpress" / name).open("a", encoding="utf-8") as file:
        file.write("\n")

    tool, _, of_runs = digests(source)

    assert tool != installation.tool()
    assert of_runs == installation.tool_of_runs()


def test_a_package_that_comes_or_changes_is_another_environment(source: Path):
    (source / "walks-1.0.dist-info").mkdir()
    first = digests(source)
    (source / "walks-1.0.dist-info").rename(source / "walks-1.1.dist-info")
    second = digests(source)

    assert first[0] == second[0] == installation.tool()
    assert len({installation.environment(), first[1], second[1]}) == 3


def test_a_package_from_a_folder_is_known_by_its_files(source: Path):
    info = source / "walks-1.0.dist-info"
    info.mkdir()
    (info / "direct_url.json").write_text("{}", encoding="utf-8")
    (info / "RECORD").write_text("walks.py,sha256=a,1", encoding="utf-8")
    first = digests(source)
    (info / "RECORD").write_text("walks.py,sha256=b,1", encoding="utf-8")

    assert digests(source)[1] != first[1]
