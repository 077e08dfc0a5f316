from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell

import reviewpress
from reviewpress import session
from reviewpress.errors import SettingsError


@pytest.fixture
def outputs(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """What the running cell of a notebook gets as output."""
    shell = InteractiveShell()
    emitted: list[dict[str, object]] = []
    monkeypatch.setattr(shell.display_pub, "publish", emitted.append)
    monkeypatch.setattr("IPython.core.getipython.get_ipython", lambda: shell)
    return emitted


def test_tables_are_noted_when_they_are_first_used(
    minimal: Path, monkeypatch: pytest.MonkeyPatch, outputs: list[dict[str, object]]
):
    monkeypatch.chdir(minimal / "notebooks")

    tables = reviewpress.open_review().tables

    assert "studies" in tables
    assert "nothing" not in tables
    assert tables.names
    assert outputs == []
    assert len(tables["studies"]) == len(tables["studies"]) > 0
    assert not tables["records"].empty
    assert outputs == [
        {session.READ_TYPE: {"table": "studies"}},
        {session.READ_TYPE: {"table": "records"}},
    ]


def test_the_bibliography_is_at_hand(minimal: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(minimal)

    review = reviewpress.open_review()

    assert review.bibliography.entries
    assert review.project.root == minimal


def test_outside_a_review_there_is_nothing_to_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(SettingsError, match=r"no _quarto\.yml"):
        reviewpress.open_review()
