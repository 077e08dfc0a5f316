"""What a preview stands at, shared by the thread that builds and those that serve."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Literal

Phase = Literal["building", "ready", "failed"]


@dataclass(frozen=True, slots=True)
class Report:
    """Where the preview stands.

    Attributes:
        number: Grows with each change.
        phase: What is the case now.
        text: What is being done, or what went wrong, as a person reads it.
    """

    number: int
    phase: Phase
    text: str


class State:
    """The latest report; others can wait for the next one."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._report = Report(0, "building", "starting")

    @property
    def report(self) -> Report:
        """The latest report."""
        with self._changed:
            return self._report

    def tell(self, phase: Phase, text: str = "") -> Report:
        """Put a new report in the place of the latest, and wake those who wait."""
        with self._changed:
            self._report = Report(self._report.number + 1, phase, text)
            self._changed.notify_all()
            return self._report

    def after(self, number: int, *, timeout_seconds: float) -> Report:
        """Wait until there is another report than `number`, and return the latest."""
        with self._changed:
            self._changed.wait_for(lambda: self._report.number != number, timeout_seconds)
            return self._report
