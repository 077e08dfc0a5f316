"""What the bars of long work say."""

from __future__ import annotations

import io

from rich.console import Console
from rich.progress import Progress

from reviewpress.runs import Event
from reviewpress.terminal import _Bars


def test_the_bar_counts_the_cells_of_all_runs_once():
    bars = Progress(console=Console(file=io.StringIO()), auto_refresh=False)
    show = _Bars(bars)

    for event in (
        Event("a", "current", 3, 3),
        Event("b", "started", 0, 4),
        Event("c", "started", 0, 2),
        Event("b", "running", 2, 4),
    ):
        show.run(event)
    (task,) = bars.tasks
    assert (task.completed, task.total) == (5, 9)
    assert task.description == "b 3/4, c 1/2"

    for event in (Event("b", "failed", 0, 0), Event("c", "finished", 3, 3)):
        show.run(event)
    assert (task.completed, task.total) == (6, 6)
    assert task.description == "notebooks"
