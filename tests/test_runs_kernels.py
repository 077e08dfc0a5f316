"""Notebooks that ask for another kernel than Python's."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import nbformat
import pytest
from run_reviews import ran
from small_reviews import code, parameters, write_review

from reviewpress.errors import NotebookError, SettingsError
from reviewpress.project import Project
from reviewpress.runs.status import status

# A language in which each line is said again, and `read NAME` is what a file holds.
ECHO = """
from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel


class Echo(Kernel):
    implementation, implementation_version, banner = "echo", "7.1", ""
    language_info = {"name": "echo", "mimetype": "text/plain", "file_extension": ".echo"}

    async def do_execute(self, code, silent, *_, **__):
        for line in code.splitlines():
            word, _, rest = line.partition(" ")
            text = open(rest).read() if word == "read" else line
            content = {"name": "stdout", "text": text + "\\n"}
            self.send_response(self.iopub_socket, "stream", content)
        return {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {}}


IPKernelApp.launch_instance(kernel_class=Echo)
"""


@pytest.fixture(autouse=True)
def echo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install a kernel as those of R or Julia are installed."""
    folder = tmp_path / "jupyter" / "kernels" / "echo"
    folder.mkdir(parents=True)
    (folder / "echo.py").write_text(ECHO, encoding="utf-8")
    argv = [sys.executable, str(folder / "echo.py"), "-f", "{connection_file}"]
    spec = {"argv": argv, "display_name": "Echo 7", "language": "echo"}
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))


def review(root: Path, *cells: object, settings: str = "", kernel: str = "echo") -> Project:
    made = [code(cell) if isinstance(cell, str) else cell for cell in cells]
    for number, cell in enumerate(made):
        cell["id"] = f"c{number}"
    spec = {"display_name": "Echo", "language": "echo", "name": kernel}
    text = nbformat.writes(nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": spec}))
    (root / "data").mkdir(parents=True)
    (root / "data" / "a.txt").write_text("first", encoding="utf-8")
    return write_review(root, f"runs: {{a: {{notebook: a.ipynb{settings}}}}}\n", a=text)


def executed(project: Project) -> dict:
    return json.loads((project.runs_dir / "a.ipynb").read_text(encoding="utf-8"))


def test_a_notebook_of_another_language_has_its_own_kernel(tmp_path: Path):
    project = review(tmp_path / "review", "this is no Python", "read data/a.txt")

    ran(project)

    done = executed(project)
    texts = ["".join(cell["outputs"][0]["text"]) for cell in done["cells"]]
    assert texts == ["this is no Python\n", "first\n"]
    assert done["metadata"]["kernelspec"]["name"] == "echo"
    assert done["metadata"]["language_info"]["name"] == "echo"


def test_what_nobody_sees_is_not_kept_unless_it_is_declared(tmp_path: Path):
    silent = review(tmp_path / "silent", "read data/a.txt")
    told = review(tmp_path / "told", "read data/a.txt", settings=", reads: [data/a.txt]")
    for project in (silent, told):
        ran(project)

    assert ran(silent) == {"a"}
    (state,) = status(silent)
    assert "name it under `reads:`" in state.reasons[0]
    assert ran(told) == set()
    (told.root / "data" / "a.txt").write_text("second", encoding="utf-8")
    assert ran(told) == {"a"}
    assert "second" in str(executed(told))


def test_a_kernel_that_is_not_installed_is_named(tmp_path: Path):
    project = review(tmp_path / "review", "word", kernel="ir")

    with pytest.raises(NotebookError, match="the kernel `ir` that the notebook asks for"):
        ran(project)


def test_parameters_of_another_language_must_be_declared_too(tmp_path: Path):
    declared = parameters('theme <- "all"\nlet n = 3')
    project = review(tmp_path / "a", declared, settings=", parameters: {themes: x}")

    with pytest.raises(SettingsError, match="declares no parameter `themes`") as caught:
        status(project)
    assert caught.value.hint == "did you mean `theme`?"
