"""Validate a published edition with independent tools: `make validate EDITION=_releases/2026.1`.

It reads, as programs of others would, what an edition says of itself: the RO-Crate (roc-validator),
`CITATION.cff` (cffconvert), the JSON-LD of the front page (rdflib, with its list of schema.org's
terms) and the Atom feeds (feedparser). These tools live in an environment of their own, because
they want older versions of what the tool itself uses. Nothing is fetched: the terms that a crate's
context would bring are taken from rdflib.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
import requests
import urllib3
from cffconvert.cli.create_citation import create_citation
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import SDO
from requests.adapters import HTTPAdapter
from rocrate_validator import services

_CRATE = "ro-crate-1.2"
_RUNS = "process-run-crate-0.5"
# This profile was written for RO-Crate 1.1, and refuses the version of the format alone.
_OF_AN_OLDER_FORMAT = "ro-crate-1.1_5.3"
_JSON_LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def main() -> None:
    """Validate all that an edition holds, print a line each, and end with 1 if any is faulty."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("edition", type=Path, help="folder of a published edition")
    parser.add_argument("--citation", type=Path, help="CITATION.cff of the review")
    given = parser.parse_args()
    HTTPAdapter.send = _answer  # type: ignore[assignment,method-assign]
    faults = {
        "RO-Crate 1.2": list(_crate(given.edition, _CRATE)),
        "Process Run Crate 0.5": list(_crate(given.edition, _RUNS)),
        "JSON-LD": list(_linked_data(given.edition / "index.html")),
        "Atom": [
            fault
            for feed in (given.edition / "what-changed.xml", given.edition.parent / "feed.xml")
            for fault in _feed(feed)
        ],
    }
    if given.citation:
        faults["CITATION.cff"] = list(_citation(given.citation))
    for what, found in faults.items():
        print(f"{what}: {'valid' if not found else f'{len(found)} faults'}")
        for fault in found:
            print(f"  {fault}")
    sys.exit(1 if any(faults.values()) else 0)


def _crate(edition: Path, profile: str) -> Iterator[str]:
    settings = services.ValidationSettings.parse(
        {
            "rocrate_uri": str(edition),
            "profile_identifier": profile,
            "requirement_severity": "REQUIRED",
            "abort_on_first": False,
        }
    )
    for issue in services.validate(settings).get_issues():
        if issue.check.identifier != _OF_AN_OLDER_FORMAT:
            yield f"{issue.check.identifier}: {issue.message}"


def _linked_data(page: Path) -> Iterator[str]:
    """Yield each class and property that schema.org does not know, and what a work must have."""
    found = _JSON_LD.search(page.read_text(encoding="utf-8"))
    if found is None:
        yield f"{page} holds none"
        return
    data = json.loads(found.group(1))
    data.pop("@context")
    graph = Graph().parse(
        data=json.dumps({"@context": {"@vocab": str(SDO)}, **data}), format="json-ld"
    )
    known = {f"{SDO}{term}" for term in SDO.__annotations__}
    used = {*graph.predicates(), *graph.objects(predicate=RDF.type)} - {RDF.type}
    yield from sorted(f"{name} is no term of schema.org" for name in {*map(str, used)} - known)
    for kind in (SDO.ScholarlyArticle, SDO.Dataset):
        works = set(graph.subjects(RDF.type, URIRef(str(kind))))
        if not any(graph.value(work, SDO.name) for work in works):
            yield f"no {kind} with a name"


def _feed(path: Path) -> Iterator[str]:
    feed = feedparser.parse(str(path))
    if feed.bozo:
        yield f"{path.name}: {feed.bozo_exception}"
    if feed.version != "atom10":
        yield f"{path.name} is {feed.version or 'no feed'}, not Atom 1.0"
    whole = [("the feed", feed.feed), *((f"entry {n}", one) for n, one in enumerate(feed.entries))]
    for name, part in whole:
        missing = [key for key in ("id", "title", "updated") if not part.get(key)]
        if missing:
            yield f"{path.name}: {name} lacks {', '.join(missing)}"


def _citation(path: Path) -> Iterator[str]:
    try:
        create_citation(str(path), None).validate()
    except Exception as error:  # noqa: BLE001 - each of its libraries raises its own kind
        yield str(error).splitlines()[0]


def _answer(_adapter: HTTPAdapter, request: requests.PreparedRequest, **_: Any) -> Any:
    """Answer a request for a crate's context from rdflib's terms; refuse any other."""
    if "/ro/crate/" not in str(request.url):
        raise requests.ConnectionError(f"nothing is fetched, so not {request.url} either")
    terms = {name: f"http://schema.org/{name}" for name in SDO.__annotations__}
    terms |= {
        "File": "http://schema.org/MediaObject",
        "conformsTo": "http://purl.org/dc/terms/conformsTo",
        "Profile": "http://www.w3.org/ns/dx/prof/Profile",
    }
    body = io.BytesIO(json.dumps({"@context": terms}).encode())
    headers = {"Content-Type": "application/ld+json"}
    response = requests.Response()
    response.status_code = 200
    response.url, response.request = str(request.url), request
    response.headers.update(headers)
    response.raw = urllib3.HTTPResponse(
        body=body, headers=headers, status=200, preload_content=False
    )
    return response


if __name__ == "__main__":
    main()
