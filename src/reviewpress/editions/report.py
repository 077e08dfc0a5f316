"""Write a comparison for people, programs and feed readers."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from reviewpress.editions.events import Change, Comparison, Event, label

_ATOM = "http://www.w3.org/2005/Atom"
_LONGEST = 160


def text(comparison: Comparison) -> str:
    """Write the comparison as lines: one an event, and under it what changed."""
    count = len(comparison.events)
    noun = "event" if count == 1 else "events"
    head = (
        f"{comparison.before} -> {comparison.after}: {label(comparison.meaning)} ({count} {noun})"
    )
    lines = [head]
    for event in comparison.events:
        lines.append(f"\n[{label(event.meaning)}] {event.kind}  {event.subject}")
        lines.append(f"  {event.summary}")
        lines += [f"    {_line(change)}" for change in event.changes]
        if event.because:
            lines.append(f"    follows from: {', '.join(event.because)}")
    return "\n".join(lines)


def as_json(comparison: Comparison) -> str:
    """Write the comparison as JSON."""
    return json.dumps(comparison.as_data(), ensure_ascii=False, indent=2, sort_keys=True)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed.

    Attributes:
        key: What tells it from all others of the review.
        title: Its title.
        summary: Plain text.
        date: Date such as `2026-03-31`.
        link: Address, absolute or relative to the feed.
    """

    key: str
    title: str
    summary: str
    date: str
    link: str


def entries(comparison: Comparison, page: str) -> list[Entry]:
    """Return an entry for each event, which leads to its place on `page`."""
    return [
        Entry(
            key=f"{comparison.before}/{comparison.after}/{event.kind}/{event.subject}",
            title=f"{label(event.meaning)}: {event.subject}",
            summary="\n".join([event.summary, *map(_line, event.changes)]),
            date=comparison.date,
            link=f"{page}#{anchor(event)}",
        )
        for event in comparison.events
    ]


def atom(
    title: str, found: Iterable[Entry], *, author: str, date: str, site_url: str | None
) -> str:
    """Write an Atom feed.

    Args:
        title: Title of the feed.
        found: Its entries.
        author: Who wrote the review.
        date: When the feed last changed, such as `2026-03-31`.
        site_url: Address that links are relative to, with a slash at its end, or None.
    """
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed")
    _add(feed, "title", title)
    _add(feed, "id", _urn(site_url or "", title))
    _add(feed, "updated", _moment(date))
    _add(_add(feed, "author"), "name", author or title)
    if site_url:
        _add(feed, "link", rel="alternate", href=site_url)
    for one in found:
        entry = _add(feed, "entry")
        _add(entry, "title", one.title)
        _add(entry, "id", _urn(site_url or title, one.key))
        _add(entry, "updated", _moment(one.date or date))
        _add(entry, "link", rel="alternate", href=f"{site_url or ''}{one.link}")
        _add(entry, "summary", _printable(one.summary))
    ET.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode") + "\n"


def anchor(event: Event) -> str:
    """Return the id that an event has on its page."""
    safe = "".join(letter if letter.isalnum() else "-" for letter in event.subject)
    return f"{event.kind}-{safe}"


def _add(parent: ET.Element, name: str, content: str | None = None, **given: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{_ATOM}}}{name}", given)
    element.text = None if content is None else _printable(content)
    return element


def _printable(content: str) -> str:
    """Leave out control characters, which XML has no way to write."""
    return "".join(letter for letter in content if letter.isprintable() or letter in "\n\t")


def _urn(space: str, key: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{space}#{key}')}"


def _moment(date: str) -> str:
    return f"{date or '1970-01-01'}T00:00:00Z"


def _line(change: Change) -> str:
    name = f"{_short(change.name)}: " if change.name else ""
    if not change.before:
        return f'{name}+ "{_short(change.after)}"'
    if not change.after:
        return f'{name}- "{_short(change.before)}"'
    return f'{name}"{_short(change.before)}" -> "{_short(change.after)}"'


def _short(words: str) -> str:
    one_line = " ".join(words.split())
    return one_line if len(one_line) <= _LONGEST else f"{one_line[: _LONGEST - 1]}\u2026"
