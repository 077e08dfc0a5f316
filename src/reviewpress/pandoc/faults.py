"""Faults of the sources that only rendering finds, raised together as one error."""

from __future__ import annotations

from collections.abc import Sequence

from reviewpress.errors import Location, RenderError


def unsupported(feature: str, where: Location | None, hint: str | None = None) -> RenderError:
    """Build the error for a part of Quarto that the embedded engine does not have."""
    return RenderError(
        f"the embedded engine does not support {feature}",
        hint=hint or "render with Quarto (--engine quarto), or write it another way",
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
    ordered = sorted({str(fault): fault for fault in faults}.values(), key=_place)
    lines = [f"  {fault}" for fault in ordered]
    hints = dict.fromkeys(fault.hint for fault in ordered if fault.hint)
    if len(ordered) == 1:
        raise ordered[0]
    raise RenderError(
        "\n".join([f"{len(ordered)} faults in the sources", *lines]), hint="; ".join(hints) or None
    )


def _place(fault: RenderError) -> tuple[str, int, str]:
    where = fault.where
    return (where.path, where.line or 0, fault.message) if where else ("", 0, fault.message)
