"""Write `CITATION.cff`, which GitHub shows and Zenodo reads, from the settings of a review.

See https://github.com/citation-file-format (version 1.2.0). The format knows two types only, so
the repository is called a dataset, and what to cite, the review, stands as a report under
`preferred-citation`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reviewpress.files import write_text
from reviewpress.project import Project
from reviewpress.publishing.citation import Citation

NAME = "CITATION.cff"
_HEAD = "# Written by `reviewpress cite` from _quarto.yml; edits here are lost.\n"


def write(project: Project) -> bool:
    """Write the file into the root of the review; return whether it changed."""
    return write_text(project.root / NAME, text(project))


def is_current(project: Project) -> bool:
    """Say whether the file is what `write` would write."""
    path = project.root / NAME
    return path.is_file() and path.read_text(encoding="utf-8") == text(project)


def text(project: Project) -> str:
    """Return the content of the file."""
    citation, config = Citation.of(project), project.config
    abstract = config.get("book", "description", default=config.get("description"))
    shared: dict[str, Any] = {
        "title": citation.title,
        "authors": [_author(name) for name in citation.authors] or [{"name": "Unknown"}],
        "doi": project.settings.doi,
        "license": _licence(config.get("license")),
        "url": citation.url,
        "abstract": " ".join(str(abstract).split()) if abstract else None,
        "keywords": [str(word) for word in config.get("keywords") or []],
    }
    whole = {
        "cff-version": "1.2.0",
        "message": "Please cite this review as given under preferred-citation.",
        "type": "dataset",
        **shared,
        "version": citation.edition,
        "date-released": citation.date,
        "preferred-citation": {
            "type": "report",
            **shared,
            "edition": citation.edition,
            "year": int(citation.year) if citation.year else None,
            "date-published": citation.date,
        },
        "references": [
            {
                "type": "software",
                "title": "reviewpress",
                "authors": [{"name": "The reviewpress project"}],
                "notes": "The tool that builds the review from its sources.",
            }
        ],
    }
    return _HEAD + "".join(_lines(whole))


def _lines(values: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    """Yield the lines of a mapping as YAML, every text in quotes."""
    for key, value in values.items():
        if value in (None, "", [], {}):
            continue
        if isinstance(value, Mapping):
            yield f"{indent}{key}:\n"
            yield from _lines(value, f"{indent}  ")
        elif isinstance(value, Sequence) and not isinstance(value, str):
            yield f"{indent}{key}:\n"
            for item in value:
                yield from _item(item, indent)
        else:
            yield f"{indent}{key}: {json.dumps(value, ensure_ascii=False)}\n"


def _item(item: Any, indent: str) -> Iterator[str]:
    if not isinstance(item, Mapping):
        yield f"{indent}  - {json.dumps(item, ensure_ascii=False)}\n"
        return
    first, *rest = _lines(item, f"{indent}    ")
    yield f"{indent}  - {first.strip()}\n"
    yield from rest


def _author(name: str) -> dict[str, str]:
    """Part a person's name; one that begins with "The" is an organisation's."""
    given, _, family = name.rpartition(" ")
    if name.startswith("The ") or not given:
        return {"name": name}
    return {"family-names": family, "given-names": given}


def _licence(name: Any) -> str | None:
    """Write `CC BY 4.0` as SPDX does; leave other words out."""
    parts = str(name or "").upper().replace("-", " ").split()
    is_known = len(parts) > 1 and parts[0] in {"CC", "CC0"} and parts[-1][0].isdigit()
    return "-".join(parts) if is_known else None
