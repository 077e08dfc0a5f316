"""Faults of the sources that only rendering finds: gathered, and raised together as one error."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reviewpress.errors import Location, RenderError
from reviewpress.project import Project


@dataclass(slots=True)
class Faults:
    """What was found so far.

    A review stops at everything that makes a wrong book. A project without the key `review:` is
    somebody's Quarto book: there, what Quarto warns of and goes on is a warning for us too. What
    the engine cannot render stops either.

    Attributes:
        is_strict: Whether doubts stop the build too.
        errors: What stops it.
        warnings: What does not.
    """

    is_strict: bool = True
    errors: list[RenderError] = field(default_factory=list)
    warnings: list[RenderError] = field(default_factory=list)

    def add(self, fault: RenderError) -> None:
        """Note what stops the build."""
        _append(self.errors, fault)

    def doubt(self, fault: RenderError) -> None:
        """Note what Quarto only warns of."""
        _append(self.errors if self.is_strict else self.warnings, fault)

    def warn(self, fault: RenderError) -> None:
        """Note what never stops the build."""
        _append(self.warnings, fault)

    def join(self, others: Faults) -> None:
        """Take over what was gathered elsewhere."""
        for fault in others.errors:
            self.add(fault)
        for fault in others.warnings:
            self.warn(fault)

    def settle(self) -> None:
        """Raise what stops the build.

        Raises:
            RenderError: There is at least one such fault; all are listed.
        """
        raise_all(self.errors)


def of(project: Project) -> Faults:
    """Begin to gather the faults of a project."""
    return Faults(is_strict="review" in project.config.values)


HINT = "render with Quarto (--engine quarto), or write it another way"


def unsupported(feature: str, where: Location | None, hint: str | None = None) -> RenderError:
    """Build the error for a part of Quarto that the embedded engine does not have."""
    return RenderError(
        f"the embedded engine does not support {feature}",
        hint=hint or HINT,
        where=where,
    )


def raise_all(faults: Sequence[RenderError]) -> None:
    """Raise the only fault, or one error that lists all of them by place.

    Raises:
        RenderError: There is at least one fault.
    """
    if not faults:
        return
    if len(faults) == 1:
        raise faults[0]
    ordered = in_order(faults)
    lines = [f"  {fault}" for fault in ordered]
    hints = dict.fromkeys(fault.hint for fault in ordered if fault.hint)
    if len(ordered) == 1:
        raise ordered[0]
    raise RenderError(
        "\n".join([f"{len(ordered)} faults in the sources", *lines]), hint="; ".join(hints) or None
    )


def in_order(faults: Iterable[RenderError]) -> list[RenderError]:
    """Sort faults by place, equal ones once."""
    return sorted({str(fault): fault for fault in faults}.values(), key=_place)


def _append(faults: list[RenderError], fault: RenderError) -> None:
    """Add a fault that is not listed yet: settings of the project are met once a chapter."""
    if all(str(fault) != str(known) for known in faults):
        faults.append(fault)


def _place(fault: RenderError) -> tuple[str, int, str]:
    where = fault.where
    return (where.path, where.line or 0, fault.message) if where else ("", 0, fault.message)
