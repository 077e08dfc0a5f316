"""Tables as kernels get them: what was checked, and each one only when it is taken."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from reviewpress import snapshot, tables
from reviewpress.project import Project, open_project


@pytest.fixture
def project(minimal: Path) -> Project:
    return open_project(minimal)


def test_a_snapshot_holds_what_was_checked(project: Project, tmp_path: Path):
    checked = tables.load(project)
    snapshot.write(checked, dict.fromkeys(checked.names, "digest"), tmp_path / "tables")

    read = snapshot.read(project, tmp_path / "tables", lambda _name, _digest: None)

    assert read.names == checked.names
    for name in checked.names:
        pd.testing.assert_frame_equal(read[name], checked[name], check_exact=True)
        assert read.frames[name].dtypes.equals(checked.frames[name].dtypes)
        assert read.headers[name] == tuple(checked.headers[name])
        assert read.where(name, 0, read.headers[name][0]) == checked.where(
            name, 0, checked.headers[name][0]
        )
        assert read.models[name].to_schema().columns.keys() == (
            checked.models[name].to_schema().columns.keys()
        )


def test_only_tables_that_are_taken_are_told_of_and_once(project: Project, tmp_path: Path):
    checked = tables.load(project)
    digests = {name: f"digest of {name}" for name in checked.names}
    snapshot.write(checked, digests, tmp_path)
    told: list[tuple[str, str]] = []

    read = snapshot.read(project, tmp_path, lambda *what: told.append(what))
    assert "studies" in read
    assert read.has("studies")
    assert not read.has("nothing")
    assert len(read.frames) == len(checked.frames)
    assert told == []
    _ = read["studies"], read["studies"], read.lines["studies"]

    assert told == [("studies", "digest of studies")]
    with pytest.raises(KeyError):
        _ = read["nothing"]


def test_changing_a_table_does_not_change_it_for_others(project: Project, tmp_path: Path):
    checked = tables.load(project)
    snapshot.write(checked, dict.fromkeys(checked.names, ""), tmp_path)
    read = snapshot.read(project, tmp_path, lambda _name, _digest: None)

    mine = read["studies"]
    mine["study_id"] = "mine"

    assert list(read["studies"]["study_id"]) == list(checked["studies"]["study_id"])
