"""Take out of executed notebooks what differs from one execution to the next.

Equal inputs give equal bytes, in any folder. Only what machines name is touched: an id is
replaced where it stands as an id, never a value that looks like one.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

INJECTED_TAG = "injected-parameters"

_KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
_LANGUAGE = {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"}
_RUNTIME_METADATA = ("execution", "papermill")
_WIDGET = "application/vnd.jupyter.widget-view+json"

_UUID = r"[0-9a-f]{8}(?P<dash>[-_])(?:[0-9a-f]{4}(?P=dash)){3}[0-9a-f]{12}"
_STYLER_ID = re.compile(r'<table id="(?P<id>T_[0-9a-f]{5,32})"')
_HTML_ID = re.compile(r"""\bid=["']?(?P<id>[\w-]+)""")
_RANDOM_PART = re.compile(rf"{_UUID}|(?<![0-9a-f])[0-9a-f]{{32}}(?![0-9a-f])")
_SVG_ID = re.compile(r'\bid="(?P<id>[A-Za-z]\w*?[0-9a-f]{10})"')
_SVG_DATE = re.compile(r"\s*<dc:date>[^<]*</dc:date>")
_ADDRESS = re.compile(r"(?<= at )0x[0-9a-f]{4,16}\b")
# Begins at the start of a word, or each letter of a long one, such as a picture, would be tried.
_CELL_FILE = re.compile(r"(?<![^\s'\"<>:])[^\s'\"<>:]*/ipykernel_\d+/\d+\.py")
_TIMING = re.compile(r"^(?:CPU times|Wall time): .*\n?", re.MULTILINE)


def scrub(notebook: Mapping[str, Any], *, root: Path) -> dict[str, Any]:
    """Return an executed notebook without times, random ids and paths of this machine.

    Scrubbing twice changes nothing more.

    Args:
        notebook: A notebook of format 4.5 as plain values.
        root: Folder of the review, which outputs may name.
    """
    metadata = {key: value for key, value in notebook["metadata"].items() if key != "widgets"}
    kernel, language = _kernel(metadata)
    return {
        "cells": [_cell(cell, root) for cell in notebook["cells"]],
        "metadata": {
            **_without_runtime(metadata),
            "kernelspec": kernel,
            "language_info": language,
        },
        "nbformat": notebook["nbformat"],
        "nbformat_minor": notebook["nbformat_minor"],
    }


def write(notebook: Mapping[str, Any]) -> str:
    """Write a scrubbed notebook as JSON, its texts one line a string as Jupyter does."""
    cells = [_split_lines(cell) for cell in notebook["cells"]]
    content = {**notebook, "cells": cells}
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _kernel(metadata: Mapping[str, Any]) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return what a notebook says of its kernel and language, without versions."""
    asked, told = metadata.get("kernelspec", {}), metadata.get("language_info", {})
    if str(asked.get("language") or told.get("name") or "python").lower() == "python":
        return _KERNELSPEC, _LANGUAGE
    kernel = {key: asked[key] for key in _KERNELSPEC if key in asked}
    return kernel, {key: told[key] for key in _LANGUAGE if key in told}


def _without_runtime(metadata: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in metadata.items() if key not in _RUNTIME_METADATA}


def _cell(cell: Mapping[str, Any], root: Path) -> dict[str, Any]:
    clean = {**cell, "metadata": _without_runtime(cell["metadata"])}
    if INJECTED_TAG in clean["metadata"].get("tags", []):
        clean["id"] = INJECTED_TAG
    if not clean["metadata"].get("tags", True):
        del clean["metadata"]["tags"]
    if cell["cell_type"] == "code":
        clean["outputs"] = [_output(output, root) for output in cell["outputs"]]
    return clean


def _output(output: Mapping[str, Any], root: Path) -> dict[str, Any]:
    clean = dict(output)
    if "text" in output:
        clean["text"] = _stream(output["text"], root)
    if "data" in output:
        clean["data"] = {
            kind: _datum(kind, value, root)
            for kind, value in output["data"].items()
            if kind != _WIDGET
        }
    if "traceback" in output:
        clean["traceback"] = [_stream(line, root) for line in output["traceback"]]
    return clean


def _datum(kind: str, value: Any, root: Path) -> Any:
    if not isinstance(value, str):
        return value
    if kind == "image/svg+xml":
        return _svg(value)
    if kind == "text/html":
        return _html(_text(value, root))
    return _text(value, root) if kind.startswith("text/") else value


def _text(text: str, root: Path) -> str:
    """Replace addresses of objects and paths into the review."""
    text = _CELL_FILE.sub("[cell]", _ADDRESS.sub("0x0", text))
    if root == Path(root.anchor):
        return text
    below = re.compile(rf"(?<![\w/.-])(?:file://)?{re.escape(str(root))}(?P<slash>/|(?![\w-]))")
    before = None
    while before != text:  # what is left may begin with the root again
        before = text
        text = below.sub(lambda match: "" if match["slash"] else ".", text)
    return text


def _stream(text: str, root: Path) -> str:
    """Replace what `_text` does and paths into the Python environment, as warnings name them."""
    return _text(_TIMING.sub("", text).replace(f"{sys.prefix}/lib/", "[python]/lib/"), root)


def _html(text: str) -> str:
    """Number the random parts of ids, as pandas' Styler and itables make them."""
    parts = [match["id"] for match in _STYLER_ID.finditer(text)]
    parts += [
        part[0] for match in _HTML_ID.finditer(text) for part in _RANDOM_PART.finditer(match["id"])
    ]
    unique = dict.fromkeys(parts)
    return _replace_all(text, {part: _numbered(part, n) for n, part in enumerate(unique, start=1)})


def _numbered(part: str, number: int) -> str:
    """Write `number` in the form of a random part, its prefix and separators kept."""
    prefix = "T_" if part.startswith("T_") else ""
    body = part.removeprefix(prefix)
    digits = iter(f"{number:0{len(re.sub('[-_]', '', body))}x}")
    return prefix + "".join(sign if sign in "-_" else next(digits) for sign in body)


def _svg(text: str) -> str:
    """Derive matplotlib's ids from the picture, so that two pictures on a page never share one."""
    text = _SVG_DATE.sub("", text)
    found = {match["id"]: "" for match in _SVG_ID.finditer(text)}
    neutral = _replace_all(text, {old: f"{old[:-10]}#{n}" for n, old in enumerate(found)})
    for number, old in enumerate(found):
        digest = hashlib.sha256(f"{neutral}#{number}".encode()).hexdigest()
        found[old] = f"{old[:-10]}{digest[:10]}"
    return _replace_all(text, found)


def _replace_all(text: str, replacements: Mapping[str, str]) -> str:
    """Replace all names in one pass, so that a new name is never taken for an old one."""
    if not replacements:
        return text
    longest_first = sorted(replacements, key=lambda old: (-len(old), old))
    pattern = rf"(?<![0-9a-f])(?:{'|'.join(map(re.escape, longest_first))})(?![0-9a-f])"
    return re.sub(pattern, lambda match: replacements[match[0]], text)


def _split_lines(cell: Mapping[str, Any]) -> dict[str, Any]:
    split = {**cell, "source": cell["source"].splitlines(keepends=True)}
    if "outputs" in cell:
        split["outputs"] = [_split_output(output) for output in cell["outputs"]]
    return split


def _split_output(output: Mapping[str, Any]) -> dict[str, Any]:
    split = dict(output)
    if "text" in output:
        split["text"] = output["text"].splitlines(keepends=True)
    if "data" in output:
        split["data"] = {
            kind: value.splitlines(keepends=True)
            if isinstance(value, str) and (kind.startswith("text/") or kind == "image/svg+xml")
            else value
            for kind, value in output["data"].items()
        }
    return split
