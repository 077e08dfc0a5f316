"""Rules about the shape of the code that no linter knows."""

from __future__ import annotations

import ast
import graphlib
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "reviewpress"
MODULES = sorted(
    path for path in SOURCE.rglob("*.py") if not path.is_relative_to(SOURCE / "example")
)
LONGEST_MODULE = 300


def _name(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {_name(path) for path in MODULES}


def _imports(path: Path) -> set[str]:
    """Modules of ours that a module imports when it is imported, without those under a guard."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (inner & NAMES) or {node.module}
    return (found & NAMES) - {_name(path)}


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
