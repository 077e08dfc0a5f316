"""Give every executed run a page: its source, parameters and outputs, and what went into them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from markupsafe import Markup

from reviewpress import runs
from reviewpress.files import write_bytes
from reviewpress.project import Project
from reviewpress.publishing import downloads, notebook_html
from reviewpress.publishing.own_pages import write_page
from reviewpress.runs import record as records
from reviewpress.runs.record import Record

FOLDER = "runs"
INDEX = f"{FOLDER}/index.html"
_INTRODUCTION = Markup(
    "<p>Every table and figure of this review was made by a <em>run</em>: a notebook, executed "
    "with parameters on the tables. Each run has a page with its source, its outputs and what went "
    "in.</p>"
)


def write(project: Project, site: Path) -> dict[str, str]:
    """Write a page for each run that was executed, and one that lists them.

    Args:
        project: The review, opened with its default profile.
        site: Folder with the rendered chapters.

    Returns:
        The page of the run that made each label, such as `runs/flow.html` for `fig-flow`.
    """
    found = [
        records.read(path)
        for run in runs.plan(project)
        if (path := project.runs_dir / f"{run.name}.json").is_file()
    ]
    if not found:
        return {}
    notebooks = {record.run: _read(record.executed(project)) for record in found}
    prose = notebook_html.render_prose(notebooks.values())
    pages = notebook_html.Pages(site)
    for record in found:
        _copy(project, site, record)
        cells = notebook_html.cells(
            notebooks[record.run], pages=pages, page=f"{FOLDER}/{record.run}.html", prose=prose
        )
        write_page(
            project,
            site,
            f"{FOLDER}/{record.run}.html",
            title=f"Run {record.run}",
            body=_body(project, site, record, cells),
            contents=[
                ("provenance", "What went in"),
                ("yourself", "Run it yourself"),
                ("cells", "Source and outputs"),
            ],
        )
    write_page(project, site, INDEX, title="Runs", body=_list(found))
    return {label: f"{FOLDER}/{record.run}.html" for record in found for label in record.labels}


def _read(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


def _copy(project: Project, site: Path, record: Record) -> None:
    """Copy the executed notebook and its source, for download."""
    executed = record.executed(project)
    write_bytes(site / FOLDER / executed.name, executed.read_bytes())
    source = project.root / record.notebook
    if source.is_file():
        write_bytes(site / FOLDER / "notebooks" / source.name, source.read_bytes())


def _list(found: Iterable[Record]) -> Markup:
    rows = Markup("\n").join(
        Markup('<tr><td><a href="{}.html">{}</a></td><td>{}</td><td>{}</td></tr>').format(
            record.run, record.run, _parameters(record), ", ".join(record.labels)
        )
        for record in found
    )
    return _INTRODUCTION + Markup(
        '\n<div class="table-box" role="region" aria-label="Table" tabindex="0">\n'
        '<table class="table">\n<thead><tr><th scope="col">Run</th><th scope="col">Parameters</th>'
        '<th scope="col">What it made</th></tr></thead>\n<tbody>\n{}\n</tbody>\n</table>\n</div>'
    ).format(rows)


def _parameters(record: Record) -> str:
    """Write parameters in a line; of a long one only how much it holds."""
    return ", ".join(
        f"{name} ({len(value)} entries)" if isinstance(value, dict | list) else f"{name} = {value}"
        for name, value in sorted(record.parameters.items())
    )


def _all_parameters(record: Record) -> Markup:
    """Write all parameters, a long one folded away."""
    parts = []
    for name, value in sorted(record.parameters.items()):
        if isinstance(value, dict | list):
            whole = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)
            parts.append(
                Markup(
                    "<details><summary>{} ({} entries)</summary>\n"
                    "<pre><code>{}</code></pre></details>"
                ).format(name, len(value), whole)
            )
        else:
            parts.append(Markup("{} = {}<br>").format(name, value))
    return Markup("\n").join(parts) or Markup("none")


def _body(project: Project, site: Path, record: Record, cells: Markup) -> Markup:
    return Markup("\n").join(
        [
            _section("provenance", "What went in", _provenance(site, record)),
            _section("yourself", "Run it yourself", _yourself(project, record)),
            _section("cells", "Source and outputs", cells),
        ]
    )


def _section(anchor: str, title: str, body: Markup) -> Markup:
    return Markup(
        '<section id="{}" class="level2">\n'
        '<h2 class="anchored" data-anchor-id="{}">{}</h2>\n{}\n</section>'
    ).format(anchor, anchor, title, body)


def _provenance(site: Path, record: Record) -> Markup:
    name = Path(record.notebook).name
    notebook = Markup('<a href="notebooks/{}" download>{}</a>').format(name, record.notebook)
    tables = Markup("<br>\n").join(_table(site, *item) for item in sorted(record.tables.items()))
    values = ", ".join(f"{key} = {value.display}" for key, value in sorted(record.values.items()))
    tools = ", ".join(f"{key} {value}" for key, value in sorted(record.tools.items()))
    rows: list[tuple[str, Markup | str]] = [
        ("Notebook", notebook + _digest(record.notebook_sha256)),
        ("Parameters", _all_parameters(record)),
        ("Tables", tables or "none"),
        ("Numbers for the prose", values or "none"),
        ("Made with", tools),
        (
            "With outputs",
            Markup('<a href="{}.ipynb" download>{}.ipynb</a>').format(*[record.run] * 2),
        ),
    ]
    listed = Markup("\n").join(
        Markup("<dt>{}</dt>\n<dd>{}</dd>").format(name, value) for name, value in rows
    )
    return Markup('<dl class="rp-provenance">\n{}\n</dl>').format(listed)


def _table(site: Path, path: str, digest: str) -> Markup:
    offered = f"{downloads.FOLDER}/{Path(path).name}"
    if not (site / offered).is_file():
        return Markup("{}{}").format(path, _digest(digest))
    link = Markup('<a href="../{}" download>Download {}</a>').format(offered, path)
    return link + _digest(digest)


def _digest(digest: str) -> Markup:
    return Markup(' <span class="rp-digest" title="SHA-256 {}">{}\u2026</span>').format(
        digest, digest[:12]
    )


def _yourself(project: Project, record: Record) -> Markup:
    edition = project.settings.edition
    commands = [
        *([f"git checkout {edition}"] if edition else []),
        f"reviewpress run {record.run}",
    ]
    return Markup(
        "<p>In a clone of the review, with reviewpress installed:</p>\n"
        "<pre><code>{}</code></pre>\n"
        "<p>The executed notebook is then in <code>_build/runs/{}.ipynb</code>; equal tables, "
        "parameters and tools give an equal file.</p>"
    ).format("\n".join(commands), record.run)
