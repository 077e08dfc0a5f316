"""Evidence reviews as code: checked tables, parameterised notebooks, a versioned site and PDF."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reviewpress.session import open_review, publish

__all__ = ["open_review", "publish"]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Load what notebooks use when they ask for it, so that the import alone stays cheap."""
    if name in __all__:
        from reviewpress import session  # noqa: PLC0415

        return getattr(session, name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
