"""Runs on real workers of Dask that share no folder with the review."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import dask
import pytest
from dask_clusters import Cluster, certify, cluster
from run_reviews import ran
from small_reviews import FIGURE, TABLE, notebook, parameters, write_review

from reviewpress import installation
from reviewpress.errors import NotebookError, SettingsError
from reviewpress.project import Project, open_project
from reviewpress.runs import CellError, Event, Policy, execute, plan
from reviewpress.runs.cluster import refuse_unsafe
from reviewpress.runs.status import status

RUNS = """
runs:
  reader: {notebook: reader.ipynb}
  other: {notebook: other.ipynb, matrix: {x: [one, two]}}
  writer: {notebook: writer.ipynb}
"""
READER = notebook(
    "import os, sys\nprint(open('data/a.txt').read(), os.getcwd(), os.listdir('data'))",
    "open('data/none.txt').read() if os.path.exists('data/none.txt') else open(os.devnull)",
    f"#| label: fig-a\n#| fig-cap: A\n#| fig-alt: A\n{FIGURE}",
    f"#| label: tbl-a\n#| tbl-cap: A\n{TABLE}",
)
OTHER = notebook(parameters("x = 1"), "from reviewpress import publish\npublish('n', len(x))")
WRITER = notebook("open('made.csv', 'w').write('a\\n1\\n')\nprint(open('made.csv').read())")


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("dask") / "cluster", workers=2) as made:
        yield made


def on(made: Cluster, **settings: bool) -> Policy:
    return Policy(executor="dask", scheduler=made.address, **settings)


def review(root: Path) -> Project:
    (root / "data").mkdir(parents=True)
    (root / "data" / "a.txt").write_text("a", encoding="utf-8")
    (root / ".secret").write_text("not for others", encoding="utf-8")
    return write_review(root, RUNS, reader=READER, other=OTHER, writer=WRITER)


def made(project: Project) -> dict[str, bytes]:
    """Everything that runs left: notebooks, records and entries of the store."""
    folders = (project.runs_dir, project.build_dir / "cache")
    return {
        project.relative(path): path.read_bytes()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and path.name not in {"costs.json", "lock"}
    }


@pytest.mark.slow
def test_workers_give_the_same_bytes_as_this_machine(workers: Cluster, tmp_path: Path):
    here, there = review(tmp_path / "here"), review(tmp_path / "there")
    names = {"reader", "other-one", "other-two", "writer"}

    assert ran(here) == names
    assert ran(there, on(workers)) == names

    assert made(there) == made(here)
    assert (there.root / "made.csv").read_text(encoding="utf-8") == "a\n1\n"
    assert ran(there) == ran(there, on(workers)) == set()
    (there.root / "data" / "a.txt").write_text("b", encoding="utf-8")
    assert {state.run for state in status(there) if not state.is_current} == {"reader"}
    assert ran(there, on(workers)) == {"reader"}


@pytest.mark.slow
def test_workers_get_the_checked_tables(workers: Cluster, minimal: Path, tmp_path: Path):
    from reviewpress import build  # noqa: PLC0415 - of this test only

    shutil.copytree(minimal, tmp_path / "there")
    here, there = open_project(minimal), open_project(tmp_path / "there")

    build.prepare(here, jobs=2)
    build.prepare(there, jobs=2, policy=on(workers))

    assert made(there) == made(here)


SLEEPY = """import os, time
with open(mark, 'a') as file:
    file.write(f'{x}\\n')
for _ in range(30):
    time.sleep(0.1)
print(x)"""


@pytest.mark.slow
def test_a_worker_that_is_killed_costs_nothing_but_time(tmp_path: Path):
    mark = tmp_path / "mark"
    runs = f"""
runs:
  a: {{notebook: a.ipynb, matrix: {{x: [p, q, r, s]}}, parameters: {{mark: {mark}}}}}
"""
    cells = parameters("x = 1\nmark = ''"), SLEEPY
    here, there = (
        write_review(tmp_path / name, runs, a=notebook(*cells)) for name in ("here", "there")
    )
    ran(here)
    mark.unlink()
    finished = []

    with cluster(tmp_path / "cluster", workers=2) as made_now:

        def kill(event: Event) -> None:
            victim = made_now.workers[0]
            if event.state == "finished":
                finished.append(event.run)
            if mark.exists() and len(mark.read_text().split()) == 2 and victim.poll() is None:
                victim.send_signal(signal.SIGKILL)
                victim.wait()

        execute(there, plan(there), jobs=2, on_event=kill, policy=on(made_now))
        assert made_now.workers[0].returncode == -signal.SIGKILL

    assert sorted(finished) == ["a-p", "a-q", "a-r", "a-s"]
    assert len(mark.read_text().split()) > 4  # at least one began again
    assert made(there) == made(here)
    assert ran(there) == set()


@pytest.mark.slow
def test_what_is_not_sent_is_never_silently_missing(workers: Cluster, tmp_path: Path):
    text = notebook("try:\n    print(open('.secret').read())\nexcept OSError:\n    print('none')")
    runs = "runs: {a: {notebook: a.ipynb}}\n"
    project = write_review(tmp_path, runs, a=text)
    (tmp_path / ".secret").write_text("word", encoding="utf-8")

    with pytest.raises(NotebookError, match=r"run `a` looked for .secret, which is not sent"):
        ran(project, on(workers))
    assert not (project.runs_dir / "a.ipynb").exists()

    declared = runs.replace("a.ipynb}", "a.ipynb, reads: [.secret]}")
    (tmp_path / "notebooks" / "runs.yml").write_text(declared, encoding="utf-8")
    assert ran(project, on(workers)) == {"a"}
    assert "word" in (project.runs_dir / "a.ipynb").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_failing_cell_is_told_as_it_is_here(workers: Cluster, tmp_path: Path):
    text = notebook("import os", "def f():\n    raise ValueError(os.getcwd())\nf()")
    runs = "runs: {a: {notebook: a.ipynb}}\n"
    here, there = (write_review(tmp_path / name, runs, a=text) for name in ("here", "there"))

    with pytest.raises(CellError) as local:
        ran(here)
    with pytest.raises(CellError) as remote:
        ran(there, on(workers))

    assert remote.value.cell == local.value.cell == 2
    assert remote.value.hint == local.value.hint.replace(str(here.root), str(there.root))
    assert failed_cells(there) == failed_cells(here)


def failed_cells(project: Project) -> list[dict]:
    """Return cells but for their ids: those of the marks that papermill adds are random."""
    text = (project.runs_dir / "a.failed.ipynb").read_text(encoding="utf-8")
    return [{**cell, "id": ""} for cell in json.loads(text)["cells"]]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["tool", "environment"])
def test_a_worker_with_another_installation_is_refused(
    workers: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
):
    monkeypatch.setattr(installation, name, lambda: "another")
    project = write_review(tmp_path, "runs: {a: {notebook: a.ipynb}}\n", a=notebook("1"))

    with pytest.raises(CellError, match="install the"):
        ran(project, on(workers))


@pytest.mark.slow
def test_giving_up_ends_the_kernels_of_workers(workers: Cluster, tmp_path: Path):
    mark = tmp_path / "mark"
    runs = f"""
runs:
  bad: {{notebook: bad.ipynb}}
  long: {{notebook: long.ipynb, parameters: {{mark: {mark}}}}}
"""
    wait = f"import os, time\nwhile not os.path.exists({str(mark)!r}): time.sleep(0.1)\n1 / 0"
    long = "import os, time\nopen(mark, 'w').write(str(os.getpid()))\ntime.sleep(600)"
    project = write_review(
        tmp_path / "review",
        runs,
        bad=notebook(wait),
        long=notebook(parameters("mark = ''"), long),
    )

    with pytest.raises(CellError, match="run `bad` failed"):
        ran(project, on(workers, fail_fast=True))

    pid = int(mark.read_text(encoding="utf-8"))
    for _ in range(300):
        if not is_alive(pid):
            break
        time.sleep(0.1)
    assert not is_alive(pid)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "zombie" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("openssl"), reason="OpenSSL makes the certificates")
def test_certificates_of_the_configuration_are_used(tmp_path: Path):
    certificate = certify(tmp_path)
    project = write_review(tmp_path / "review", "runs: {a: {notebook: a.ipynb}}\n", a=notebook("1"))

    with cluster(tmp_path / "cluster", workers=1, certificate=certificate) as secret:
        assert secret.address.startswith("tls://")
        with pytest.raises(SettingsError):
            ran(project, on(secret))
        with dask.config.set(certificate.configuration):
            assert ran(project, on(secret)) == {"a"}


@pytest.mark.slow
def test_a_cluster_of_this_machine_is_started_where_none_is_named(
    tmp_path: Path, run_reviewpress: Callable[..., CompletedProcess[str]]
):
    project = review(tmp_path / "review")
    (project.root / "index.qmd").write_text("# Small\n", encoding="utf-8")

    done = run_reviewpress("run", "--executor", "dask", "--jobs", "2", cwd=project.root)

    assert done.returncode == 0, done.stderr
    assert "4 runs in _build/runs" in done.stdout
    assert ran(project) == set()


@pytest.mark.parametrize(
    ("address", "whole"),
    [
        ("127.0.0.1:8786", "tcp://127.0.0.1:8786"),
        ("tcp://localhost:8786", "tcp://localhost:8786"),
        ("tcp://[::1]:8786", "tcp://[::1]:8786"),
        ("tls://cluster.example.org:8786", "tls://cluster.example.org:8786"),
    ],
)
def test_a_scheduler_here_or_with_certificates_is_spoken_to(address: str, whole: str):
    assert refuse_unsafe(address) == whole


@pytest.mark.parametrize(
    "address",
    [
        "192.0.2.1:8786",
        "tcp://192.0.2.1:8786",
        "tcp://0.0.0.0:8786",
        "tcp://[2001:db8::1]:8786",
        "ws://127.0.0.1:8786",
        "inproc://127.0.0.1:8786",
        "127.0.0.1",
        "tcp://127.0.0.1:many",
        "tcp://127.0.0.1@192.0.2.1:8786",
        "",
    ],
)
def test_any_other_scheduler_is_refused(address: str):
    with pytest.raises(SettingsError):
        refuse_unsafe(address)


def test_a_scheduler_needs_the_executor(
    tmp_path: Path, run_reviewpress: Callable[..., CompletedProcess[str]]
):
    write_review(tmp_path)

    done = run_reviewpress("run", "--scheduler", "tls://e.org:1", cwd=tmp_path)

    assert done.returncode == 2
    assert "--executor dask" in done.stderr
