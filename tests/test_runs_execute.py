import base64
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from small_reviews import FIGURE, TABLE, markdown, notebook, parameters, write_review

import reviewpress
from reviewpress.errors import NotebookError
from reviewpress.problems import ContentError
from reviewpress.project import Project
from reviewpress.runs import CellError, Event, Record, execute, plan, prune, write_variables
from reviewpress.runs import record as records_of

SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'
RUNS = """
runs:
  flow:
    notebook: flow.ipynb
    parameters: {scope: "a 'quoted' \\"text\\" {b}\\n"}
  themes:
    notebook: themes.ipynb
    matrix: {theme: [drivers, benefits-pupils]}
"""
FLOW = notebook(
    parameters("scope = 'all'"),
    "from reviewpress import open_review, publish\npublish('included', 68)",
    "import os, sys\nprint(scope, end='')\nprint(os.getcwd() == str(open_review().project.root))",
    f"#| label: fig-flow\n#| fig-cap: Flow\n#| fig-alt: A rising line\n{FIGURE}",
    "print(sorted(k for k in os.environ if k == 'MINE'), sys.executable, hash('a'))\nobject()",
    kernel="a kernel that only its author has",
)
THEMES = notebook(
    parameters("theme = 'all'"),
    markdown("See @tbl-themes."),
    f"#| label: tbl-themes\n#| tbl-cap: 'Theme {{theme}}'\n{TABLE}",
    "from reviewpress import publish\npublish('n', len(theme), display='*n*')",
)


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, tuple[Record, ...], list]:
    """A review in a folder with an awkward name, executed once."""
    root = tmp_path_factory.mktemp("runs") / "a {b} review"
    root.mkdir()
    project = write_review(root, RUNS, flow=FLOW, themes=THEMES)
    events: list[Event] = []
    return project, execute(project, plan(project), jobs=2, on_event=events.append), events


def read(project: Project, run: str) -> dict:
    return json.loads((project.runs_dir / f"{run}.ipynb").read_text(encoding="utf-8"))


def printed(cell: dict) -> str:
    return "".join(text for output in cell["outputs"] for text in output.get("text", []))


def test_each_run_leaves_a_notebook_and_a_record(executed):
    project, records, _events = executed

    assert [record.run for record in records] == [
        "flow",
        "themes-drivers",
        "themes-benefits-pupils",
    ]
    assert sorted(path.name for path in project.runs_dir.iterdir()) == sorted(
        f"{record.run}.{kind}" for record in records for kind in ("ipynb", "json")
    )


def test_parameters_and_the_review_reach_the_kernel(executed):
    project, _records, _events = executed

    cells = read(project, "flow")["cells"]

    assert cells[1]["id"] == "injected-parameters"
    assert printed(cells[3]) == "a 'quoted' \"text\" {b}\nTrue\n"


def test_the_kernel_is_this_python_whatever_the_notebook_names(executed):
    project, _records, _events = executed
    content = read(project, "flow")

    assert sys.executable in printed(content["cells"][5])
    assert content["metadata"]["kernelspec"]["name"] == "python3"


def test_figures_come_as_svg_and_png(executed):
    project, _records, _events = executed

    (output,) = read(project, "flow")["cells"][4]["outputs"]

    svg = "".join(output["data"]["image/svg+xml"])
    assert svg.rstrip().endswith("</svg>")
    assert "dc:date" not in svg
    assert base64.b64decode(output["data"]["image/png"]).startswith(b"\x89PNG")
    assert output["metadata"]["image/png"]["width"] > 0


def test_matrix_runs_have_their_own_labels_captions_and_values(executed):
    project, records, _events = executed
    cells = read(project, "themes-benefits-pupils")["cells"]

    assert "".join(cells[2]["source"]) == "See @tbl-themes-benefits-pupils."
    assert "".join(cells[3]["source"]).startswith(
        '#| label: tbl-themes-benefits-pupils\n#| tbl-cap: "Theme benefits-pupils"\n'
    )
    assert set(cells[3]["outputs"][0]["data"]) == {"text/html", "text/markdown", "text/plain"}
    assert cells[4]["outputs"] == []
    assert records[2].values["themes.benefits-pupils.n"].value == 15


def test_values_of_all_runs_become_variables(executed):
    project, records, _events = executed

    text = write_variables(project, records).read_text(encoding="utf-8")

    assert '"included": "68"\n' in text
    assert '"n": "&#42;n&#42;"\n' in text


def test_records_say_what_went_in_and_nothing_of_this_machine(executed):
    project, records, _events = executed

    for record in records:
        text = record.path(project).read_text(encoding="utf-8")
        assert records_of.read(record.path(project)) == record
        assert str(project.root) not in text
        assert len(record.notebook_sha256) == len(record.parameters_sha256) == 64
    assert records[0].tables == {}
    assert records[1].parameters == {"theme": "drivers"}
    assert records[1].labels == ("tbl-themes-drivers",)
    assert records[1].parameters_sha256 != records[2].parameters_sha256
    assert {"python", "papermill", "reviewpress"} <= set(records[0].tools)


def test_events_tell_how_far_each_run_is(executed):
    _project, _records, events = executed

    flow = [(event.state, event.cell, event.cells) for event in events if event.run == "flow"]

    assert flow == [
        ("started", 0, 6),
        *[("running", cell, 6) for cell in range(1, 6)],
        ("finished", 6, 6),
    ]
    assert {event.run for event in events if event.state == "finished"} == {
        "flow",
        "themes-drivers",
        "themes-benefits-pupils",
    }


@pytest.mark.slow
def test_two_folders_give_equal_bytes(executed, tmp_path: Path):
    first, _records, _events = executed
    second = write_review(tmp_path / "other", RUNS, flow=FLOW, themes=THEMES)

    execute(second, plan(second), jobs=1)

    for path in second.runs_dir.iterdir():
        assert path.read_bytes() == (first.runs_dir / path.name).read_bytes(), path.name


def test_files_of_runs_that_are_no_longer_planned_are_removed(tmp_path: Path):
    project = write_review(tmp_path, "runs: {a: {notebook: a.ipynb}}\n", a=notebook("1"))
    project.runs_dir.mkdir(parents=True)
    for name in ("a.ipynb", "a.json", "old.ipynb", "old.json", "old.failed.ipynb", "notes.txt"):
        (project.runs_dir / name).touch()

    prune(project, plan(project))

    assert {path.name for path in project.runs_dir.iterdir()} == {"a.ipynb", "a.json", "notes.txt"}


def test_no_runs_need_no_kernel(tmp_path: Path):
    project = write_review(tmp_path)

    assert execute(project, (), jobs=1) == ()
    assert not project.build_dir.exists()


def test_a_broken_rule_stops_before_anything_runs(tmp_path: Path):
    text = notebook("open('ran', 'w').close()", f"#| label: fig-a\n{FIGURE}")
    project = write_review(tmp_path, "runs: {a: {notebook: a.ipynb}}\n", a=text)

    with pytest.raises(ContentError) as caught:
        execute(project, plan(project), jobs=1)

    assert [problem.rule for problem in caught.value.problems] == ["runs.fig-alt"]
    assert not (tmp_path / "ran").exists()


def one_run(root: Path, *cells: object) -> Project:
    return write_review(root, "runs: {a: {notebook: a.ipynb}}\n", a=notebook(*cells))


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (
            "#| label: tbl-a\nfrom IPython.display import HTML\nHTML('<table></table>')",
            "cell 1: the table `tbl-a` gave no text/markdown in run `a`",
        ),
        ("#| label: tbl-a\nprint('1')", "cell 1: the table `tbl-a` gave no table in run `a`"),
        (
            f"#| label: fig-a\n#| fig-alt: A\nfrom IPython.display import SVG\nSVG('{SVG}')",
            "cell 1: the figure `fig-a` gave no image/png in run `a`",
        ),
    ],
)
def test_outputs_must_serve_every_format(tmp_path: Path, cell: str, message: str):
    project = one_run(tmp_path, cell)

    with pytest.raises(ContentError) as caught:
        execute(project, plan(project), jobs=1)

    assert [problem.message for problem in caught.value.problems] == [message]
    assert [path.name for path in project.runs_dir.iterdir()] == ["a.failed.ipynb"]


def test_an_error_in_a_function_of_an_earlier_cell_is_shown_where_it_was_called(tmp_path: Path):
    project = one_run(tmp_path, "def f():\n    1 / 0", markdown("Now:"), "x = 1\nf()\nprint(x)")

    with pytest.raises(CellError) as caught:
        execute(project, plan(project), jobs=1)

    error = caught.value
    assert (error.run, error.cell) == ("a", 3)
    assert "\n>   2  f()\n" in error.hint
    assert "\x1b" not in error.hint
    assert "Cell In[1], line 2 in f" in error.traceback


def test_a_dead_kernel_is_an_error_of_its_cell(tmp_path: Path):
    project = one_run(tmp_path, "1", "import os\nos._exit(9)")

    with pytest.raises(NotebookError, match="run `a` failed in cell 2: the kernel died"):
        execute(project, plan(project), jobs=1)

    assert (project.runs_dir / "a.failed.ipynb").is_file()


def test_a_dead_worker_is_an_error_of_its_run(tmp_path: Path):
    project = one_run(tmp_path, "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)")

    with pytest.raises(CellError, match="run `a` failed: its process ended with code -9") as caught:
        execute(project, plan(project), jobs=1)

    assert caught.value.cell is None
    assert (project.runs_dir / "a.failed.ipynb").is_file()


def test_a_success_removes_what_a_failure_kept(tmp_path: Path):
    project = one_run(tmp_path, "assert open('ready').read() == ''")
    with pytest.raises(CellError):
        execute(project, plan(project), jobs=1)

    (tmp_path / "ready").touch()
    execute(project, plan(project), jobs=1)

    assert {path.name for path in project.runs_dir.iterdir()} == {"a.ipynb", "a.json"}


def test_a_name_published_twice_in_a_run_is_an_error(tmp_path: Path):
    project = one_run(tmp_path, "from reviewpress import publish\nfor n in 1, 2: publish('n', n)")

    with pytest.raises(NotebookError, match="run `a` publishes `n` twice"):
        execute(project, plan(project), jobs=1)


@pytest.fixture
def can_be_interrupted():
    """Take Ctrl-C as Python does; a shell lets what it starts in the background ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("can_be_interrupted")
def test_an_interrupt_ends_kernels_too(tmp_path: Path):
    project = one_run(
        tmp_path, "import os, time\nopen('pid', 'w').write(str(os.getpid()))", "time.sleep(60)"
    )

    def interrupt(event: Event) -> None:
        if event.cell == 1:
            threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()

    with pytest.raises(KeyboardInterrupt):
        execute(project, plan(project), jobs=1, on_event=interrupt)

    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_importing_the_package_is_cheap():
    heavy = "pandas", "pandera", "papermill", "nbformat", "pydantic", "IPython"
    code = f"import sys, reviewpress; print(sorted(set({heavy}) & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


def test_the_package_offers_nothing_else():
    with pytest.raises(AttributeError, match="no attribute 'publsh'"):
        _ = reviewpress.publsh
    assert callable(reviewpress.publish)
    assert callable(reviewpress.open_review)
