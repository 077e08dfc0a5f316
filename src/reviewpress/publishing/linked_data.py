"""Tell search engines what the review and its data are: schema.org as JSON-LD.

A script of type `application/ld+json` is data: a Content-Security-Policy does not concern it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from reviewpress.problems import ContentError
from reviewpress.project import Project
from reviewpress.publishing import downloads, known
from reviewpress.publishing.citation import Citation

_OPEN = '<script type="application/ld+json">'


def add(page: str, project: Project, citation: Citation) -> str:
    """Return the HTML of the front page with the description in its head, once."""
    if _OPEN in page:
        return page
    text = json.dumps(describe(project, citation), ensure_ascii=False, indent=1, sort_keys=True)
    # So that no text of the review can end the element.
    inert = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return page.replace("</head>", f"{_OPEN}\n{inert}\n</script>\n</head>", 1)


def describe(project: Project, citation: Citation) -> dict[str, Any]:
    """Describe the review as a ScholarlyArticle and its tables as a Dataset."""
    address = citation.url or ""
    article = {
        **_shared(project, citation),
        "@type": "ScholarlyArticle",
        "@id": f"{address}#review",
        "headline": citation.title,
        "url": address,
        "hasPart": {"@id": f"{address}#data"},
    }
    dataset = {
        **_shared(project, citation),
        "@type": "Dataset",
        "@id": f"{address}#data",
        "name": f"Data of: {citation.title}",
        "description": _describe_data(citation),
        "isPartOf": {"@id": f"{address}#review"},
        **_tables(project, address),
    }
    graph = (
        [_filled(article), _filled(dataset)] if dataset.get("distribution") else [_filled(article)]
    )
    if not dataset.get("distribution"):
        del graph[0]["hasPart"]
    return {"@context": "https://schema.org", "@graph": graph}


def _shared(project: Project, citation: Citation) -> dict[str, Any]:
    config = project.config
    doi = project.settings.doi
    abstract = config.get("book", "description", default=config.get("description"))
    return {
        "name": citation.title,
        "author": [_author(name) for name in citation.authors],
        "datePublished": citation.date,
        "version": citation.edition,
        "inLanguage": config.get("lang"),
        "license": licence_url(config.get("license")),
        "keywords": [str(word) for word in config.get("keywords") or []],
        "abstract": abstract,
        "description": abstract,
        "identifier": f"https://doi.org/{doi}" if doi else None,
        "isAccessibleForFree": True,
    }


def licence_url(name: Any) -> str | None:
    """Return the address of a Creative Commons licence that is written as `CC BY 4.0`."""
    parts = str(name or "").lower().replace("-", " ").split()
    if parts[:1] == ["cc0"]:
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    if len(parts) < 3 or parts[0] != "cc":  # noqa: PLR2004 - CC, the terms, the version
        return None
    return f"https://creativecommons.org/licenses/{'-'.join(parts[1:-1])}/{parts[-1]}/"


def _describe_data(citation: Citation) -> str:
    edition = f" of edition {citation.edition}" if citation.edition else ""
    return (
        f"The tables{edition} of \u201c{citation.title}\u201d: one row for each study, coded "
        "passage, finding and other thing that the review counts, with every column described."
    )


def _tables(project: Project, address: str) -> dict[str, Any]:
    files = sorted(project.data_dir.glob("*.csv"))
    return {
        "distribution": [
            {
                "@type": "DataDownload",
                "name": path.stem,
                "encodingFormat": "text/csv",
                "contentUrl": f"{address}{downloads.FOLDER}/{path.name}",
            }
            for path in files
        ],
        "variableMeasured": known.of_tables(
            project, "the variables", lambda: list(_variables(project))
        ),
    }


def _variables(project: Project) -> Iterator[Mapping[str, Any]]:
    """Yield the columns of all tables as the data dictionary describes them."""
    from reviewpress import datapackage  # noqa: PLC0415 - about pandas

    try:
        described = datapackage.describe(project)
    except ContentError:  # reported by the check; a project without schemas has none
        return
    for resource in described["resources"]:
        for column in resource["schema"]["fields"]:
            yield _filled(
                {
                    "@type": "PropertyValue",
                    "name": f"{resource['name']}.{column['name']}",
                    "description": column["description"],
                    "unitText": column.get("unit"),
                    "url": None,
                }
            )


def _author(name: str) -> dict[str, str]:
    kind = "Organization" if name.startswith("The ") else "Person"
    return {"@type": kind, "name": name}


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}
