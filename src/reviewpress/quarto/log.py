"""Read what Quarto says while it renders: which of its warnings mean a wrong book, and where.

Quarto ends with code 0 when a reference, a citation or a variable leads nowhere. It names the
file in a progress line before it, or in front of the message, or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_PROGRESS = re.compile(r"\[\s*(?P<done>\d+)/(?P<all>\d+)\] (?P<source>\S.*)")
_WARNING = re.compile(r"(?:WARN: |WARNING \([^)]*\) |\[WARNING\] )(?P<text>.+)")
_ERROR = re.compile(r"ERROR: (?P<text>.+)")
_PAGE = re.compile(r"(?P<stem>\S+)\.html: (?P<text>.+)")
_STACK = re.compile(r"\s+at |Stack trace:")

# What Quarto, its filters and pandoc write, and what it means. `token` is looked for in the
# sources, to find the line.
_FAULTS = tuple(
    (re.compile(pattern), message, token)
    for pattern, message, token in (
        (r"Unable to resolve crossref @(\S+)", "the reference @{} leads nowhere", "@{}"),
        (r"Unable to resolve link target: (.+)", "the link to {} leads nowhere", "{}"),
        (r"Citeproc: citation (\S+) not found", "there is no source @{} to cite", "@{}"),
        (r"Unknown var (\S+) specified", "there is no variable {}", "var {}"),
        (r"Unknown meta key (\S+) specified", "there is no metadata key {}", "meta {}"),
        (r"Unknown variable (\S+) specified in an env", "{} is not in the environment", "env {}"),
        (r"Shortcode '(.+)' not found", "there is no shortcode {}", "{{{{< {}"),
        (r"Could not fetch resource '?([^':]+)", "the file {} was not found", "{}"),
        (r"FloatRefTarget with no content: (\S+)", "{} has no content", "{}"),
        (r"(\[Malformed document\].*)", "{}", ""),
    )
)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that came out wrong.

    Attributes:
        message: What is wrong, in one sentence.
        source: Source file relative to the root, where Quarto says which.
        token: Text by which the line can be found in the source; empty where there is none.
    """

    message: str
    source: str | None
    token: str


def clean(line: str) -> str:
    """Return a line of output without colours and without space at its end."""
    return _COLOUR.sub("", line).rstrip()


def progress(line: str) -> str | None:
    """Return what a line tells of progress, or a warning; None for the chatter of Quarto."""
    said = clean(line).strip()
    is_told = _PROGRESS.match(said) or _WARNING.match(said) or said.startswith("[typst]")
    return said if is_told else None


def faults(lines: Iterable[str]) -> list[Fault]:
    """Return what the warnings among `lines` say is wrong, each once, in their order.

    The formats of one document repeat a fault; the first that says where it is stands for all.
    """
    found: dict[str, Fault] = {}
    for fault in _read(lines):
        known = found.get(fault.message)
        if known is None or known.source is None:
            found[fault.message] = fault
    return list(found.values())


def failure(lines: Iterable[str]) -> Fault | None:
    """Return the first error among `lines`, with the file that was being rendered."""
    for source, line in _with_source(lines):
        if error := _ERROR.match(line):
            return Fault(error["text"], source, "")
    return None


def tail(lines: Iterable[str], count: int = 15) -> str:
    """Return the last lines that say something, without Quarto's own stack trace."""
    said = [line for line in map(clean, lines) if line and not _STACK.match(line)]
    return "\n".join(said[-count:])


def _read(lines: Iterable[str]) -> Iterator[Fault]:
    for source, line in _with_source(lines):
        warning = _WARNING.match(line)
        page = _PAGE.fullmatch(warning["text"]) if warning else None
        if page:
            yield from _meaning(page["text"], f"{page['stem']}.qmd")
        elif warning:
            yield from _meaning(warning["text"], source)


def _meaning(text: str, source: str | None) -> Iterator[Fault]:
    """Yield what a warning says is wrong; nothing for one that leaves the book whole."""
    for pattern, message, token in _FAULTS:
        if match := pattern.match(text):
            yield Fault(message.format(match[1]), source, token.format(match[1]))
            return


def _with_source(lines: Iterable[str]) -> Iterator[tuple[str | None, str]]:
    """Pair each line with the file being rendered, which is unknown once files are joined."""
    source = None
    for line in map(clean, lines):
        if progress := _PROGRESS.search(line):
            source = progress["source"]
        elif line.strip() == "pandoc":
            source = None
        yield source, line
