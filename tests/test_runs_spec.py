from pathlib import Path

import pytest
from small_reviews import notebook, parameters, write_review

from reviewpress.errors import NotebookError, SettingsError
from reviewpress.runs import plan, read_spec

THEMES = notebook(parameters("theme = 'all'\nregister: str = '/r.qmd'\nlimit = len(theme)"))


def fault(root: Path, runs: str, **notebooks: str) -> str:
    """What `plan` says of `runs.yml`, as `line: message (hint)`."""
    project = write_review(root, runs, **{"themes": THEMES, **notebooks})
    with pytest.raises(SettingsError) as caught:
        plan(project)
    where = caught.value.where
    assert where
    assert where.path == "notebooks/runs.yml"
    return f"{where.line}: {caught.value.message} ({caught.value.hint})"


def test_without_a_runs_file_there_are_no_runs(tmp_path: Path):
    project = write_review(tmp_path)

    assert read_spec(project) == ()
    assert plan(project) == ()


def test_an_empty_file_declares_no_runs(tmp_path: Path):
    assert plan(write_review(tmp_path, "# none yet\n")) == ()


def test_a_matrix_yields_one_run_a_value_with_common_parameters(tmp_path: Path):
    project = write_review(
        tmp_path,
        """
runs:
  all:
    notebook: themes.ipynb
  themes:
    notebook: themes.ipynb
    parameters: {register: /chapters/register.qmd}
    matrix:
      theme: [drivers, benefits-pupils]
""",
        themes=THEMES,
    )

    runs = plan(project)

    assert [run.name for run in runs] == ["all", "themes-drivers", "themes-benefits-pupils"]
    assert [run.is_matrix for run in runs] == [False, True, True]
    assert [run.suffix for run in runs] == ["", "drivers", "benefits-pupils"]
    assert runs[0].parameters == {}
    assert runs[1].parameters == {"theme": "drivers", "register": "/chapters/register.qmd"}
    assert runs[1].notebook == tmp_path / "notebooks" / "themes.ipynb"
    assert runs[1].where.line == 5


def test_several_matrix_keys_give_their_product(tmp_path: Path):
    text = "runs:\n  t:\n    notebook: themes.ipynb\n    matrix: {theme: [a, b], limit: [1, 2]}\n"

    runs = plan(write_review(tmp_path, text, themes=THEMES))

    assert [run.name for run in runs] == ["t-a-1", "t-a-2", "t-b-1", "t-b-2"]
    assert runs[2].parameters == {"theme": "b", "limit": 1}
    assert runs[2].levels == ("b", "1")


def test_unknown_keys_name_the_nearest_known_one(tmp_path: Path):
    text = "runs:\n  flow:\n    notebook: themes.ipynb\n    parameter: {}\n"

    assert fault(tmp_path, text) == (
        "4: unknown key `parameter` in run `flow` (did you mean `parameters`?)"
    )


def test_runs_at_the_top_level_are_explained(tmp_path: Path):
    text = "flow:\n  notebook: themes.ipynb\n"

    assert fault(tmp_path, text) == "1: unknown key `flow` (runs stand below the key `runs:`)"


@pytest.mark.parametrize("name", ["Flow", "a_b", "{theme}", "-a", "a--b", "1.5"])
def test_names_of_another_form_are_refused(tmp_path: Path, name: str):
    text = f'runs:\n  "{name}":\n    notebook: themes.ipynb\n'

    assert fault(tmp_path, text).startswith(f"2: `{name}` cannot be the name of a run")


@pytest.mark.parametrize("value", ["Drivers", "a b", "true", "[a]", "null", "1.5", '"{a}"'])
def test_matrix_values_must_be_able_to_name_a_run(tmp_path: Path, value: str):
    text = f"runs:\n  t:\n    notebook: themes.ipynb\n    matrix:\n      theme: [a, {value}]\n"

    message = fault(tmp_path, text)

    assert message.startswith("5: `matrix.theme` of run `t`: ")
    assert "becomes part of a run's name" in message


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("notebok: x.ipynb", "unknown key `notebok` in run `t` (did you mean `notebook`?)"),
        ("parameters: {}", "run `t` names no notebook (add a line `notebook: <name>.ipynb`)"),
        ("notebook: themes", "`notebook` of run `t`: the name of a notebook ends in .ipynb (None)"),
        ("notebook: themes.ipynb\n    parameters: [a]", "`parameters` of run `t`: give"),
        ("notebook: themes.ipynb\n    matrix: {theme: []}", "`matrix.theme` of run `t`: give a"),
        ("notebook: themes.ipynb\n    matrix: {theme: [a, a]}", "`matrix.theme` of run `t`: the v"),
        ("notebook: themes.ipynb\n    parameters: {theme: 2026-11-21}", "`parameters.theme` of r"),
        (
            "notebook: themes.ipynb\n    parameters: {theme: a}\n    matrix: {theme: [a]}",
            "run `t` sets `theme` both under `parameters:` and under `matrix:`",
        ),
    ],
)
def test_faulty_entries_are_refused(tmp_path: Path, entry: str, expected: str):
    message = fault(tmp_path, f"runs:\n  t:\n    {entry}\n")

    assert message.split(": ", 1)[1].startswith(expected)


def test_undeclared_parameters_are_an_error_with_their_line(tmp_path: Path):
    text = "runs:\n  t:\n    notebook: themes.ipynb\n    parameters:\n      thme: a\n"

    assert fault(tmp_path, text) == (
        "5: notebooks/themes.ipynb declares no parameter `thme` (did you mean `theme`?)"
    )


def test_undeclared_matrix_keys_are_an_error(tmp_path: Path):
    text = "runs:\n  t:\n    notebook: bare.ipynb\n    matrix: {position: [a]}\n"

    assert fault(tmp_path, text, bare=notebook("x = 1")) == (
        "4: notebooks/bare.ipynb declares no parameter `position` (it declares none; assign a "
        "default in its cell tagged `parameters`)"
    )


def test_missing_notebooks_name_the_nearest_one(tmp_path: Path):
    text = "runs:\n  t:\n    notebook: theme.ipynb\n"

    assert fault(tmp_path, text) == (
        "3: the notebook of run `t` does not exist: notebooks/theme.ipynb "
        "(did you mean `themes.ipynb`?)"
    )


def test_two_runs_of_one_name_are_an_error(tmp_path: Path):
    text = """runs:
  themes-drivers: {notebook: themes.ipynb}
  themes: {notebook: themes.ipynb, matrix: {theme: [drivers]}}
"""

    assert fault(tmp_path, text) == (
        "3: two runs are called `themes-drivers` (the other one stands in line 2: rename either)"
    )


@pytest.mark.parametrize("name", ["../../outside.ipynb", "/etc/outside.ipynb"])
def test_notebooks_stay_inside_the_review(tmp_path: Path, name: str):
    project = write_review(tmp_path, f"runs:\n  t:\n    notebook: {name}\n")

    with pytest.raises(SettingsError):
        plan(project)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("not json", "the file is not a notebook"),
        ('{"nbformat": 3, "worksheets": []}', "the file is no notebook of format 4"),
        ('{"nbformat": 4, "cells": [], "metadata": 1}', "the notebook is damaged"),
        (notebook(parameters("theme = (")), "cell 1, which is tagged `parameters`, is not plain"),
    ],
)
def test_damaged_notebooks_are_named(tmp_path: Path, text: str, expected: str):
    project = write_review(tmp_path, "runs:\n  t:\n    notebook: t.ipynb\n", t=text)

    with pytest.raises(NotebookError, match=expected) as caught:
        plan(project)

    assert str(caught.value.where) == "notebooks/t.ipynb"
