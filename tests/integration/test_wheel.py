from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the working tree."""
    folder = tmp_path_factory.mktemp("wheel")
    _run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], ROOT)
    return next(folder.glob("*.whl"))


def _run(argv: list[str], cwd: Path) -> str:
    done = subprocess.run(
        argv, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_wheel_holds_the_example_and_the_templates(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()

    assert "reviewpress/example/_quarto.yml" in names
    assert "reviewpress/example/.gitignore" in names
    assert "reviewpress/py.typed" in names
    assert not [name for name in names if "__pycache__" in name or "/_build/" in name]


def test_wheel_in_a_fresh_environment_builds_a_new_review(wheel: Path, tmp_path: Path):
    """The dependencies come from this environment; the package itself only from the wheel."""
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=False, symlinks=True)
    site = next(environment.glob("lib/python*/site-packages"))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    dependencies = Path(pytest.__file__).parent.parent
    (site / "dependencies.pth").write_text(f"{dependencies}\n", encoding="utf-8")
    python = str(environment / "bin" / "python")

    where = _run([python, "-c", "import reviewpress; print(reviewpress.__file__)"], tmp_path)
    _run([python, "-m", "reviewpress", "init", "mine"], tmp_path)
    _run([python, "-m", "reviewpress", "build", "--engine", "pandoc"], tmp_path / "mine")

    assert Path(where.strip()).is_relative_to(site)
    assert (tmp_path / "mine/_site/index.html").is_file()
    assert (tmp_path / "mine/_site/implications/implications.docx").is_file()
