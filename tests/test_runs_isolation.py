"""Runs know nothing of each other, whichever kernel they have."""

import json
from pathlib import Path

import nbformat
import papermill
import pytest
from run_reviews import ran
from small_reviews import FIGURE, TABLE, notebook, parameters, write_review

from reviewpress.project import Project
from reviewpress.runs import Policy, record, scrub

LEAK = """import os, random, sys, numpy, pandas, matplotlib
print(os.environ.get('LEFT'), 'json.tool' in sys.modules, pandas.options.display.max_rows)
print(matplotlib.rcParams['lines.linewidth'], getattr(sys, 'left', None))
print('SEED', random.random(), numpy.random.random())
os.environ['LEFT'] = 'behind'
sys.left = 'behind'
import json.tool
pandas.options.display.max_rows = 7
matplotlib.rcParams['lines.linewidth'] = 99
random.seed(1)
numpy.random.seed(1)"""
RUNS = "runs: {a: {notebook: a.ipynb, matrix: {x: [one, two, three]}}}\n"


def printed(project: Project, run: str) -> str:
    content = json.loads((project.runs_dir / f"{run}.ipynb").read_text(encoding="utf-8"))
    outputs = [output for cell in content["cells"] for output in cell.get("outputs", ())]
    return "".join("".join(output.get("text", ())) for output in outputs)


@pytest.mark.parametrize("kernels", ["forked", "ordinary"])
def test_nothing_of_a_run_reaches_the_next(tmp_path: Path, kernels):
    project = write_review(tmp_path, RUNS, a=notebook(parameters("x = 1"), LEAK))

    ran(project, Policy(kernels=kernels), jobs=1)

    texts = [printed(project, f"a-{name}").splitlines() for name in ("one", "two", "three")]
    assert texts[0][:2] == texts[1][:2] == texts[2][:2]
    assert texts[0][0].startswith("None False")
    assert texts[0][1].endswith("None")
    seeds = [number for text in texts for number in text[2].split()[1:]]
    assert len(set(seeds)) == len(seeds)


@pytest.mark.slow
def test_a_fork_gives_what_plain_papermill_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    cells = (
        parameters("x = 1"),
        "import matplotlib, os, pandas as pd, sys\nprint(x, matplotlib.get_backend(), os.getcwd())",
        "print(sorted(sys.path[:3]), sys.argv[0].endswith('ipykernel_launcher.py'), __name__)",
        "pd.DataFrame({'a': [1, 2]})",
        f"#| label: tbl-a\n#| tbl-cap: A\n{TABLE}",
        f"#| label: fig-a\n#| fig-cap: A\n#| fig-alt: A\n{FIGURE}",
        "import warnings\nwarnings.warn('careful', stacklevel=1)\nobject()",
    )
    runs = "runs: {a: {notebook: a.ipynb, parameters: {x: 5}}}\n"
    project = write_review(tmp_path / "review", runs, a=notebook(*cells))
    ran(project)

    plain = with_papermill(project, tmp_path, monkeypatch)

    ours = (project.runs_dir / "a.ipynb").read_text(encoding="utf-8")
    assert ours == scrub.write(scrub.scrub(plain, root=project.root))


def with_papermill(project: Project, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict:
    """Execute the notebook with papermill's own kernel, under the same settings."""
    from reviewpress.runs import surroundings  # noqa: PLC0415 - of this test only
    from reviewpress.runs.plan import plan  # noqa: PLC0415 - as above
    from reviewpress.runs.prepare import prepare  # noqa: PLC0415 - as above

    home = folder / "home"
    surroundings.write_home(home)
    for name, value in surroundings.environment(home).items():
        monkeypatch.setenv(name, value)
    (run,) = plan(project)
    done = papermill.execute_notebook(
        nbformat.from_dict(dict(prepare(project, run).content)),
        None,
        parameters=dict(run.parameters),
        progress_bar=False,
        kernel_name="python3",
        resources={"metadata": {"path": str(project.root)}},
    )
    done.metadata.pop("papermill", None)
    return record.take_out(nbformat.v4.upgrade(done), run)[0]


def test_a_module_of_the_review_goes_before_an_installed_one(tmp_path: Path):
    project = write_review(
        tmp_path,
        "runs: {a: {notebook: a.ipynb}}\n",
        a=notebook("import pandera\nprint(pandera.__file__)"),
    )
    (tmp_path / "pandera.py").write_text("", encoding="utf-8")

    ran(project)

    assert printed(project, "a") == "pandera.py\n"


def test_kernels_end_with_the_execution(tmp_path: Path):
    project = write_review(
        tmp_path,
        "runs: {a: {notebook: a.ipynb}}\n",
        a=notebook("import os\nprint(os.getpid(), os.getppid())"),
    )

    ran(project)

    for pid in printed(project, "a").split():
        status = Path(f"/proc/{pid}/status")
        assert not status.exists() or "zombie" in status.read_text(encoding="utf-8")
