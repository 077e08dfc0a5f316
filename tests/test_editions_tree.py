from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from editions_made import make_site, publish

from reviewpress.editions import checksums, exchange, publication, tree, versions
from reviewpress.editions.git import Repository
from reviewpress.errors import DataError, RenderError, SettingsError
from reviewpress.project import open_project

KILLS = 25


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A publication of one edition, beside a file that is not ours."""
    folder = tmp_path / "site"
    publish(folder, "2026.1", make_site(tmp_path / "one"))
    (folder / "CNAME").write_text("example.org\n", encoding="utf-8")
    return folder


def test_an_edition_stands_in_its_folder_and_latest_leads_to_it(published: Path):
    known = versions.read(published)

    assert [one.edition for one in known.editions] == ["2026.1"]
    assert (published / "2026.1/chapters/1.html").is_file()
    assert 'data-target="latest/"' in (published / "index.html").read_text(encoding="utf-8")
    stub = (published / "latest/chapters/1.html").read_text(encoding="utf-8")
    assert '<meta http-equiv="refresh" content="0; url=../../2026.1/chapters/1.html">' in stub
    assert (published / "latest/review.pdf").read_bytes() == b"%PDF-one"


def test_a_second_edition_leaves_the_first_and_foreign_files_alone(published: Path, tmp_path: Path):
    before = checksums.take(published / "2026.1")
    inode = (published / "2026.1/index.html").stat().st_ino

    publish(published, "2026.2", make_site(tmp_path / "two", pages=1, text="two"))

    assert checksums.take(published / "2026.1") == before
    assert (published / "2026.1/index.html").stat().st_ino == inode
    assert (published / "CNAME").read_text(encoding="utf-8") == "example.org\n"
    known = versions.read(published)
    assert [(one.edition, one.status) for one in known.editions] == [
        ("2026.2", "current"),
        ("2026.1", "superseded"),
    ]
    gone = (published / "latest/chapters/1.html").read_text(encoding="utf-8")
    assert 'data-target="../../2026.2/"' in gone
    tree.assert_untouched(published, known)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / "index.html").write_text("x"), "2026.1/index.html (changed)"),
        (lambda folder: (folder / "review.pdf").unlink(), "2026.1/review.pdf (missing)"),
        (lambda folder: (folder / "new.html").write_text("x"), "2026.1/new.html (added)"),
        (lambda folder: (folder / "checksums.txt").write_text(""), "checksums.txt (changed)"),
    ],
)
def test_a_touched_edition_is_named_file_by_file(published: Path, spoil, said):
    spoil(published / "2026.1")

    with pytest.raises(DataError) as raised:
        tree.assert_untouched(published, versions.read(published))

    assert said in raised.value.message


def test_checksums_are_those_of_sha256sum(published: Path):
    done = subprocess.run(
        ["sha256sum", "--check", "--quiet", "checksums.txt"],  # noqa: S607 - any will do
        cwd=published / "2026.1",
        check=False,
    )

    assert done.returncode == 0


def test_a_change_that_fails_leaves_nothing_behind(published: Path):
    before = checksums.take(published)

    def fail(folder: Path) -> None:
        (folder / "half").write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")

    with pytest.raises(RenderError, match="No space left"):
        tree.change(published, fail)

    assert checksums.take(published) == before
    assert [path.name for path in published.parent.iterdir() if path.name.startswith(".")] == []


def test_where_folders_cannot_be_exchanged_an_interruption_is_undone(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(exchange, "_exchange", lambda *_: False)
    publish(published, "2026.2", make_site(tmp_path / "two"))
    assert versions.read(published).latest.edition == "2026.2"
    whole = checksums.take(published)

    published.rename(exchange.leftover(published))  # as after the first of its two steps
    tree.recover(published)

    assert checksums.take(published) == whole


@pytest.mark.slow
def test_killed_at_any_moment_the_publication_is_in_one_of_two_states(
    published: Path, tmp_path: Path
):
    site = make_site(tmp_path / "two", pages=60, text="two")
    saved = shutil.copytree(published, tmp_path / "saved")
    before = checksums.take(published)
    lasts = _publish_and_kill(shutil.copytree(published, tmp_path / "timed/site"), site)
    choice = random.Random(20260331)  # noqa: S311 - moments, no secrets
    states = set()
    for after in [0.0, *(choice.uniform(0, 1.2 * lasts) for _ in range(KILLS)), None]:
        _publish_and_kill(published, site, after=after)
        state = checksums.take(published)
        states.add("old" if state == before else "new")
        if state != before:
            known = versions.read(published)
            assert [one.edition for one in known.editions] == ["2026.2", "2026.1"], after
            tree.assert_untouched(published, known)
            assert set(before) <= set(state)
            _put_back(saved, published)

    publish(published, "2026.2", site)

    tree.assert_untouched(published, versions.read(published))
    assert versions.read(published).latest.edition == "2026.2"
    assert states == {"old", "new"}, "the kills all came too early, or all too late, to matter"


def _publish_and_kill(publication: Path, site: Path, *, after: float | None = None) -> float:
    """Publish in another process, kill it after so many seconds if given; say how long it took."""
    script = Path(__file__).with_name("publish_once.py")
    argv = [sys.executable, str(script), str(publication), str(site)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(argv, stdout=subprocess.PIPE, env=environment) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"ready\n"
        began = time.monotonic()
        if after is not None:
            time.sleep(after)
            program.kill()
        program.wait()
    return time.monotonic() - began


def _put_back(saved: Path, publication: Path) -> None:
    """Make a publication what it was, and take away what a killed program left beside it."""
    tree.recover(publication)
    shutil.rmtree(publication)
    shutil.copytree(saved, publication)


@pytest.mark.parametrize("number", ["2026", "2026.1-rc1", "v2026.1", "../2026.1", "latest"])
def test_a_number_that_is_none_is_refused(number):
    with pytest.raises(SettingsError, match="is no number of an edition"):
        versions.number(number)


def test_editions_are_ordered_by_number_not_by_letters():
    assert versions.number("2026.10") > versions.number("2026.9")
    assert versions.number("2026.1.1") > versions.number("2026.1")


def test_a_list_of_a_later_form_is_left_alone(published: Path):
    path = published / versions.NAME
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**content, "schema_version": 2}), encoding="utf-8")

    with pytest.raises(DataError, match="has the form 2"):
        versions.read(published)


def test_a_folder_with_other_things_is_no_publication(minimal: Path, tmp_path: Path):
    project = open_project(minimal)
    repository = Repository(minimal, "")
    photos = tmp_path / "photos"
    photos.mkdir()
    (photos / "one.jpg").write_bytes(b"x")

    for folder in (photos, minimal, tmp_path, photos / "one.jpg"):
        with pytest.raises(SettingsError, match="holds something else than editions"):
            publication.open_publication(project, repository, folder)

    assert (photos / "one.jpg").read_bytes() == b"x"


def test_a_new_clone_of_a_pages_repository_is_welcome(minimal: Path, tmp_path: Path):
    pages = tmp_path / "pages"
    (pages / ".git").mkdir(parents=True)
    (pages / "CNAME").write_text("example.org\n", encoding="utf-8")

    opened = publication.open_publication(open_project(minimal), Repository(minimal, ""), pages)

    assert opened.known.editions == ()
