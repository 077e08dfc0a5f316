"""Rules about the shape of the code that no linter knows."""

from __future__ import annotations

import ast
import graphlib
import re
from pathlib import Path

import pytest

from reviewpress.installation import OF_PAGES

SOURCE = Path(__file__).parent.parent / "src" / "reviewpress"
MODULES = sorted(
    path for path in SOURCE.rglob("*.py") if not path.is_relative_to(SOURCE / "example")
)
LONGEST_MODULE = 300
READING = re.compile(r"\b(?:PackageLoader|importlib\.resources|import resources)\b")


def _name(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {_name(path) for path in MODULES}


def _imports(path: Path, *, everywhere: bool = False) -> set[str]:
    """Modules of ours that a module imports when it is imported, or also in its functions."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree) if everywhere else tree.body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (inner & NAMES) or {node.module}
    return (found & NAMES) - {_name(path)}


def _reached(*names: str) -> set[Path]:
    """Modules that come in with some, whatever of them is called."""
    paths = {_name(path): path for path in MODULES}
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _imports(paths[name], everywhere=True)
            waiting += [name.rpartition(".")[0]] if "." in name else []
    return {paths[name] for name in found}


def test_runs_read_no_style_or_template_of_pages():
    used = _reached(
        "reviewpress.session",
        "reviewpress.plots",
        "reviewpress.present",
        "reviewpress.runs.launch",
        "reviewpress.synthesis",
    )
    pages = {path for path in MODULES if path.relative_to(SOURCE).parts[0] in OF_PAGES}

    readers = {path for path in MODULES if READING.search(path.read_text(encoding="utf-8"))}

    assert readers & pages
    assert {_name(path) for path in readers & used} == set()


def test_imports_have_no_cycle():
    graph = {_name(path): _imports(path) for path in MODULES}
    for package in {name for name in NAMES if (SOURCE.parent / name.replace(".", "/")).is_dir()}:
        graph[package] = {name for name in graph[package] if name != package}

    order = list(graphlib.TopologicalSorter(graph).static_order())

    assert order.index("reviewpress.errors") < order.index("reviewpress.cli")


def test_only_the_command_line_imports_the_command_line():
    above = {"reviewpress.cli", "reviewpress.terminal", "reviewpress.__main__"}
    importers = {
        _name(path) for path in MODULES if _imports(path) & above and _name(path) not in above
    }

    assert importers == set()


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_module_has_a_docstring_and_one_job(path: Path):
    text = path.read_text(encoding="utf-8")

    assert ast.get_docstring(ast.parse(text))
    assert path.stem not in {"utils", "util", "helpers", "common", "misc"}
    assert len(text.splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_the_outside_world_is_reached_in_few_places(path: Path):
    name = _name(path)
    used = {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }

    if name != "reviewpress.process":
        assert not {"subprocess.run", "subprocess.Popen", "os.system"} & used
        assert not {"os.environ", "os.getenv"} & used
    assert "os.chdir" not in used
