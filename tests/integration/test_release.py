"""Three editions in a row: published, switched between, compared, verified."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import browsing
import pytest

from reviewpress import scaffold
from reviewpress.editions import checksums, tree, versions

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Editions:
    """A review with three published editions.

    Attributes:
        review: Its git repository.
        publication: Where the editions stand.
        first: Checksums of the first edition when it was the only one.
    """

    review: Path
    publication: Path
    first: dict[str, str]


def git(review: Path, *arguments: str) -> str:
    named = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    done = subprocess.run(
        ["git", *named, *arguments],  # noqa: S607 - the git that there is
        cwd=review,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def edit(review: Path, path: str, old: str, new: str) -> None:
    text = (review / path).read_text(encoding="utf-8")
    assert old in text
    (review / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def command(review: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "reviewpress", *arguments],
        cwd=review,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def next_edition(review: Path, old: str, new: str, date: str) -> None:
    edit(review, "_quarto.yml", f'edition: "{old}"', f'edition: "{new}"')
    before = (review / "_quarto.yml").read_text(encoding="utf-8")
    day = next(line for line in before.splitlines() if line.startswith("  date:"))
    edit(review, "_quarto.yml", day, f"  date: {date}")


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Editions:
    """The example review in three editions; tests must not change them."""
    root = tmp_path_factory.mktemp("editions")
    review, publication = root / "review", root / "site"
    scaffold.write(review)
    edit(review, "_quarto.yml", "  citation-style", "  engine: pandoc\n  citation-style")
    edit(review, "_quarto.yml", "  citation-style", "  site-url: https://e.org/r\n  citation-style")
    git(review, "init", "--quiet", "--initial-branch=main")
    git(review, "config", "user.name", "Test")
    git(review, "config", "user.email", "test@example.org")
    release(review, "2026.1", publication)
    first = checksums.take(publication / "2026.1")

    next_edition(review, "2026.1", "2026.2", "2026-06-30")
    edit(review, "data/findings.csv", "minor,moderate,minor,moderate,", "minor,moderate,minor,low,")
    edit(review, "_quarto-review.yml", "register.qmd\n", "register.qmd\n    - chapters/notes.qmd\n")
    (review / "chapters/notes.qmd").write_text("# Notes {#sec-notes}\n\nA note.\n")
    release(review, "2026.2", publication)

    next_edition(review, "2026.2", "2026.3", "2026-09-30")
    edit(review, "_quarto-review.yml", "    - chapters/notes.qmd\n", "")
    (review / "chapters/notes.qmd").unlink()
    edit(review, "chapters/methods.qmd", "An index was searched", "Two indexes were searched")
    release(review, "2026.3", publication)
    return Editions(review, publication, first)


def release(review: Path, edition: str, publication: Path) -> None:
    git(review, "add", "--all")
    git(review, "commit", "--quiet", "--message", edition)
    done = command(review, "release", edition, "--to", str(publication))
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_first_edition_is_untouched_by_later_ones(editions: Editions):
    assert checksums.take(editions.publication / "2026.1") == editions.first
    tree.assert_untouched(editions.publication, versions.read(editions.publication))


def test_programs_of_others_find_every_description_of_an_edition_valid(editions: Editions):
    python = ROOT / ".venv-validators/bin/python"
    if not python.is_file():
        pytest.skip("the validators are not installed: make validators")
    newest = editions.publication / "2026.3"
    citation = editions.review / "CITATION.cff"

    done = subprocess.run(
        [python, ROOT / "scripts/validate.py", newest, "--citation", citation],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(": valid") == 5


def test_the_list_says_what_each_edition_did(editions: Editions):
    known = versions.read(editions.publication)

    assert [(one.edition, one.status, one.change) for one in known.editions] == [
        ("2026.3", "current", "amended"),
        ("2026.2", "superseded", "conclusions-changed"),
        ("2026.1", "superseded", "first"),
    ]
    assert git(editions.review, "tag").split() == ["2026.1", "2026.2", "2026.3"]


@pytest.mark.parametrize(
    ("pair", "kinds"),
    [
        (
            ("2026.1", "2026.2"),
            {"confidence-changed", "implication-affected", "chapter-added"},
        ),
        (("2026.2", "2026.3"), {"chapter-removed", "chapter-changed"}),
        (
            ("2026.1", "2026.3"),
            {"confidence-changed", "implication-affected", "chapter-changed"},
        ),
    ],
)
def test_any_two_editions_can_be_compared(editions: Editions, pair, kinds):
    to = ["--to", str(editions.publication)]

    done = command(editions.review, "diff", *pair, *to, "--format", "json")

    assert done.returncode == 0, done.stderr
    assert {event["kind"] for event in json.loads(done.stdout)["events"]} == kinds


def test_each_page_leads_to_the_latest_without_javascript(editions: Editions):
    page = (editions.publication / "2026.1/chapters/findings.html").read_text(encoding="utf-8")

    assert 'href="../../latest/chapters/findings.html"' in page
    assert "<script>" not in page


def test_the_archive_holds_sources_outputs_and_executed_notebooks(editions: Editions):
    newest = versions.read(editions.publication).latest
    with zipfile.ZipFile(editions.publication / newest.archive) as archive:
        names = set(archive.namelist())

    assert {
        "index.html",
        "checksums.txt",
        "ro-crate-metadata.json",
        "source/data/studies.csv",
        "source/_quarto.yml",
        "executed/flow.ipynb",
        "executed/flow.json",
        "downloads/studies.csv",
    } <= names
    assert not any(name.startswith("source/_") and "_quarto" not in name for name in names)


def test_a_published_edition_is_refused(editions: Editions):
    done = command(editions.review, "release", "2026.3", "--to", str(editions.publication))

    assert done.returncode == 2
    assert "is published already" in done.stderr


def test_a_lost_tag_is_set_again_without_building(editions: Editions):
    git(editions.review, "tag", "--delete", "2026.3")

    done = command(editions.review, "release", "2026.3", "--to", str(editions.publication))

    assert done.returncode == 0, done.stderr
    assert "2026.3" in git(editions.review, "tag").split()


def test_verify_reproduces_an_edition_byte_for_byte(editions: Editions):
    done = command(editions.review, "verify", "2026.2", "--to", str(editions.publication))

    assert done.returncode == 0, done.stdout + done.stderr
    assert "every file was reproduced" in done.stdout


def test_verify_takes_nothing_from_what_was_kept_of_runs(editions: Editions):
    command(editions.review, "run")
    assert command(editions.review, "status").stdout.endswith("\n0 of 6 runs would run\n")

    done = command(editions.review, "verify", "--to", str(editions.publication))

    ran = [line for line in done.stderr.splitlines() if line.startswith("  ran ")]
    assert len(ran) == 6, done.stderr


def test_verify_names_a_file_of_which_one_byte_was_changed(editions: Editions, tmp_path: Path):
    copy = tmp_path / "site"
    subprocess.run(["cp", "-r", editions.publication, copy], check=True)  # noqa: S607
    page = copy / "2026.1/chapters/findings.html"
    page.write_bytes(page.read_bytes().replace(b"walk", b"talk", 1))

    done = command(editions.review, "verify", "2026.1", "--to", str(copy))

    assert done.returncode == 1
    assert "2026.1/chapters/findings.html differs since publication" in done.stdout
    assert "the content was changed" in done.stdout


def test_verify_names_the_files_that_one_changed_cell_changes(editions: Editions, tmp_path: Path):
    review = tmp_path / "review"
    git(editions.review, "clone", "--quiet", str(editions.review), str(review))
    edit(review, "data/studies.csv", ",120,", ",121,")
    git(review, "commit", "--quiet", "--all", "--message", "a cell")
    git(review, "tag", "--force", "2026.3")

    done = command(review, "verify", "2026.3", "--to", str(editions.publication))

    assert done.returncode == 1, done.stderr
    assert "tag 2026.3 is on" in done.stdout
    assert "2026.3/downloads/studies.csv differs when it is rebuilt" in done.stdout


def test_a_release_that_is_killed_publishes_nothing_and_can_be_repeated(
    editions: Editions, tmp_path: Path
):
    review, publication = tmp_path / "review", tmp_path / "site"
    git(editions.review, "clone", "--quiet", str(editions.review), str(review))
    git(review, "tag", "--delete", "2026.3")
    choice = random.Random(5)  # noqa: S311 - moments, no secrets
    argv = [sys.executable, "-m", "reviewpress", "release", "2026.3", "--to", str(publication)]
    for _ in range(2):
        with subprocess.Popen(
            argv,
            cwd=review,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as program:
            time.sleep(choice.uniform(0.5, 5))
            os.killpg(program.pid, signal.SIGKILL)
        assert not publication.exists()
        assert git(review, "status", "--porcelain") == ""

    git(review, "config", "user.name", "Test")
    git(review, "config", "user.email", "test@example.org")
    release_done = subprocess.run(argv, cwd=review, check=False, capture_output=True, text=True)

    assert release_done.returncode == 0, release_done.stderr
    known = versions.read(publication)
    assert [one.edition for one in known.editions] == ["2026.3"]
    tree.assert_untouched(publication, known)


@pytest.mark.parametrize(
    ("change", "arguments", "said"),
    [
        ("data/studies.csv", ["2026.3"], "not all changes are committed"),
        (None, ["2026.4"], "the settings name edition 2026.3, not 2026.4"),
        (None, ["next"], "`next` is no number of an edition"),
    ],
)
def test_what_must_not_be_published_is_refused(
    editions: Editions, tmp_path: Path, change, arguments, said
):
    review = tmp_path / "review"
    git(editions.review, "clone", "--quiet", str(editions.review), str(review))
    if change:
        (review / change).write_text("x", encoding="utf-8")

    done = command(review, "release", *arguments, "--to", str(tmp_path / "site"))

    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "site").exists()


def test_editions_are_published_to_a_branch_by_default(editions: Editions, tmp_path: Path):
    review = tmp_path / "review"
    git(editions.review, "clone", "--quiet", str(editions.review), str(review))
    git(review, "config", "user.name", "Test")
    git(review, "config", "user.email", "test@example.org")
    git(review, "tag", "--delete", "2026.3")

    done = command(review, "release", "2026.3")

    assert done.returncode == 0, done.stderr
    names = set(git(review, "ls-tree", "--name-only", "gh-pages").split())
    assert {"2026.3", "latest", "index.html", "versions.json", ".nojekyll"} <= names
    assert git(review, "status", "--porcelain") == ""
    blob = git(review, "show", "gh-pages:2026.3/checksums.txt")
    assert blob == (editions.publication / "2026.3/checksums.txt").read_text(encoding="utf-8") or (
        "what-changed" in blob
    )


@pytest.fixture(scope="module")
def address(editions: Editions) -> Iterator[str]:
    """The publication, served below a folder as on GitHub Pages."""
    with browsing.served(editions.publication.parent) as root:
        yield f"{root}site/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing.chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with browsing.tab(browser, f"{address}2026.3/index.html") as opened:
        yield opened


@pytest.mark.browser
class TestInABrowser:
    def test_the_root_leads_to_the_newest_edition(self, page, address):
        page.goto(address)
        page.wait_for_url(f"{address}2026.3/")

        assert page.locator(".rp-switcher summary").inner_text() == "Edition 2026.3"
        assert page.locator(".rp-superseded").count() == 0

    def test_latest_keeps_page_and_place(self, page, address):
        page.goto(f"{address}latest/chapters/methods.html#sec-methods")
        page.wait_for_url(f"{address}2026.3/chapters/methods.html#sec-methods")

    def test_a_permalink_shows_its_own_edition_and_what_replaced_it(self, page, address):
        page.goto(f"{address}2026.1/chapters/findings.html")
        banner = page.locator(".rp-superseded")
        banner.wait_for()

        assert (
            banner.locator("p")
            .inner_text()
            .startswith(
                "This is edition 2026.1. Edition 2026.3 of 2026-09-30 replaced it. "
                "Its conclusions changed in 2026.2."
            )
        )
        banner.get_by_text("Read the current edition").click()
        page.wait_for_url(f"{address}2026.3/chapters/findings.html")

    def test_a_banner_says_when_conclusions_stand(self, page, address):
        page.goto(f"{address}2026.2/index.html")

        assert "Its conclusions have not changed." in page.locator(".rp-superseded").inner_text()

    def test_the_switcher_keeps_the_page_where_there_is_one(self, page, address):
        page.goto(f"{address}2026.3/chapters/methods.html#sec-methods")
        page.locator(".rp-switcher summary").click()
        page.locator(".rp-switcher a", has_text="2026.1").click()
        page.wait_for_url(f"{address}2026.1/chapters/methods.html#sec-methods")

        page.goto(f"{address}2026.2/chapters/notes.html")
        page.locator(".rp-switcher summary").click()
        page.locator(".rp-switcher a", has_text="2026.1").click()
        page.wait_for_url(f"{address}2026.1/index.html")

    def test_on_a_phone_the_switcher_leaves_room_for_what_stands_beside_it(self, page, address):
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"{address}2026.3/chapters/methods.html")
        page.locator(".rp-switcher summary").click()

        shown = (page.locator(".masthead-tools > *:visible"), page.locator(".rp-switcher ul"))
        boxes = [box for found in shown for one in found.all() if (box := one.bounding_box())]
        assert len(boxes) > 2
        assert all(box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)

    def test_a_page_that_is_gone_leads_to_the_first_of_the_newest(self, page, address):
        page.goto(f"{address}latest/chapters/notes.html")
        page.wait_for_url(f"{address}2026.3/")

    def test_the_page_of_changes_shows_them(self, page, address):
        page.goto(f"{address}2026.2/what-changed.html#confidence-changed-F1")

        event = page.locator("#confidence-changed-F1")
        assert "from moderate to low" in event.inner_text()
        assert event.locator("del").inner_text() == "moderate"
        page.locator("a[rel=prev]").first.click()
        page.wait_for_url(f"{address}2026.1/index.html")

    def test_a_figure_leads_to_the_run_that_made_it(self, page, address):
        page.goto(f"{address}2026.3/chapters/methods.html")
        page.locator("#fig-flow a", has_text="How this was made").click()
        page.wait_for_url(f"{address}2026.3/runs/flow.html#fig-flow")

        assert page.locator("#fig-flow img").evaluate("image => image.naturalWidth") > 0
        assert page.locator(".rp-provenance").inner_text().count("Download data/") == 4

    def test_without_javascript_a_link_to_the_latest_remains(self, browser, address):
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{address}2026.1/chapters/findings.html")
        page.locator("a.rp-latest").click()
        page.wait_for_url(f"{address}2026.3/chapters/findings.html")
        context.close()
