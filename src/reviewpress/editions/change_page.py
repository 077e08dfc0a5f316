"""The page of an edition that says what changed since the one before."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from markupsafe import Markup

from reviewpress.editions import report
from reviewpress.editions.events import Change, Comparison, Event, label
from reviewpress.files import write_json, write_text
from reviewpress.project import Project
from reviewpress.publishing.citation import Citation
from reviewpress.publishing.own_pages import write_page

PAGE = "what-changed.html"
DATA = "what-changed.json"
FEED = "what-changed.xml"
_TITLE = "What changed"
_INS = Markup('<ins class="rp-after">{}</ins>')
_DEL = Markup('<del class="rp-before">{}</del>')
_SECTION = Markup(
    '<section id="{}" class="level2">\n<h2 class="anchored" data-anchor-id="{}">{}</h2>\n'
    '<ul class="rp-changes">\n{}\n</ul>\n</section>'
)
_FIRST = Markup(
    "<p>This is the first edition. Later ones list here what they added, corrected, reworded and "
    "judged otherwise.</p>"
)


def write(project: Project, site: Path, comparison: Comparison | None) -> None:
    """Write the page, its data and its feed into a rendered site.

    Args:
        project: The review, opened with its default profile.
        site: Folder of the edition.
        comparison: What changed since the edition before; None for the first edition.
    """
    citation = Citation.of(project)
    found = report.entries(comparison, PAGE) if comparison else []
    feed = report.atom(
        f"{citation.title}: what changed in edition {citation.edition}",
        found,
        author=", ".join(citation.authors),
        date=citation.date,
        site_url=citation.url,
    )
    write_text(site / FEED, feed)
    if comparison is None:
        write_json(site / DATA, {"schema_version": 1, "after": citation.edition, "events": []})
        write_page(project, site, PAGE, title=_TITLE, body=_FIRST)
        return
    write_json(site / DATA, comparison.as_data())
    meanings = list(dict.fromkeys(event.meaning for event in comparison.events))
    contents = [(meaning, label(meaning)) for meaning in meanings]
    body = _body(comparison)
    write_page(project, site, PAGE, title=_TITLE, body=body, contents=contents)


def _body(comparison: Comparison) -> Markup:
    back = f"../{comparison.before}/index.html"
    parts = [
        Markup(
            '<div class="answer"><p><strong>{}.</strong> Compared with edition '
            '<a href="{}" rel="prev">{}</a>, {}.</p></div>'
        ).format(label(comparison.meaning), back, comparison.before, _sum(comparison)),
        Markup(
            '<p>Computed from the data and texts of both editions. Also as <a href="{}">JSON</a> '
            'and as a <a href="{}">feed</a>.</p>'
        ).format(DATA, FEED),
    ]
    for meaning, events in groupby(comparison.events, key=lambda event: event.meaning):
        items = Markup("\n").join(_item(event) for event in events)
        parts.append(_SECTION.format(meaning, meaning, label(meaning), items))
    return Markup("\n").join(parts)


def _sum(comparison: Comparison) -> str:
    count = len(comparison.events)
    if not count:
        return "nothing changed in data, numbers or text"
    follow = sum(bool(event.because) for event in comparison.events)
    noun = "change" if count == 1 else "changes"
    verb = "follows" if follow == 1 else "follow"
    return f"{count} {noun}" + (f", {follow} of which {verb} from others" if follow else "")


def _item(event: Event) -> Markup:
    summary = Markup.escape(event.summary)
    if event.page:
        summary = Markup('<a href="{}">{}</a>').format(event.page, summary)
    cells = Markup("\n").join(_change(change) for change in event.changes)
    inner = Markup("")
    if cells:
        is_long = len(event.changes) > 1
        detail = Markup('<ul class="rp-cells">\n{}\n</ul>').format(cells)
        count = f"{len(event.changes)} places"
        inner = (
            Markup("\n<details><summary>{}</summary>\n{}</details>").format(count, detail)
            if is_long
            else detail
        )
    if event.because:
        inner += Markup('\n<p class="rp-because">Follows from {}.</p>').format(_list(event.because))
    return Markup('<li id="{}" class="rp-change" data-kind="{}">{}{}</li>').format(
        report.anchor(event), event.kind, summary, inner
    )


def _change(change: Change) -> Markup:
    name = Markup('<span class="rp-cell">{}</span> ').format(change.name) if change.name else ""
    before = _DEL.format(change.before) if change.before else ""
    after = _INS.format(change.after) if change.after else ""
    between = " " if before and after else ""
    return Markup("<li>{}{}{}{}</li>").format(name, before, between, after)


def _list(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
