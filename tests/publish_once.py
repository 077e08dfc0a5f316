"""Publish an edition into a folder, to be killed by a test at some moment."""

import sys
from pathlib import Path

from editions_made import edition_record

from reviewpress.editions import tree

publication, site = (Path(name) for name in sys.argv[1:3])
sys.stdout.write("ready\n")
sys.stdout.flush()
tree.change(
    publication,
    lambda folder: tree.add_edition(
        folder, edition_record("2026.2", site), site=site, archive=None, title="Walks"
    ),
)
