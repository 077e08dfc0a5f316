"""Render with the Quarto program: a thin wrapper that does not take a warning for success."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from reviewpress import book, process, source
from reviewpress.engines import Rendered
from reviewpress.errors import Location, RenderError, ToolMissing
from reviewpress.files import write_text
from reviewpress.pandoc.faults import raise_all
from reviewpress.project import Project, open_project
from reviewpress.quarto import log

MINIMUM = (1, 9)
# The scripts of a review look for this name.
_GUARD = "REVIEWPRESS_RENDERING"
_HINT = (
    "install it from https://quarto.org/docs/get-started/ and set QUARTO_PATH if it is not on "
    "the PATH, or render with: reviewpress build --engine pandoc"
)


class QuartoEngine:
    """Quarto 1.9 or newer.

    Args:
        program: The quarto program; otherwise the one in QUARTO_PATH, then on the PATH.
        on_progress: Told which file Quarto renders, and what it warns of.
    """

    name = "quarto"

    def __init__(
        self,
        program: Path | None = None,
        *,
        on_progress: Callable[[str], None] = lambda _text: None,
    ) -> None:
        self._program = program
        self._on_progress = on_progress

    def version(self) -> str:
        """Return the version of Quarto, such as `1.9.38`.

        Raises:
            ToolMissing: Quarto is absent or older than 1.9.
        """
        return _version(self._find())

    def render(self, project: Project, profile: str | None, out: Path) -> Rendered:
        """Render the documents of `profile` in all their formats into `out`.

        The short document is written as `index.html`, `<profile>.pdf` and `<profile>.docx`.

        Raises:
            ToolMissing: Quarto is absent or too old.
            RenderError: Quarto failed, or it warned of something that came out wrong.
        """
        self.version()
        of_profile = open_project(project.root, profile)
        argv = [str(self._find()), "render", "--output-dir", os.path.relpath(out, project.root)]
        self._run([*argv, "--profile", profile] if profile else argv, of_profile)
        if profile and of_profile.type == "default":
            name_after_profile(of_profile, out)
        return Rendered(out, _documents(out))

    def _find(self) -> Path:
        found = self._program or process.find_program("quarto", override="QUARTO_PATH")
        if found is None:
            raise ToolMissing("Quarto was not found", hint=_HINT)
        return found

    def _run(self, argv: list[str], project: Project) -> None:
        lines: list[str] = []

        def note(line: str) -> None:
            lines.append(line)
            if said := log.progress(line):
                self._on_progress(said)

        try:
            process.run(argv, cwd=project.root, env=_child_environment(), on_line=note)
        except RenderError as error:
            # A warning before the failure often is its cause, and knows its place better.
            raise_all([_located(project, fault) for fault in log.faults(lines)])
            raise _failed(project, lines, error) from error
        raise_all([_located(project, fault) for fault in log.faults(lines)])


def _child_environment() -> dict[str, str]:
    """Return the environment for a Quarto of ours: its hooks do nothing, no project is set."""
    inherited = process.environment(**{_GUARD: "1", "NO_COLOR": "1"})
    return {
        name: value
        for name, value in inherited.items()
        if not name.startswith("QUARTO_PROJECT") and name != "QUARTO_PROFILE"
    }


def name_after_profile(project: Project, out: Path) -> None:
    """Give the short document the names under which the site serves it.

    Its page becomes `index.html`, other formats `<profile>.<ending>`, and the links of the page
    follow.
    """
    stem = Path(book.entries(project)[0].source).stem
    renamed = {}
    for path in sorted(out.glob(f"{stem}.*")):
        name = "index.html" if path.suffix == ".html" else f"{project.profile}{path.suffix}"
        path.replace(path.with_name(name))
        renamed[path.name] = name
    page = out / "index.html"
    if page.is_file():
        text = page.read_text(encoding="utf-8")
        for old, new in renamed.items():
            text = text.replace(f'href="{old}"', f'href="{new}"')
        write_text(page, text)


@cache
def _version(program: Path) -> str:
    output = process.run([str(program), "--version"], cwd=program.parent, env=process.environment())
    version = output.stdout.strip()
    if tuple(int(part) for part in version.split(".")[:2] if part.isdigit()) < MINIMUM:
        wanted = ".".join(map(str, MINIMUM))
        raise ToolMissing(f"Quarto {version} is too old; {wanted} is needed", hint=_HINT)
    return version


def _documents(out: Path) -> tuple[str, ...]:
    files = (path for ending in ("html", "pdf", "docx") for path in out.rglob(f"*.{ending}"))
    return tuple(sorted(path.relative_to(out).as_posix() for path in files))


def _failed(project: Project, lines: list[str], error: RenderError) -> RenderError:
    """Put Quarto's own words in the place of its exit code."""
    fault = log.failure(lines)
    if fault is None:
        return error
    where = Location(fault.source) if fault.source else None
    named = project.config.get("book", "title") or project.profile or project.root.name
    return RenderError(
        f"Quarto could not render {named}: {fault.message}", hint=log.tail(lines), where=where
    )


def _located(project: Project, fault: log.Fault) -> RenderError:
    """Find the line of a fault in the file that Quarto named, else in any of the sources."""
    names = [fault.source] if fault.source else [entry.source for entry in book.entries(project)]
    for name in names:
        if line := _line(project, name, fault.token):
            return RenderError(fault.message, where=Location(name, line))
    return RenderError(fault.message, where=Location(fault.source) if fault.source else None)


def _line(project: Project, name: str, token: str) -> int | None:
    """Return the first line of the source `name` with `token`, in prose or else in a link."""
    if not token or not (project.root / name).is_file():
        return None
    text = source.read_text(project, name)
    if found := source.locate(text, token):
        return found[0]
    # Quarto tells the target of a link from the root; in the text it may stand shorter.
    link = re.search(rf"\]\([^)\s]*{re.escape(Path(token).name)}", text)
    return text.count("\n", 0, link.start()) + 1 if link else None
