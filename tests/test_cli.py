from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from reviewpress import __version__
from reviewpress.cli import app

ROOT = Path(__file__).parent.parent
COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


@pytest.fixture
def run():
    return lambda *arguments: CliRunner().invoke(app, list(map(str, arguments)))


def test_version(run):
    assert run("--version").output == f"reviewpress {__version__}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_a_line_in_the_docs(run, command):
    shown = run(command, "--help").output
    reference = (ROOT / "docs/cli.md").read_text(encoding="utf-8")

    assert re.search(r"^  [A-Z].+\.$", shown, re.MULTILINE)
    assert f"## `reviewpress {command}`" in reference


def test_help_imports_nothing_heavy():
    script = (
        "import sys, reviewpress.cli;"
        "heavy = {'pandas', 'pandera', 'papermill', 'matplotlib', 'pydantic', 'rich'};"
        "print(sorted(heavy & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout == "[]\n"


def test_outside_a_review_one_sentence_says_what_to_do(run, tmp_path: Path):
    done = run("--project", tmp_path, "check")

    assert done.exit_code == 2
    assert "no _quarto.yml in" in done.output
    assert "reviewpress init" in done.output
    assert "Traceback" not in done.output


def test_check_says_that_all_is_well(run, minimal: Path):
    done = run("-C", minimal, "check")

    assert (done.exit_code, done.output) == (0, "0 errors, 0 warnings; 11 tables checked\n")


def test_check_json_can_be_read_by_a_program(run, minimal: Path):
    studies = minimal / "data/studies.csv"
    studies.write_text(studies.read_text(encoding="utf-8").replace(",2019,", ",20l9,"), "utf-8")

    done = run("-C", minimal, "check", "--format", "json")

    assert done.exit_code == 1
    [problem] = json.loads(done.output)
    assert (problem["path"], problem["line"], problem["column"]) == ("data/studies.csv", 2, 3)
    assert problem["rule"] == "studies.year"
    assert "20l9" in problem["message"]


def test_check_writes_nothing(run, minimal: Path):
    before = {path: path.stat().st_mtime_ns for path in minimal.rglob("*") if path.is_file()}

    run("-C", minimal, "check")

    after = {
        path: path.stat().st_mtime_ns
        for path in minimal.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert after == before


def test_a_rule_can_be_turned_to_a_warning_with_a_reason(run, minimal: Path):
    studies = minimal / "data/studies.csv"
    studies.write_text(studies.read_text(encoding="utf-8").replace(",2019,", ",1219,"), "utf-8")
    settings = minimal / "_quarto.yml"
    text = settings.read_text(encoding="utf-8")
    rule = "  checks:\n    studies.year: {level: warning, reason: Year is being looked up.}\n"

    assert run("-C", minimal, "check").exit_code == 1
    settings.write_text(text + rule, "utf-8")
    assert run("-C", minimal, "check").exit_code == 0


def test_unknown_run_names_the_known_ones(run, minimal: Path):
    done = run("-C", minimal, "run", "flaw")

    assert done.exit_code == 2
    assert "there is no run `flaw`" in done.output
    assert "flow" in done.output


def test_doctor_names_the_tools(run, minimal: Path):
    done = run("-C", minimal, "doctor")

    assert done.exit_code == 0
    assert "embedded engine" in done.output
    assert "Lunchtime walks and mood" in done.output
