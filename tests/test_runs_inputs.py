"""What a run is redone for, and what not."""

from pathlib import Path

import pytest
from run_reviews import OTHER, RUNS, copy, ran, reader_and_other
from small_reviews import notebook, parameters, write_review

from reviewpress import installation
from reviewpress.project import Project
from reviewpress.runs.status import status


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A review of two runs, executed; tests take copies of it."""
    project = reader_and_other(tmp_path_factory.mktemp("done") / "review")
    assert ran(project) == {"reader", "other"}
    return project


def would_run(project: Project) -> dict[str, tuple[str, ...]]:
    return {state.run: state.reasons for state in status(project) if not state.is_current}


def test_nothing_runs_twice_in_another_folder_either(done: Project, tmp_path: Path):
    moved = copy(done, tmp_path / "moved")

    assert would_run(moved) == {}
    assert ran(moved) == set()


def test_what_is_current_is_put_back_where_it_is_missing(done: Project, tmp_path: Path):
    moved = copy(done, tmp_path / "moved")
    before = (moved.runs_dir / "reader.ipynb").read_bytes()
    (moved.runs_dir / "reader.ipynb").write_text("spoilt", encoding="utf-8")
    (moved.runs_dir / "reader.json").unlink()

    assert ran(moved) == set()
    assert (moved.runs_dir / "reader.ipynb").read_bytes() == before
    assert (moved.runs_dir / "reader.json").is_file()


def write(path: str, text: str):
    def change(root: Path) -> None:
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")

    return change


def rewrite(path: str, old: str, new: str):
    def change(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        assert old in text
        (root / path).write_text(text.replace(old, new), encoding="utf-8")

    return change


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (write("data/a.txt", "b"), {"reader": ("data/a.txt changed",)}),
        (lambda root: (root / "data/a.txt").unlink(), {"reader": ("data/a.txt is gone",)}),
        (
            rewrite("notebooks/reader.ipynb", "print(name", "print(1, name"),
            {"reader": ("notebooks/reader.ipynb changed",)},
        ),
        (
            rewrite("notebooks/runs.yml", "name: one", "name: two"),
            {"reader": ("the parameter `name` changed",)},
        ),
        (
            write("schemas/_words.py", ""),
            {
                "reader": ("schemas/_words.py is new",),
                "other": ("schemas/_words.py is new",),
            },
        ),
        (write("data/b.txt", "b"), {}),
        (write("index.qmd", "# New"), {}),
        (rewrite("_quarto.yml", "default", "book"), {}),
    ],
    ids=["read", "gone", "notebook", "parameter", "schema", "unread", "chapter", "settings"],
)
def test_exactly_the_right_runs_are_redone(done: Project, tmp_path: Path, change, expected):
    project = copy(done, tmp_path / "copy")

    change(project.root)

    assert would_run(project) == expected


@pytest.mark.parametrize("name", ["tool_of_runs", "environment"])
def test_all_runs_are_redone_with_another_tool_or_environment(
    done: Project, monkeypatch: pytest.MonkeyPatch, name: str
):
    monkeypatch.setattr(installation, name, lambda: "another")

    assert set(would_run(done)) == {"reader", "other"}


def test_going_back_runs_nothing(done: Project, tmp_path: Path):
    project = copy(done, tmp_path / "copy")
    write("data/a.txt", "b")(project.root)
    assert ran(project) == {"reader"}

    write("data/a.txt", "a")(project.root)

    assert ran(project) == set()
    assert "one a" in (project.runs_dir / "reader.ipynb").read_text(encoding="utf-8")


def one(root: Path, *cells: str, **settings: str) -> Project:
    extra = "".join(f", {key}: {value}" for key, value in settings.items())
    return write_review(root, f"runs: {{a: {{notebook: a.ipynb{extra}}}}}\n", a=notebook(*cells))


TRY = "try:\n    {}\nexcept (ImportError, OSError):\n    pass"
SEEN = {
    "missing file": (TRY.format("open('b.txt')"), write("b.txt", "b"), "b.txt is there now"),
    "missing module": (TRY.format("import rules"), write("rules.py", ""), None),
    "module": ("import known", write("known.py", "x = 2"), "known.py changed"),
    "pandas": (
        "import pandas as pd\n_ = pd.read_csv('data/t.csv')",
        write("data/t.csv", "a\n1\n3\n"),
        "data/t.csv changed: 1 row",
    ),
    "rows": (
        "open('data/t.csv').read()",
        write("data/t.csv", "a\n1\n2\n3\n4\n"),
        "data/t.csv changed: 2 rows added",
    ),
    "folder": (
        "from pathlib import Path\nsorted(Path('data').glob('*.csv'))",
        write("data/u.csv", "a\n"),
        "data/ has a new entry u.csv",
    ),
    "database": (
        "import sqlite3\n_ = sqlite3.connect('data/d.db').execute('select 1')",
        write("data/d.db", "-"),
        "data/d.db changed",
    ),
    "memory map": (
        "import numpy\n_ = numpy.memmap('data/t.csv', mode='r')[0]",
        write("data/t.csv", "b\n"),
        None,
    ),
    "parent": (
        "import os\n_ = open(os.path.join(os.getcwd(), 'data', '..', 'known.py')).read()",
        write("known.py", "x = 2"),
        "known.py changed",
    ),
    "settings": (
        "from reviewpress import open_review\n_ = open_review().project.settings",
        rewrite("_quarto.yml", "default", "book"),
        "_quarto.yml changed",
    ),
}


@pytest.mark.parametrize("case", SEEN)
def test_what_a_run_does_is_seen(tmp_path: Path, case: str):
    source, change, reason = SEEN[case]
    project = one(tmp_path, source)
    write("data/t.csv", "a\n1\n2\n")(tmp_path)
    write("data/d.db", "")(tmp_path)
    write("known.py", "x = 1")(tmp_path)
    assert ran(project) == {"a"}
    assert would_run(project) == {}

    change(tmp_path)

    reasons = would_run(project)["a"]
    assert reason is None or reason in reasons


ARROW = "import pyarrow\nimport pyarrow.csv\n_ = pyarrow.csv.read_csv('data/t.csv')"
PARQUET = "import pandas\n_ = pandas.read_parquet('data/t.parquet')"
UNSEEN = {
    "exists": "import os\n_ = os.path.exists('data/t.csv')",
    "stat": "import os\n_ = os.stat('data/t.csv')",
    "subprocess": "import subprocess as s\n_ = s.run(['cat', 'data/t.csv'], stdout=s.DEVNULL)",
}


@pytest.mark.parametrize("case", UNSEEN)
def test_what_cannot_be_seen_can_be_declared(tmp_path: Path, case: str):
    silent = one(tmp_path / "silent", UNSEEN[case])
    told = one(tmp_path / "told", UNSEEN[case], reads="['data/*.csv']")
    for project in (silent, told):
        write("data/t.csv", "a\n1\n")(project.root)
        ran(project)
        write("data/t.csv", "a\n2\n")(project.root)

    assert would_run(silent) == {}
    assert would_run(told) == {"a": ("data/t.csv changed",)}


def test_looking_for_installed_packages_is_no_listing(tmp_path: Path):
    cell = "import importlib.metadata as m\nprint(m.version('pandas'))\n_ = m.entry_points()"
    project = one(tmp_path, cell)
    ran(project)

    write("new.md", "New")(tmp_path)
    assert would_run(project) == {}

    write("pandas-99.0.dist-info/METADATA", "Name: pandas\nVersion: 99.0")(tmp_path)
    assert set(would_run(project)) == {"a"}


def test_a_declared_file_may_appear(tmp_path: Path):
    project = one(tmp_path, "1", reads="[data/later.bin]")
    ran(project)

    write("data/later.bin", "b")(tmp_path)

    assert would_run(project) == {"a": ("data/later.bin is new",)}


def test_what_a_run_writes_is_no_input_of_it_and_must_stay(tmp_path: Path):
    project = one(
        tmp_path,
        "import os\nif not os.path.exists('x'): pass",
        "open('made.txt', 'w').write('made')\nprint(open('made.txt').read(), os.listdir('.'))",
    )
    ran(project)
    assert would_run(project) == {}

    (tmp_path / "made.txt").unlink()

    assert would_run(project) == {"a": ("made.txt was written by it and is gone",)}
    assert ran(project) == {"a"}
    assert would_run(project) == {}


def test_a_file_that_changes_while_it_is_read_keeps_nothing(tmp_path: Path):
    project = one(tmp_path, "open('n.txt').read()\nopen('n.txt', 'a').write('x')")
    write("n.txt", "")(tmp_path)

    assert ran(project) == {"a"}
    assert ran(project) == {"a"}


def test_reads_must_stay_inside_the_review(tmp_path: Path):
    from reviewpress.errors import SettingsError  # noqa: PLC0415 - of this test only

    for name in ("/etc/passwd", "../other.csv"):
        project = one(tmp_path, "1", reads=f"[{name}]")
        with pytest.raises(SettingsError, match="no file of the review"):
            status(project)


def test_a_new_run_never_ran(done: Project, tmp_path: Path):
    project = copy(done, tmp_path / "copy")
    text = RUNS + "  third: {notebook: other.ipynb}\n"
    write("notebooks/runs.yml", text)(project.root)
    write("notebooks/third.ipynb", OTHER)(project.root)

    assert would_run(project) == {"third": ("it never ran here",)}


def test_tables_that_a_run_takes_are_its_inputs(minimal: Path):
    from reviewpress import build  # noqa: PLC0415 - of this test only
    from reviewpress.project import open_project  # noqa: PLC0415 - as above

    project = open_project(minimal)
    build.prepare(project, jobs=2)
    assert would_run(project) == {}

    rewrite("data/codings.csv", "\n", " \n")(minimal)
    reads = {state.run for state in status(project) if not state.is_current}

    records = {
        path.stem: path.read_text(encoding="utf-8") for path in project.runs_dir.glob("*.json")
    }
    assert reads == {run for run, text in records.items() if '"data/codings.csv"' in text}
    assert reads < set(records)


def test_parameters_of_one_level_do_not_touch_the_others(tmp_path: Path):
    runs = "runs: {a: {notebook: a.ipynb, matrix: {x: [LEVELS]}}}\n"
    text = notebook(parameters("x = 'a'"), "print(x)")
    project = write_review(tmp_path, runs.replace("LEVELS", "one, two"), a=text)
    ran(project)

    write("notebooks/runs.yml", runs.replace("LEVELS", "one, three"))(tmp_path)

    assert set(would_run(project)) == {"a-three"}


@pytest.mark.parametrize(("cell", "name"), [(ARROW, "t.csv"), (PARQUET, "t.parquet")])
def test_what_pyarrow_reads_cannot_be_seen_but_declared(tmp_path: Path, cell: str, name: str):
    pytest.importorskip("pyarrow", reason="pyarrow is no part of the locked environment")
    import pandas as pd  # noqa: PLC0415 - of this test only

    def put(root: Path, number: int) -> None:
        frame = pd.DataFrame({"a": [number]})
        (root / "data").mkdir(exist_ok=True)
        frame.to_csv(root / "data" / "t.csv", index=False)
        frame.to_parquet(root / "data" / "t.parquet")

    silent = one(tmp_path / "silent", cell)
    told = one(tmp_path / "told", cell, reads=f"[data/{name}]")
    for project in (silent, told):
        put(project.root, 1)
        ran(project)
        put(project.root, 2)

    assert would_run(silent) == {}
    assert list(would_run(told)) == ["a"]
