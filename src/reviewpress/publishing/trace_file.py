"""Publish the graph of a review, from its studies to its implications, as `trace.json`."""

from __future__ import annotations

from pathlib import Path

from reviewpress.files import write_text
from reviewpress.project import Project
from reviewpress.publishing import known
from reviewpress.publishing.downloads import Download

NAME = "trace.json"
_NEEDED = {
    "studies": {"study_id"},
    "codings": {"coding_id", "study_id"},
    "findings": {"finding_id"},
    "finding_evidence": {"finding_id", "study_id", "relation"},
    "propositions": {"proposition_id"},
    "proposition_evidence": {"proposition_id", "study_id", "relation"},
    "implications": {"implication_id"},
    "implication_findings": {"implication_id", "finding_id", "role"},
}


def write(project: Project, site: Path) -> tuple[Download, ...]:
    """Write the graph of the tables below `site`.

    Args:
        project: The review. One without included reports or without findings has no graph; a
            table of ours with other columns than the graph needs is somebody else's, and left out.
        site: Folder of the rendered site.

    Returns:
        What there is to download: the graph, or nothing.

    Raises:
        DataError: A row names something that does not exist.
    """
    text = known.of_tables(project, "the trace", lambda: _trace(project))
    if not text:
        return ()
    write_text(site / NAME, text)
    return (Download(NAME, "The trace from studies to implications (JSON)"),)


def _trace(project: Project) -> str:
    """Return the graph as JSON, or nothing."""
    from reviewpress import tables  # noqa: PLC0415 - about pandas
    from reviewpress.synthesis import trace  # noqa: PLC0415 - as above

    checked, _ = tables.check(project)
    if checked is None:
        return ""
    frames = {name: checked[name] for name in _NEEDED if checked.has(name, _NEEDED[name])}
    if not {"studies", "findings", "finding_evidence"} <= frames.keys():
        return ""
    return trace.document(trace.build(frames))
