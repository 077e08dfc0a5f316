"""What is kept survives whatever happens to it, or is made anew."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from run_reviews import ran, reader_and_other
from small_reviews import notebook, parameters, write_review

from reviewpress.project import Project
from reviewpress.runs import store
from reviewpress.runs.inputs import Digests

EXECUTE = """
import sys
from pathlib import Path
from reviewpress.project import open_project
from reviewpress import build
prepared = build.prepare(open_project(Path(sys.argv[1])), jobs=2)
print([record.run for record in prepared.records])
"""


@pytest.fixture
def done(tmp_path: Path) -> Project:
    project = reader_and_other(tmp_path / "review")
    assert ran(project) == {"reader", "other"}
    return project


def entries(project: Project) -> list[Path]:
    return sorted((project.build_dir / "cache").rglob("*.run"))


def test_a_damaged_entry_is_made_anew(done: Project):
    good = [path.read_bytes() for path in entries(done)]
    first, second = entries(done)
    first.write_bytes(good[0][: len(good[0]) // 2])
    second.write_bytes(good[1][:-1] + bytes([good[1][-1] ^ 1]))

    assert ran(done) == {"reader", "other"}

    assert [path.read_bytes() for path in entries(done)] == good
    assert ran(done) == set()


@pytest.mark.parametrize("content", [b"", b"\n", b"reviewpress-run-1 0\n{}", b"\x00" * 100])
def test_nonsense_is_no_entry(done: Project, content: bytes):
    path, _other = entries(done)
    key = path.parent.name
    path.write_bytes(content)

    assert store.of(done).find(key, Digests(done.root)) is None
    assert not path.exists()


def test_what_was_used_longest_ago_goes_first(done: Project):
    old, new = entries(done)
    os.utime(old, (1, 1))
    for path in (done.build_dir / "cache" / "rows").glob("*"):
        path.unlink()
    kept = store.Store(done.root, done.build_dir / "cache", 1)
    new.write_bytes(new.read_bytes() + b"\0" * (1024 * 1024 - new.stat().st_size))

    kept.tidy()

    assert (old.exists(), new.exists()) == (False, True)


def test_clearing_leaves_nothing(done: Project):
    assert store.of(done).clear() == 2

    assert entries(done) == []
    assert store.of(done).costs() == {}


def test_what_runs_took_is_known_afterwards(done: Project):
    costs = store.of(done).costs()

    assert set(costs) == {"reader", "other"}
    assert all(cost.seconds > 0 and cost.megabytes > 10 for cost in costs.values())


def start(project: Project) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", EXECUTE, str(project.root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def several(root: Path, count: int) -> Project:
    levels = ", ".join(f"v{number}" for number in range(count))
    runs = f"runs: {{a: {{notebook: a.ipynb, matrix: {{x: [{levels}]}}}}}}\n"
    root.mkdir(exist_ok=True)
    (root / "index.qmd").write_text("# Small\n", encoding="utf-8")
    text = "import os\nnumber = open('data/a.txt').read() if os.path.isdir('data') else ''"
    return write_review(root, runs, a=notebook(parameters("x = 1"), text, "print(x, number)"))


@pytest.mark.slow
def test_two_builds_at_once_share_the_work(tmp_path: Path):
    project = several(tmp_path, 4)

    both = [start(project), start(project)]
    told = [program.communicate(timeout=900) for program in both]

    assert [program.returncode for program in both] == [0, 0], told
    assert told[0][0] == told[1][0]  # what kernels say of themselves on stderr is no result
    assert len(entries(project)) == 4
    assert ran(project) == set()


@pytest.mark.slow
def test_builds_killed_at_random_moments_leave_nothing_wrong(tmp_path: Path):
    project = several(tmp_path, 4)
    (tmp_path / "data").mkdir()
    began = time.monotonic()
    change(project, "0")
    first = start(project)
    told = first.communicate(timeout=900)
    assert first.returncode == 0, told
    longest = time.monotonic() - began
    moments = [random.uniform(0, longest) for _ in range(5)]  # noqa: S311 - no secret

    for number, seconds in enumerate(moments, start=1):
        change(project, str(number))
        program = start(project)
        time.sleep(seconds)
        program.send_signal(signal.SIGKILL)
        program.communicate()
    ran(project)

    for number in range(4):
        text = (project.runs_dir / f"a-v{number}.ipynb").read_text(encoding="utf-8")
        assert f"v{number} {len(moments)}\\n" in text, moments
    assert ran(project) == set()
    change(project, "0")
    assert ran(project) == set()  # what was kept before is there still
    assert_nobody_works_in(tmp_path)


def change(project: Project, text: str) -> None:
    (project.root / "data" / "a.txt").write_text(text, encoding="utf-8")


def assert_nobody_works_in(folder: Path) -> None:
    """Kernels and their drivers end with the build that was killed."""
    end = time.monotonic() + 60
    while working := sorted(_working_in(folder)):
        assert time.monotonic() < end, working
        time.sleep(0.2)


def _working_in(folder: Path) -> Iterator[str]:
    for link in Path("/proc").glob("[0-9]*/cwd"):
        with contextlib.suppress(OSError):
            if link.readlink() == folder and link.parent.name != str(os.getpid()):
                yield link.parent.name


@pytest.fixture
def small_disk(tmp_path: Path):
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root can mount a small file system")
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["/bin/mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("this machine does not let us mount a file system")
    yield folder
    subprocess.run(["/bin/umount", "-l", str(folder)], check=True)


def test_a_full_disk_spoils_nothing(small_disk: Path):
    project = several(small_disk, 2)
    (project.build_dir / "cache").mkdir(parents=True)
    ran(project)
    store.of(project).clear()
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 512)
        except OSError:
            pass

    first = ran(project)

    assert first == {"a-v0", "a-v1"}
    assert entries(project) == []
    filler.unlink()
    assert ran(project) == first
    assert ran(project) == set()
