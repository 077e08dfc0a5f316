"""Write the committed files that are generated, or with --check say which are out of date."""

import argparse
import sys
from pathlib import Path

import typer
from typer.cli import get_docs_for_click

from reviewpress import cli, datapackage
from reviewpress.files import write_text
from reviewpress.project import open_project
from reviewpress.publishing import citation_file

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "src" / "reviewpress" / "example"
HEAD = "<!-- Generated from the command line's own help by `make format`; do not edit. -->\n\n"


def main() -> None:
    """Generate the command reference, the description of the data, and how to cite."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 on drift")
    stale = generate(write=not parser.parse_args().check)
    if stale:
        sys.exit(f"out of date: {', '.join(stale)}; write them anew with: make format")


def generate(*, write: bool) -> list[str]:
    """Return the files that are out of date; with `write`, write them and return nothing."""
    reviews = [open_project(ROOT), open_project(EXAMPLE)]
    reference = ROOT / "docs" / "cli.md"
    text = command_reference()
    if write:
        write_text(reference, text)
        datapackage.write(reviews[0])
        for review in reviews:
            citation_file.write(review)
        return []
    is_current = reference.is_file() and reference.read_text(encoding="utf-8") == text
    stale = [] if is_current else ["docs/cli.md"]
    stale += [] if datapackage.is_current(reviews[0]) else ["data/datapackage.json"]
    files = [(review.root / citation_file.NAME).relative_to(ROOT) for review in reviews]
    return stale + [
        file.as_posix()
        for file, review in zip(files, reviews, strict=True)
        if not citation_file.is_current(review)
    ]


def command_reference() -> str:
    """Describe every command and option in Markdown."""
    command = typer.main.get_command(cli.app)
    context = typer.Context(command, info_name="reviewpress")
    docs = get_docs_for_click(obj=command, ctx=context, name="reviewpress")
    return HEAD + docs.strip() + "\n"


if __name__ == "__main__":
    main()
