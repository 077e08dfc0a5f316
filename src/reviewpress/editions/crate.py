"""Describe an edition as an RO-Crate, with the provenance of every run.

The crate follows RO-Crate 1.2 and the profile Process Run Crate 0.5: each run is a CreateAction,
whose instrument is the notebook, whose objects are its tables and parameters, and whose results are
the executed notebook and the pictures on its page. It names no times: an edition holds none.
"""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from reviewpress import runs
from reviewpress.files import write_json
from reviewpress.project import Project
from reviewpress.publishing import downloads, linked_data, runs_shown
from reviewpress.publishing.citation import Citation
from reviewpress.runs import record as records
from reviewpress.runs.record import Record

NAME = "ro-crate-metadata.json"
_CONTEXT = "https://w3id.org/ro/crate/1.2/context"
_CRATE = "https://w3id.org/ro/crate/1.2"
_PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
# The format wants an address of each program; one without gets the page about runs.
_HOMES = {
    "ipykernel": "https://ipykernel.readthedocs.io/",
    "ipython": "https://ipython.org/",
    "matplotlib": "https://matplotlib.org/",
    "nbclient": "https://nbclient.readthedocs.io/",
    "pandas": "https://pandas.pydata.org/",
    "pandera": "https://pandera.readthedocs.io/",
    "papermill": "https://papermill.readthedocs.io/",
    "python": "https://www.python.org/",
}
Entity = dict[str, Any]


def write(project: Project, site: Path) -> None:
    """Write the crate into the folder of an edition, which it describes."""
    found = [
        records.read(project.runs_dir / f"{run.name}.json")
        for run in runs.plan(project)
        if (project.runs_dir / f"{run.name}.json").is_file()
    ]
    graph = list(_graph(project, site, found))
    write_json(site / NAME, {"@context": _CONTEXT, "@graph": graph})


def _graph(project: Project, site: Path, found: list[Record]) -> Iterator[Entity]:
    citation = Citation.of(project)
    authors = list(_authors(citation))
    files = {entity["@id"]: entity for entity in _files(site)}
    tools = list(_tools(found))
    for entity in files.values():
        if "SoftwareSourceCode" in entity["@type"]:
            entity["softwareRequirements"] = [{"@id": tool["@id"]} for tool in tools]
            entity["version"] = citation.edition or "unnumbered"
    actions: list[Entity] = []
    for record in found:
        actions += _run(site, record, files)
    yield {
        "@id": NAME,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": [{"@id": _CRATE}],
    }
    yield _root(project, citation, authors, (files, actions))
    yield {
        "@id": _PROFILE,
        "@type": ["CreativeWork", "Profile"],
        "name": "Process Run Crate",
        "version": "0.5",
    }
    yield from tools
    yield from authors
    if licence := _licence(project):
        yield licence
    yield from files.values()
    yield from actions


def _root(
    project: Project,
    citation: Citation,
    authors: list[Entity],
    content: tuple[Mapping[str, Entity], list[Entity]],
) -> Entity:
    files, actions = content
    abstract = project.config.get("book", "description", default=citation.title)
    licence = _licence(project)
    doi = f"https://doi.org/{citation.doi}" if citation.doi else None
    values: Entity = {
        "@id": "./",
        "@type": "Dataset",
        "name": citation.title,
        "description": str(abstract),
        "datePublished": citation.date,
        "version": citation.edition,
        "license": {"@id": licence["@id"]} if licence else "not stated",
        "author": [{"@id": one["@id"]} for one in authors],
        "identifier": doi or citation.url,
        "conformsTo": [{"@id": _PROFILE}],
        "hasPart": [{"@id": name} for name in files],
        "mentions": [{"@id": one["@id"]} for one in actions if one["@type"] == "CreateAction"],
    }
    return {key: value for key, value in values.items() if value not in (None, "", [])}


def _authors(citation: Citation) -> Iterator[Entity]:
    for number, name in enumerate(citation.authors, start=1):
        kind = "Organization" if name.startswith("The ") else "Person"
        yield {"@id": f"#author-{number}", "@type": kind, "name": name}


def _tools(found: list[Record]) -> Iterator[Entity]:
    """Describe Python and the packages that the runs used; they are the same for all runs."""
    versions = {name: version for record in found for name, version in record.tools.items()}
    for name, version in sorted(versions.items()):
        yield {
            "@id": f"#tool-{quote(name)}",
            "@type": "SoftwareApplication",
            "name": name,
            "version": version,
            "softwareVersion": version,
            "url": _HOMES.get(name, runs_shown.INDEX),
        }


def _licence(project: Project) -> Entity | None:
    written = project.config.get("license")
    address = linked_data.licence_url(written)
    if address is None:
        return None
    return {
        "@id": address,
        "@type": "CreativeWork",
        "name": str(written),
        "description": f"The licence {written}",
    }


def _files(site: Path) -> Iterator[Entity]:
    """Describe what a reader would use: pages, documents, tables and notebooks."""
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if not path.is_file() or "site_libs" in path.parts or name == NAME:
            continue
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if path.suffix == ".ipynb":
            kind = "application/x-ipynb+json"
        entity: Entity = {
            "@id": quote(name),
            "@type": "File",
            "name": name,
            "description": _words(name),
            "encodingFormat": kind,
            "contentSize": str(path.stat().st_size),
        }
        if name.startswith(f"{runs_shown.FOLDER}/notebooks/"):
            entity |= {"@type": ["File", "SoftwareSourceCode"], "programmingLanguage": "Python"}
        yield entity


def _words(name: str) -> str:
    """Say what a file is by where it stands."""
    folder, _, last = name.rpartition("/")
    if folder == downloads.FOLDER:
        return f"Data of the review: {last}"
    if folder == f"{runs_shown.FOLDER}/notebooks":
        return f"Notebook before it ran: {last}"
    if name.startswith(f"{runs_shown.FOLDER}/"):
        return f"What a run made: {name.removeprefix(f'{runs_shown.FOLDER}/')}"
    kinds = {"html": "Page of the site", "pdf": "Document", "docx": "Document"}
    return f"{kinds.get(last.rpartition('.')[2], 'File of the site')}: {name}"


def _run(site: Path, record: Record, files: Mapping[str, Entity]) -> Iterator[Entity]:
    """Describe a run and its parameters."""
    parameters = [
        {
            "@id": f"#{record.run}-{quote(name)}",
            "@type": "PropertyValue",
            "name": name,
            "value": value if isinstance(value, str) else json.dumps(value),
        }
        for name, value in sorted(record.parameters.items())
    ]
    source = quote(f"{runs_shown.FOLDER}/notebooks/{Path(record.notebook).name}")
    tables = [quote(f"{downloads.FOLDER}/{Path(name).name}") for name in sorted(record.tables)]
    pictures = sorted((site / runs_shown.FOLDER / f"{record.run}_files").glob("*"))
    results = [
        f"{runs_shown.FOLDER}/{record.run}.ipynb",
        f"{runs_shown.FOLDER}/{record.run}.html",
        *(quote(path.relative_to(site).as_posix()) for path in pictures),
    ]
    made = ", ".join(record.labels) or "values for the prose"
    yield {
        "@id": f"#run-{record.run}",
        "@type": "CreateAction",
        "name": f"Run {record.run}",
        "description": f"Executed {record.notebook}, which made: {made}",
        "instrument": [{"@id": source}] if source in files else [],
        "object": [
            *({"@id": name} for name in tables if name in files),
            *({"@id": one["@id"]} for one in parameters),
        ],
        "result": [{"@id": name} for name in results if name in files],
        "agent": {"@id": "#author-1"},
    }
    yield from parameters
