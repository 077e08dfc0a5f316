import re
import stat
from pathlib import Path

import pytest

from reviewpress.errors import RenderError, ToolMissing
from reviewpress.pandoc import program


def pretend(folder: Path, version: str) -> Path:
    """Write a program that answers as a pandoc of another version would."""
    path = folder / "pandoc"
    path.write_text(f"#!/bin/sh\necho pandoc {version}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_the_bundled_program_is_found_and_new_enough() -> None:
    version = program.version()
    assert re.fullmatch(r"\d+\.\d+(\.\d+)*", version)
    assert tuple(map(int, version.split(".")[:2])) >= program.MINIMUM
    assert program.find().is_file()


def test_a_named_program_is_taken(tmp_path: Path) -> None:
    assert program.find(pretend(tmp_path, "3.12.1")) == tmp_path / "pandoc"


def test_an_old_program_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ToolMissing, match=r"pandoc 2\.19\.2 is too old; 3\.9 is needed"):
        program.find(pretend(tmp_path, "2.19.2"))


def test_an_absent_program_is_told_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(ToolMissing) as caught:
        program.find(tmp_path / "pandoc")
    assert "pip install" in (caught.value.hint or "")


def test_text_is_parsed_as_unicode() -> None:
    tree = program.to_json("Łódź")
    assert tree["blocks"] == [{"t": "Para", "c": [{"t": "Str", "c": "Łódź"}]}]


def test_an_error_of_pandoc_keeps_what_it_said() -> None:
    with pytest.raises(RenderError) as caught:
        program.run_pandoc(["--from=nonsense"])
    assert "nonsense" in (caught.value.hint or "")


def test_templates_of_the_user_are_left_out(tmp_path: Path) -> None:
    own = tmp_path / "pandoc" / "templates"
    own.mkdir(parents=True)
    (own / "default.markdown").write_text("OWN $body$")
    environment = {"XDG_DATA_HOME": str(tmp_path), "HOME": str(tmp_path)}
    output = program.run_pandoc(["--standalone", "--to=markdown"], "Text", env=environment)
    assert output.stdout == "Text\n"
