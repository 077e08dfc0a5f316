import sys
from pathlib import Path

import pytest

from reviewpress import process
from reviewpress.errors import RenderError, ToolMissing


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_what_a_program_writes_is_returned(tmp_path: Path) -> None:
    code = "import sys; print('café'); print('note', file=sys.stderr)"
    output = process.run(python(code), cwd=tmp_path, env={"PYTHONIOENCODING": "utf-8"})
    assert output == process.Output("café\n", "note\n")


def test_a_program_gets_folder_environment_and_input_and_nothing_else(tmp_path: Path) -> None:
    code = (
        "import os, sys\n"
        "print(os.getcwd(), os.environ.get('A'), 'HOME' in os.environ, sys.stdin.read())"
    )
    output = process.run(python(code), cwd=tmp_path, env={"A": "1"}, stdin="text")
    assert output.stdout == f"{tmp_path} 1 False text\n"


def test_no_shell_reads_the_arguments(tmp_path: Path) -> None:
    argv = [*python("import sys; print(sys.argv[1:])"), "$(touch x); a b", "*"]
    assert process.run(argv, cwd=tmp_path, env={}).stdout == "['$(touch x); a b', '*']\n"
    assert list(tmp_path.iterdir()) == []


def test_lines_are_handed_on_as_they_come(tmp_path: Path) -> None:
    code = "import sys; print('one', flush=True); print('two', file=sys.stderr, flush=True)"
    lines: list[str] = []
    output = process.run(python(code), cwd=tmp_path, env={}, on_line=lines.append)
    assert lines == ["one", "two"]
    assert output.stdout == "one\ntwo\n"


@pytest.mark.parametrize("on_line", [None, lambda _line: None])
def test_a_failure_keeps_its_code_and_the_end_of_what_was_written(tmp_path: Path, on_line) -> None:
    code = "import sys\nfor n in range(30): print(n, file=sys.stderr)\nsys.exit(7)"
    with pytest.raises(RenderError, match="ended with code 7") as caught:
        process.run(python(code), cwd=tmp_path, env={}, on_line=on_line)
    assert caught.value.hint == "\n".join(map(str, range(10, 30)))


def test_a_program_that_was_stopped_is_told_so(tmp_path: Path) -> None:
    code = "import os; os.kill(os.getpid(), 9)"
    with pytest.raises(RenderError, match="was stopped by signal 9") as caught:
        process.run(python(code), cwd=tmp_path, env={})
    assert caught.value.hint is None


def test_bytes_that_are_no_text_do_not_stop_us(tmp_path: Path) -> None:
    code = "import sys; sys.stdout.buffer.write(b'a\\xff')"
    assert process.run(python(code), cwd=tmp_path, env={}).stdout == "a\ufffd"


def test_an_absent_program_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ToolMissing, match="the program no-such-program was not found"):
        process.run(["no-such-program"], cwd=tmp_path, env={})


@pytest.mark.parametrize(("mode", "text"), [(0o644, "#!/bin/sh\n"), (0o755, "no program\n")])
def test_a_file_that_cannot_be_run_is_missing_too(tmp_path: Path, mode: int, text: str) -> None:
    program = tmp_path / "program"
    program.write_text(text)
    program.chmod(mode)
    with pytest.raises(ToolMissing, match=f"the program {program} cannot be run: "):
        process.run([str(program)], cwd=tmp_path, env={})


def test_an_absent_folder_is_not_mistaken_for_an_absent_program(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        process.run(python(""), cwd=tmp_path / "gone", env={})


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_listener_that_fails_stops_the_program(
    tmp_path: Path, error: type[BaseException]
) -> None:
    def listen(_line: str) -> None:
        raise error

    code = "import time; print('x', flush=True); time.sleep(3600)"
    with pytest.raises(error):  # or the test would last an hour
        process.run(python(code), cwd=tmp_path, env={}, on_line=listen)


def test_the_environment_is_that_of_this_process_with_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REVIEWPRESS_TEST", "1")
    found = process.environment(OTHER="2")
    assert (found["REVIEWPRESS_TEST"], found["OTHER"]) == ("1", "2")


def test_a_program_is_found_by_override_then_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("path", "named"):
        program = tmp_path / folder / "tool"
        program.parent.mkdir()
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    monkeypatch.delenv("TOOL_PATH", raising=False)
    assert process.find_program("tool", override="TOOL_PATH") == tmp_path / "path" / "tool"
    monkeypatch.setenv("TOOL_PATH", str(tmp_path / "named" / "tool"))
    assert process.find_program("tool", override="TOOL_PATH") == tmp_path / "named" / "tool"
    monkeypatch.setenv("TOOL_PATH", str(tmp_path / "gone"))
    assert process.find_program("tool", override="TOOL_PATH") is None
    assert process.find_program("no-such-tool") is None
