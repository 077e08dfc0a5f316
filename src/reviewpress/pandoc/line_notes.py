"""Notes on lines of code as print has them: each begins with the numbers of its lines."""

from __future__ import annotations

from reviewpress.pandoc import ast
from reviewpress.pandoc.ast import Nodes


def spelt_out(content: Nodes) -> Nodes:
    """Return code and the list of its notes, `Line 2` in place of the note's number.

    Args:
        content: A code block with the attribute `annotations`, and a definition list.
    """
    code, notes = content
    marks = [mark.split(":") for mark in ast.value(code["c"][0], "annotations").split()]
    items = []
    for term, definitions in notes["c"]:
        lines = [line for line, number in marks if number == ast.stringify(term)]
        name = f"Line{'s' if len(lines) > 1 else ''} {', '.join(lines)}" if lines else ""
        items.append([ast.words(name) if name else term, definitions])
    return [code, {"t": "DefinitionList", "c": items}]
