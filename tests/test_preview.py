"""The preview: who may see it, what it rebuilds, and that errors do not end it."""

from __future__ import annotations

import http.client
import json
import os
import queue
import shutil
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import browsing
import pytest

from reviewpress.errors import RenderError, SettingsError
from reviewpress.preview import Report, preview, session
from reviewpress.preview.rebuild import FOLDER, Handlers, Shown, _asks_for_runs, _touched, rebuild
from reviewpress.preview.server import find, serve
from reviewpress.preview.state import State
from reviewpress.preview.watch import is_source
from reviewpress.project import Project, open_project

PAGE = "<html><head></head><body>One</body></html>"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with a page, and a secret beside it."""
    folder = tmp_path / "site"
    (folder / "chapters").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    (folder / "chapters/index.html").write_text(PAGE, encoding="utf-8")
    (folder / "a b.css").write_text("p {}", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "way-out").symlink_to(tmp_path)
    return folder


@pytest.fixture
def served(site: Path) -> Iterator[tuple[str, State]]:
    state = State()
    with serve(site, state, port=0) as address:
        yield address, state


def get(address: str, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
    """Ask for a path as it is written, dots and all."""
    port = int(address.rstrip("/").rpartition(":")[2])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.putrequest("GET", path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read().decode()
    finally:
        connection.close()


def test_a_page_is_served_with_the_script_that_reloads_it(served: tuple[str, State]):
    status, headers, text = get(served[0], "/")

    assert status == 200
    assert '<script src="/.reviewpress/reload.js" defer></script></head>' in text
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert get(served[0], "/.reviewpress/reload.js")[0] == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", ""])
def test_a_request_for_another_host_is_refused(served: tuple[str, State], host: str):
    assert get(served[0], "/", Host=host)[0] == 403
    assert get(served[0], "/.reviewpress/state", Host=host)[0] == 403


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/chapters/..%2f..%2fsecret.txt",
        "/way-out/secret.txt",
        "//etc/passwd",
        "/..%5csecret.txt",
        "/a%00b",
        "/nothing.html",
    ],
)
def test_nothing_outside_the_site_is_served(served: tuple[str, State], path: str):
    status, _, text = get(served[0], path)

    assert status == 404
    assert "secret" not in text


def test_folders_files_and_blanks_are_found(served: tuple[str, State]):
    assert get(served[0], "/a%20b.css")[2] == "p {}"
    status, headers, _ = get(served[0], "/chapters")
    assert (status, headers["Location"]) == (301, "/chapters/")
    assert get(served[0], "/chapters/")[0] == 200
    assert find(Path("/nowhere"), "/") is None


def test_a_browser_waits_for_news(served: tuple[str, State]):
    address, state = served
    threading.Timer(0.2, state.tell, ("failed", "wrong")).start()

    answer = json.loads(get(address, "/.reviewpress/state?seen=0")[2])

    assert answer == {"number": 1, "phase": "failed", "text": "wrong"}


@pytest.mark.browser
def test_a_page_shows_what_went_wrong_and_reloads_when_it_is_mended(
    site: Path, served: tuple[str, State]
):
    address, state = served
    page_one = PAGE.replace("<head>", '<head><link rel="icon" href="data:,">')
    (site / "index.html").write_text(page_one, encoding="utf-8")
    state.tell("ready")
    with browsing.chromium() as browser, browsing.tab(browser, address) as page:
        page.wait_for_timeout(300)
        state.tell("failed", "one.qmd:3  there is no <b>such</b> thing")
        alert = page.get_by_role("alert")
        alert.wait_for()
        assert alert.inner_text() == "one.qmd:3  there is no <b>such</b> thing"
        (site / "index.html").write_text(page_one.replace("One", "Two"), encoding="utf-8")
        state.tell("ready")
        page.get_by_text("Two").wait_for()
        assert not alert.is_visible()


def test_a_taken_port_is_told(served: tuple[str, State], tmp_path: Path):
    port = int(served[0].rstrip("/").rpartition(":")[2])
    with pytest.raises(SettingsError, match="in use"), serve(tmp_path, State(), port=port):
        pass


def test_a_browser_that_leaves_early_is_not_worth_a_word(
    site: Path, capfd: pytest.CaptureFixture[str]
):
    (site / "large.bin").write_bytes(bytes(30_000_000))
    with serve(site, State(), port=0) as address:
        port = int(address.rstrip("/").rpartition(":")[2])
        for _ in range(3):
            with socket.create_connection(("127.0.0.1", port)) as browser:
                request = f"GET /large.bin HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
                browser.sendall(request.encode())
                browser.recv(1)
                now = struct.pack("ii", 1, 0)
                browser.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, now)
        assert get(address, "/")[0] == 200
        time.sleep(0.3)

    assert capfd.readouterr().err == ""


def test_after_a_failure_all_that_waits_is_built_and_no_more(
    minimal: Path, monkeypatch: pytest.MonkeyPatch
):
    pytest.importorskip("watchfiles", reason="watchfiles is not installed")
    asked: queue.SimpleQueue[set[str] | None] = queue.SimpleQueue()
    stop = threading.Event()

    def rebuild(_: Path, changed: frozenset[Path] | None, **_more: object) -> Callable[[], None]:
        names = None if changed is None else {path.name for path in changed}
        asked.put(names)
        if names == {"index.qmd"}:
            raise RenderError("it is wrong")
        return lambda: None

    monkeypatch.setattr(session, "rebuild", rebuild)
    options = {"port": 0, "jobs": 1, "stop": stop}
    thread = threading.Thread(target=preview, args=(open_project(minimal),), kwargs=options)
    thread.start()
    try:
        assert asked.get(timeout=30) is None
        (minimal / "index.qmd").write_text("# One\n", encoding="utf-8")
        assert asked.get(timeout=30) == {"index.qmd"}
        (minimal / "new.qmd").write_text("# Two\n", encoding="utf-8")
        assert asked.get(timeout=30) == {"index.qmd", "new.qmd"}
        (minimal / "new.qmd").write_text("# Three\n", encoding="utf-8")
        assert asked.get(timeout=30) == {"new.qmd"}
    finally:
        stop.set()
        thread.join(timeout=20)


@pytest.fixture
def review(minimal: Path) -> Project:
    return open_project(minimal)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("chapters/findings.qmd", True),
        ("_quarto.yml", True),
        ("data/studies.csv", True),
        ("_site/index.html", False),
        ("_build/runs/a.ipynb", False),
        ("_variables.yml", False),
        (".git/index", False),
        ("chapters/.findings.qmd.swp", False),
        ("notebooks/.ipynb_checkpoints/a.ipynb", False),
    ],
)
def test_only_sources_are_watched(review: Project, name: str, expected: bool):  # noqa: FBT001
    assert is_source(review, review.root / name) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("chapters/findings.qmd", False),
        ("data/studies.csv", True),
        ("schemas/studies.py", True),
        ("notebooks/themes.ipynb", True),
        ("_quarto.yml", True),
        ("bib/references.bib", True),
        ("chapters/drawing.svg", False),
    ],
)
def test_prose_asks_for_no_runs(review: Project, name: str, expected: bool):  # noqa: FBT001
    assert _asks_for_runs(review, review.root / name) is expected


@pytest.mark.parametrize(
    ("names", "profiles"),
    [
        (["chapters/findings.qmd"], ("review",)),
        (["implications.qmd"], ("implications",)),
        (["chapters/_included.md"], ("review", "implications")),
        (["chapters/findings.qmd", "bib/references.bib"], ("review", "implications")),
    ],
)
def test_only_documents_that_hold_a_source_are_rendered(
    review: Project, names: list[str], profiles: tuple[str, ...]
):
    assert _touched(review, [review.root / name for name in names]) == profiles


def test_a_changed_chapter_is_all_that_is_written(built: Path, tmp_path: Path):
    root = tmp_path / "review"
    shutil.copytree(built, root)
    options = {"jobs": 2, "handlers": Handlers(), "shown": Shown()}
    rebuild(root, None, **options)
    site = root / "_build" / FOLDER
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    for path in before:
        os.utime(path, (1, 1))
    chapter = root / "chapters/findings.qmd"
    with chapter.open("a", encoding="utf-8") as file:
        file.write("\nSomething new.\n")

    rebuild(root, frozenset([chapter]), **options)

    after = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    page = site / "chapters/findings.html"
    assert {path for path in after if path.stat().st_mtime != 1} == {page}
    # It is completed like all others: nothing but the sentence is new.
    assert after[page].replace(b"<p>Something new.</p>\n", b"") == before[page]
    assert {**after, page: before[page]} == before


@pytest.mark.slow
def test_a_preview_outlives_an_error(minimal: Path):
    pytest.importorskip("watchfiles", reason="watchfiles is not installed")
    reports: list[Report] = []
    addresses: list[str] = []
    stop = threading.Event()
    chapter = minimal / "chapters/findings.qmd"
    good = chapter.read_text(encoding="utf-8")

    def wait(count: int) -> Report:
        end = time.monotonic() + 90
        while len(reports) < count and time.monotonic() < end:
            time.sleep(0.05)
        assert len(reports) == count
        return reports[-1]

    def serve_it() -> None:
        preview(
            open_project(minimal),
            port=0,
            jobs=2,
            on_report=reports.append,
            on_address=addresses.append,
            stop=stop,
        )

    thread = threading.Thread(target=serve_it)
    thread.start()
    try:
        assert wait(1).phase == "ready"
        chapter.write_text(good + "\nSee @sec-nowhere.\n", encoding="utf-8")
        failed = wait(2)
        assert failed.phase == "failed"
        assert "chapters/findings.qmd:" in failed.text
        assert "sec-nowhere" in failed.text
        chapter.write_text(good + "\nSomething new.\n", encoding="utf-8")
        assert wait(3).phase == "ready"
        assert "Something new." in get(addresses[0], "/chapters/findings.html")[2]
    finally:
        stop.set()
        thread.join(timeout=20)
    assert not thread.is_alive()
